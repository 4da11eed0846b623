"""The tallies of claims say on which day they were taken in; those that there are, are counted once more."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

COUNTED = """
    DELETE FROM delivery_tally WHERE "of" = 'claims';
    INSERT INTO delivery_tally (programme_id, agent_id, "of", received_on, segment, number)
    SELECT programme_id, agent_id, 'claims', (received_at AT TIME ZONE 'Europe/London')::date, '', count(*)
      FROM outcomes_claim GROUP BY 1, 2, 4
"""
WITHOUT_DAYS = """
    DELETE FROM delivery_tally WHERE "of" = 'claims';
    INSERT INTO delivery_tally (programme_id, agent_id, "of", received_on, segment, number)
    SELECT programme_id, agent_id, 'claims', DATE '2000-01-01', '', count(*) FROM outcomes_claim GROUP BY 1, 2;
    SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0003_tallies_by_day'),
        ('outcomes', '0004_claims_in_order_and_unanswered_questions'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='tallied',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='tallied', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO delivery_tally AS kept (programme_id, agent_id, "of", received_on, segment, number)\n            SELECT programme_id, agent_id, \'claims\', (received_at AT TIME ZONE \'Europe/London\')::date, segment,\n                   sum(number)\n              FROM (SELECT programme_id, agent_id, received_at, \'\' AS segment, count(*) AS number\n                      FROM added GROUP BY 1, 2, 3, 4) AS moment\n             GROUP BY 1, 2, 4, 5 ORDER BY 1, 2, 4, 5\n            ON CONFLICT (programme_id, "of", agent_id, received_on, segment)\n                DO UPDATE SET number = kept.number + excluded.number;\n            RETURN NULL;\n        ', hash='7b0ba5b1a7b32b2b0ac706b6dc458c6a8fe0922c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_tallied_3314e', referencing='REFERENCING NEW TABLE AS added ', table='outcomes_claim', when='AFTER')),
        ),
        migrations.RunSQL(COUNTED, WITHOUT_DAYS),
    ]
