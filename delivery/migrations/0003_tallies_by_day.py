"""Tallies say on which day rows were taken in, and of participants the segment. Participants are counted once more here,
claims by the migration of their own app; until then the claims that there are stand under a day that is made up."""

from datetime import date

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

COUNTED = """
    DELETE FROM delivery_tally WHERE "of" = 'participants';
    INSERT INTO delivery_tally (programme_id, agent_id, "of", received_on, segment, number)
    SELECT programme_id, agent_id, 'participants', (received_at AT TIME ZONE 'Europe/London')::date, segment, count(*)
      FROM delivery_participant GROUP BY 1, 2, 4, 5;
    SET CONSTRAINTS ALL IMMEDIATE
"""
WITHOUT_DAYS = """
    DELETE FROM delivery_tally WHERE "of" = 'participants';
    INSERT INTO delivery_tally (programme_id, agent_id, "of", received_on, segment, number)
    SELECT programme_id, agent_id, 'participants', DATE '2000-01-01', '', count(*)
      FROM delivery_participant GROUP BY 1, 2;
    SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('delivery', '0002_participants_of_an_agent_in_order'),
        ('stages', '0002_export_filters'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='participant',
            name='tallied',
        ),
        migrations.RemoveConstraint(
            model_name='tally',
            name='delivery_tally_once',
        ),
        migrations.AddField(
            model_name='tally',
            name='received_on',
            field=models.DateField(default=date(2000, 1, 1), help_text='The day, by the clock of the country, on which the rows were taken in'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tally',
            name='segment',
            field=models.CharField(blank=True, help_text='Of participants; claims are not told apart', max_length=60),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='tallied', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO delivery_tally AS kept (programme_id, agent_id, "of", received_on, segment, number)\n            SELECT programme_id, agent_id, \'participants\', (received_at AT TIME ZONE \'Europe/London\')::date, segment,\n                   sum(number)\n              FROM (SELECT programme_id, agent_id, received_at, segment AS segment, count(*) AS number\n                      FROM added GROUP BY 1, 2, 3, 4) AS moment\n             GROUP BY 1, 2, 4, 5 ORDER BY 1, 2, 4, 5\n            ON CONFLICT (programme_id, "of", agent_id, received_on, segment)\n                DO UPDATE SET number = kept.number + excluded.number;\n            RETURN NULL;\n        ', hash='a7a5d562422f2f94f159d38e04ff82037ce0f16f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_tallied_ae0c0', referencing='REFERENCING NEW TABLE AS added ', table='delivery_participant', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('programme', 'of', 'agent', 'received_on', 'segment'), name='delivery_tally_once'),
        ),
        migrations.RunSQL(COUNTED, WITHOUT_DAYS),
    ]
