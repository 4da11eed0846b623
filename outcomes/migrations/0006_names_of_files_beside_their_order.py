"""The index that gives the files of a programme in order holds their names too, so that names are looked through in it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('outcomes', '0005_tallies_by_day'),
        ('stages', '0002_export_filters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='submission',
            name='outcomes_submission_in_order',
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['programme', 'id'], include=('filename',), name='outcomes_submission_in_order'),
        ),
    ]
