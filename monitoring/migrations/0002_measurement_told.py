from django.db import migrations, models

STANDING_ARE_TOLD = """
    ALTER TABLE monitoring_measurement DISABLE TRIGGER USER;
    UPDATE monitoring_measurement AS one SET is_told = FALSE
    WHERE EXISTS (
        SELECT FROM monitoring_measurement AS later
        WHERE later.target_id = one.target_id AND later.period_id = one.period_id AND later.run_id > one.run_id
    ) AND NOT EXISTS (
        SELECT FROM monitoring_publication AS p CROSS JOIN LATERAL jsonb_array_elements(p.shown) AS told
        WHERE told ->> 1 = 'standing' AND told ->> 0 = one.id::text
    );
    ALTER TABLE monitoring_measurement ENABLE TRIGGER USER;"""
"""Of what was measured before, people who may not see rows are told what stands, and remember what was published."""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_release_0_1")]

    operations = [
        migrations.AddField(
            model_name="measurement",
            name="is_told",
            field=models.BooleanField(default=True, help_text="Whether people who may not see rows are told of it"),
        ),
        migrations.RunSQL(STANDING_ARE_TOLD, migrations.RunSQL.noop),
    ]
