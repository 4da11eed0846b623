"""Indexes that give the claims of each agent in the order of their list, and the questions that nobody has answered."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('contracts', '0001_release_0_1'),
        ('delivery', '0002_participants_of_an_agent_in_order'),
        ('outcomes', '0003_files_of_a_programme_by_status'),
        ('stages', '0001_release_0_1'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='claim',
            name='outcomes_claim_by_date',
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['programme', 'agent', 'event_date', 'id'], name='outcomes_claim_in_order'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('answer__isnull', True), ('claim__isnull', False)), fields=['claim'], name='outcomes_question_unanswered'),
        ),
    ]
