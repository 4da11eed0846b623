"""The state of each claim now, beside the history of its states; of those that were ever changed, it is taken from there."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FROM_HISTORY = """
    INSERT INTO outcomes_currentstate (claim_id, change_id, programme_id, agent_id, event_date, state)
    SELECT DISTINCT ON (s.claim_id) s.claim_id, s.id, c.programme_id, c.agent_id, c.event_date, s.state
      FROM outcomes_claimstate s JOIN outcomes_claim c ON c.id = s.claim_id
     ORDER BY s.claim_id, s.id DESC
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('outcomes', '0006_names_of_files_beside_their_order'),
        ('stages', '0002_export_filters'),
    ]

    operations = [
        migrations.CreateModel(
            name='CurrentState',
            fields=[
                ('claim', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='current', serialize=False, to='outcomes.claim')),
                ('change', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outcomes.claimstate')),
                ('programme', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.programme')),
                ('agent', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('event_date', models.DateField()),
                ('state', models.CharField(choices=[('accepted', 'Accepted'), ('sampled', 'Drawn for checking'), ('verified', 'Verified'), ('failed', 'Failed verification'), ('withdrawn', 'Withdrawn by the agent')], max_length=20)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimstate',
            trigger=pgtrigger.compiler.Trigger(name='kept_current', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO outcomes_currentstate AS kept (claim_id, change_id, programme_id, agent_id, event_date, state)\n            SELECT DISTINCT ON (a.claim_id) a.claim_id, a.id, c.programme_id, c.agent_id, c.event_date, a.state\n              FROM added a JOIN outcomes_claim c ON c.id = a.claim_id\n             ORDER BY a.claim_id, a.id DESC\n            ON CONFLICT (claim_id) DO UPDATE SET change_id = excluded.change_id, state = excluded.state\n                WHERE kept.change_id < excluded.change_id;\n            RETURN NULL;\n        ', hash='499e45c7a6306cdbe356e7a0568351b7f31e032d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_kept_current_09943', referencing='REFERENCING NEW TABLE AS added ', table='outcomes_claimstate', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='currentstate',
            index=models.Index(fields=['programme', 'agent', 'state', 'event_date', 'claim'], name='outcomes_currentstate_in_order'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='currentstate',
            trigger=pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6010c047cefc9c42e9759514e9539fdddcc2d1a5', operation='DELETE', pgid='pgtrigger_never_removed_e67e8', table='outcomes_currentstate', when='BEFORE')),
        ),
        migrations.RunSQL(FROM_HISTORY, migrations.RunSQL.noop),
    ]
