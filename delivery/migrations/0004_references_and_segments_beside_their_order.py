"""The index that gives the participants of an agent in order holds references and segments too, so that both are looked
through in it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_email_in_one_word'),
        ('contracts', '0002_what_caps_carry_over'),
        ('delivery', '0003_tallies_by_day'),
        ('stages', '0003_email_in_one_word'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='participant',
            name='delivery_participant_in_order',
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['programme', 'agent', 'started_on', 'id'], include=('reference', 'segment'), name='delivery_participant_in_order'),
        ),
    ]
