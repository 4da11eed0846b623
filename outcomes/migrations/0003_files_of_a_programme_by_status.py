"""Indexes that give the files of a programme in order, and those of each status, in place of one by programme alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('outcomes', '0002_references_in_two_steps'),
        ('stages', '0001_release_0_1'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='submission',
            name='programme',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='stages.programme'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['programme', 'id'], name='outcomes_submission_in_order'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['programme', 'status', 'id'], name='outcomes_submission_by_status'),
        ),
    ]
