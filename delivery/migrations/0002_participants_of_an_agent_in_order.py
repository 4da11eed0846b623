"""An index that gives the participants of each agent in the order of their list, in place of one by agent alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('contracts', '0001_release_0_1'),
        ('delivery', '0001_release_0_1'),
        ('stages', '0001_release_0_1'),
    ]

    operations = [
        migrations.AlterField(
            model_name='participant',
            name='agent',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='accounts.organisation'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['programme', 'agent', 'started_on', 'id'], name='delivery_participant_in_order'),
        ),
    ]
