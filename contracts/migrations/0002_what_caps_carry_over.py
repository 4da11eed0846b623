"""Whether a cap for each period or contract year adds what one of them leaves unused to the next."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0001_release_0_1'),
    ]

    operations = [
        migrations.AddField(
            model_name='cap',
            name='carries_over',
            field=models.BooleanField(default=False, help_text='What one period or year leaves unused is added to the next'),
        ),
        migrations.AddConstraint(
            model_name='cap',
            constraint=models.CheckConstraint(condition=models.Q(('carries_over', False), ('scope__in', ['period', 'year']), _connector='OR'), name='contracts_cap_carries_over_time'),
        ),
    ]
