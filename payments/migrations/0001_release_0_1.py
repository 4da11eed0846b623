"""The tables of payments as of release 0.1."""

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "payments_bankaccount",
    "payments_bankaccountdecision",
    "payments_bankresponse",
    "payments_cashforecast",
    "payments_invoice",
    "payments_ledgerentry",
    "payments_payment",
    "payments_paymentitem",
    "payments_paymentoutcome",
    "payments_paymentrun",
    "payments_paymentrunevent",
    "payments_pricingrun",
    "payments_recovery",
    "payments_signoffrule",
    "payments_statement",
    "payments_statementevent",
    "payments_statementline",
)


class Migration(migrations.Migration):

    replaces = [('payments', '0001_initial'), ('payments', '0002_amounts_of_agents'), ('payments', '0003_simulations'), ('payments', '0004_proposals_queries_and_sign_offs'), ('payments', '0005_handed_over_participants'), ('payments', '0006_taken_back_for_errors'), ('payments', '0007_payment_runs'), ('payments', '0008_cash_forecasts'), ('payments', '0009_what_a_pack_brings'), ('payments', '0010_no_sandbox_is_paid'), ('payments', '0011_payment_ids_once')]

    initial = True

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('contracts', '0001_release_0_1'),
        ('delivery', '0001_release_0_1'),
        ('outcomes', '0001_release_0_1'),
        ('stages', '0001_release_0_1'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='PricingRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('as_of', models.DateField()),
                        ('run_at', models.DateTimeField()),
                        ('entries', models.PositiveIntegerField()),
                        ('net', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('previous_digest', models.CharField(max_length=64)),
                        ('digest', models.CharField(max_length=64)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pricing_runs', to='stages.programme')),
                        ('run_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='payments_run_numbered_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed5a040142a5ec1d031dde5e51e10c461bae41be', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1d2d5', table='payments_pricingrun', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Statement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('opened_at', models.DateTimeField()),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                        ('lines', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='accounts.organisation')),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='contracts.period')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('agent', 'period'), name='payments_statement_once'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('total__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('total__isnull', False)), _connector='OR'), name='payments_statement_approval_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c893fbf6d2abfe7f004c0056df1ce8da5e228b6f', operation='DELETE', pgid='pgtrigger_never_removed_937c9', table='payments_statement', when='BEFORE')), pgtrigger.compiler.Trigger(name='approved_stays_approved', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approved_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='071cc820aa1662c56638648345a24437f4d58eb2', operation='UPDATE', pgid='pgtrigger_approved_stays_approved_8b39e', table='payments_statement', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('payment', 'Payment'), ('adjustment', 'Adjustment')], max_length=12)),
                        ('rule', models.SlugField(db_index=False, max_length=60)),
                        ('outcome', models.SlugField(blank=True, db_index=False, max_length=60)),
                        ('segment', models.SlugField(blank=True, db_index=False, max_length=60)),
                        ('units', models.IntegerField()),
                        ('unit_amount', models.DecimalField(decimal_places=4, max_digits=14)),
                        ('gross', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('deadweight', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('capped', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('net', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('reason', models.TextField(blank=True)),
                        ('explanation', models.JSONField()),
                        ('digest', models.CharField(max_length=64)),
                        ('claim', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_entries', to='outcomes.claim')),
                        ('participant', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.participant')),
                        ('programme', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_entries', to='stages.programme')),
                        ('version', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contractversion')),
                        ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_entries', to='payments.pricingrun')),
                        ('statement', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.statement')),
                        ('about', models.CharField(blank=True, default='', help_text='What an amount of an agent is for', max_length=80)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', 'participant'], name='payments_ledger_participant'), models.Index(fields=['statement', 'rule', 'outcome', 'segment', 'id'], name='payments_ledger_line')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('net', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('gross'), '-', models.F('deadweight')), '-', models.F('capped')))), name='payments_ledgerentry_adds_up'), models.CheckConstraint(condition=models.Q(models.Q(('about', ''), ('participant__isnull', False)), models.Q(('claim__isnull', True), ('participant__isnull', True), models.Q(('about', ''), _negated=True)), _connector='OR'), name='payments_ledgerentry_is_of_somebody_or_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b35bce51a09fa020d0f2128966453cb3e28b4195', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_94ee6', table='payments_ledgerentry', when='BEFORE')), pgtrigger.compiler.Trigger(name='entries_belong', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM new_entries entry\n          LEFT JOIN payments_pricingrun run ON run.id = entry.run_id\n          LEFT JOIN payments_statement statement ON statement.id = entry.statement_id\n          LEFT JOIN delivery_participant participant ON participant.id = entry.participant_id\n          LEFT JOIN contracts_contractversion version ON version.id = entry.version_id\n          LEFT JOIN outcomes_claim claim ON claim.id = entry.claim_id\n         WHERE run.programme_id IS DISTINCT FROM entry.programme_id\n            OR statement.programme_id IS DISTINCT FROM entry.programme_id\n            OR (entry.participant_id IS NOT NULL\n                AND (participant.programme_id IS DISTINCT FROM entry.programme_id\n                     OR (participant.agent_id IS DISTINCT FROM statement.agent_id AND NOT EXISTS (\n                             SELECT FROM delivery_transfer t\n                               JOIN delivery_transferanswer said ON said.transfer_id = t.id\n                              WHERE t.participant_id = entry.participant_id AND t.to_agent_id = statement.agent_id\n                                AND said.kind = 'confirmed'))))\n            OR version.programme_id IS DISTINCT FROM entry.programme_id\n            OR (entry.claim_id IS NOT NULL AND claim.participant_id IS DISTINCT FROM entry.participant_id)\n    ) THEN\n        RAISE EXCEPTION 'a ledger entry refers to something of another programme, agent or participant, or to nothing'\n            USING ERRCODE = 'foreign_key_violation';\n    END IF;\n    IF EXISTS (\n        SELECT FROM payments_statement\n         WHERE approved_at IS NOT NULL AND id IN (SELECT statement_id FROM new_entries)\n    ) THEN\n        RAISE EXCEPTION 'an approved statement takes no further entries' USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NULL;\n", hash='01039a7d1f8bba3ced9a3eae64fbd2cffd82a9b5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_entries_belong_11e50', referencing='REFERENCING NEW TABLE AS new_entries ', table='payments_ledgerentry', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='StatementEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted by the agent'), ('queried', 'Queried'), ('answered', 'Answered'), ('resolved', 'Query resolved'), ('overridden', 'Query overridden'), ('signed', 'Signed off'), ('approved', 'Approved'), ('in_payment', 'In payment'), ('paid', 'Paid'), ('reconciled', 'Reconciled')], max_length=10)),
                        ('text', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='payments.statement')),
                        ('about', models.CharField(blank=True, default='', help_text='The line in words', max_length=300)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('line', models.CharField(blank=True, default='', help_text='Code of the line; empty: the whole', max_length=12)),
                        ('run', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.pricingrun')),
                        ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('upon', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='payments.statementevent')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['accepted', 'resolved', 'overridden', 'signed']), _negated=True), ('upon__isnull', False), _connector='OR'), name='payments_statementevent_upon_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'proposed'), _negated=True), models.Q(('due_on__isnull', False), ('run__isnull', False), ('total__isnull', False)), _connector='OR'), name='payments_statementevent_proposal_is_whole'), models.UniqueConstraint(condition=models.Q(('kind', 'signed')), fields=('upon', 'by'), name='payments_statementevent_signed_once'), models.UniqueConstraint(condition=models.Q(('kind', 'accepted')), fields=('upon',), name='payments_statementevent_accepted_once'), models.UniqueConstraint(condition=models.Q(('kind__in', ['resolved', 'overridden'])), fields=('upon',), name='payments_statementevent_query_ended_once'), models.UniqueConstraint(condition=models.Q(('kind__in', ['approved', 'in_payment', 'paid', 'reconciled'])), fields=('statement', 'kind'), name='payments_statementevent_reached_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5be97f52dc765a724b310cca1d2dc16dbaa54c0c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_864a6', table='payments_statementevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='nobody_signs_own_work', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.kind IN ('signed', 'approved') AND (\n        EXISTS (SELECT FROM payments_statement s JOIN stages_membership m ON m.organisation_id = s.agent_id\n                 WHERE s.id = NEW.statement_id AND m.user_id = NEW.by_id)\n        OR EXISTS (SELECT FROM payments_statement s\n                     JOIN outcomes_submission f ON f.programme_id = s.programme_id AND f.agent_id = s.agent_id\n                    WHERE s.id = NEW.statement_id AND f.submitted_by_id = NEW.by_id)\n        OR EXISTS (SELECT FROM outcomes_claimstate c JOIN payments_ledgerentry e ON e.claim_id = c.claim_id\n                    WHERE e.statement_id = NEW.statement_id AND c.changed_by_id = NEW.by_id\n                      AND c.state IN ('verified', 'failed'))\n    ) THEN\n        RAISE EXCEPTION 'nobody approves a statement of their own organisation, or claims that they sent or verified'\n            USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\n", hash='74c30513ccb6bfffea634242da9c0b46f03c7d64', operation='INSERT', pgid='pgtrigger_nobody_signs_own_work_3b91a', table='payments_statementevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='StatementLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('payment', 'Payment'), ('adjustment', 'Adjustment')], max_length=12)),
                        ('rule', models.SlugField(db_index=False, max_length=60)),
                        ('outcome', models.SlugField(blank=True, db_index=False, max_length=60)),
                        ('segment', models.SlugField(blank=True, db_index=False, max_length=60)),
                        ('unit_amount', models.DecimalField(decimal_places=4, max_digits=14)),
                        ('entries', models.PositiveIntegerField()),
                        ('units', models.IntegerField()),
                        ('gross', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('deadweight', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('capped', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('net', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_lines', to='payments.pricingrun')),
                        ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='run_lines', to='payments.statement')),
                        ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contractversion')),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0a903a0662f812b2c1f14fc67ecae2e499793f16', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d19e3', table='payments_statementline', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Simulation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version_number', models.PositiveSmallIntegerField()),
                        ('digest', models.CharField(help_text='SHA-256 of the terms that were simulated', max_length=64)),
                        ('inputs', models.JSONField()),
                        ('scenarios', models.JSONField(help_text='Codes of the scenarios, in order')),
                        ('seed', models.PositiveIntegerField()),
                        ('runs', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('finished', 'Finished'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                        ('done', models.PositiveIntegerField(default=0, help_text='Runs done so far, over all scenarios')),
                        ('results', models.JSONField(blank=True, null=True)),
                        ('failure', models.TextField(blank=True)),
                        ('asked_at', models.DateTimeField()),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='simulations', to='stages.programme')),
                        ('version', models.ForeignKey(help_text='Null once it is discarded', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contracts.contractversion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', '-id'], name='payments_simulation_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('results__isnull', False), ('state', 'finished')), models.Q(('ended_at__isnull', False), ('results__isnull', True), ('state__in', ['failed', 'cancelled'])), models.Q(('ended_at__isnull', True), ('results__isnull', True), ('state__in', ['queued', 'running'])), _connector='OR'), name='payments_simulation_has_results_when_finished'), models.CheckConstraint(condition=models.Q(('runs__gte', 1)), name='payments_simulation_has_runs')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='42d510f0f6cf5964320dda1108537ca99dfa8b1d', operation='DELETE', pgid='pgtrigger_never_removed_80e4f', table='payments_simulation', when='BEFORE')), pgtrigger.compiler.Trigger(name='ended_stays_as_it_is', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF OLD.ended_at IS NOT NULL AND to_jsonb(OLD) - 'version_id' <> to_jsonb(NEW) - 'version_id' THEN\n                        RAISE EXCEPTION 'simulation % has ended; it stays as it is', OLD.id\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='8e08140f8953b64ce8edf2602add57ede3553f4f', operation='UPDATE', pgid='pgtrigger_ended_stays_as_it_is_d94a0', table='payments_simulation', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='SignOffRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bands', models.JSONField()),
                        ('reason', models.TextField()),
                        ('set_at', models.DateTimeField()),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_off_rules', to='stages.programme')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='825c132100b2cc6a5b712977ab2ee430a2bfb306', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ca096', table='payments_signoffrule', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Recovery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('facts', models.JSONField()),
                        ('applied_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('applied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.period')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='outcomes.verificationplan')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contractversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('plan', 'agent'), name='payments_recovery_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payments_recovery_takes_something_back')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e3355c0615be9d65f30c556d17ad6acf3b216de2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ebab8', table='payments_recovery', when='BEFORE')), pgtrigger.compiler.Trigger(name='duties_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM outcomes_itemdecision decision JOIN outcomes_sampleitem item ON item.id = decision.item_id\n                WHERE item.plan_id = NEW.plan_id AND decision.decided_by_id = NEW.applied_by_id) THEN\n        RAISE EXCEPTION 'nobody applies a recovery that rests on their own checks' USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\n", hash='b808b16e76a69343b5397ba389d25cbb53aeaafc', operation='INSERT', pgid='pgtrigger_duties_apart_7e3b7', table='payments_recovery', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=70)),
                        ('sort_code', models.CharField(blank=True, max_length=6)),
                        ('account_number', models.CharField(blank=True, max_length=8)),
                        ('iban', models.CharField(blank=True, max_length=34)),
                        ('bic', models.CharField(blank=True, max_length=11)),
                        ('entered_at', models.DateTimeField()),
                        ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='stages.programme')),
                        ('elsewhere', models.CharField(blank=True, default='', help_text='As shown where it came from', max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bic', ''), ('elsewhere', ''), ('iban', ''), models.Q(('sort_code', ''), _negated=True), models.Q(('account_number', ''), _negated=True)), models.Q(models.Q(('iban', ''), _negated=True), ('account_number', ''), ('elsewhere', ''), ('sort_code', '')), models.Q(models.Q(('elsewhere', ''), _negated=True), ('account_number', ''), ('bic', ''), ('iban', ''), ('sort_code', '')), _connector='OR'), name='payments_bankaccount_of_one_kind')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='955db4b76fb857a328afc32e30b08ede34140e08', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b4317', table='payments_bankaccount', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankAccountDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('confirmed', 'Confirmed'), ('refused', 'Refused')], max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='payments.bankaccount')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'confirmed'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='payments_bankaccount_refused_with_a_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7533a936fb49d177423b0b0808186eb210ddbb44', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_adde4', table='payments_bankaccountdecision', when='BEFORE')), pgtrigger.compiler.Trigger(name='nobody_confirms_own_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM payments_bankaccount a WHERE a.id = NEW.account_id AND a.entered_by_id = NEW.by_id) THEN\n        RAISE EXCEPTION 'bank details are confirmed by somebody other than who entered them'\n            USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\n", hash='ee097952fcf78d081db5ec3dc0f71dfe499d9975', operation='INSERT', pgid='pgtrigger_nobody_confirms_own_change_1bd3a', table='payments_bankaccountdecision', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankResponse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('filename', models.CharField(max_length=255)),
                        ('digest', models.CharField(max_length=64)),
                        ('received_at', models.DateTimeField()),
                        ('new', models.PositiveIntegerField(help_text='Payments that it told something new about')),
                        ('known', models.PositiveIntegerField(help_text='Payments whose outcome was known already')),
                        ('pending', models.PositiveIntegerField(help_text='Payments that the bank still works on')),
                        ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='payments.paymentrun')),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f12e34ac2f6111b204d4e24bb0b090d6a21069d6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0f55a', table='payments_bankresponse', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Payment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('end_to_end_id', models.CharField(max_length=35)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankaccount')),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.paymentrun')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('run', 'agent'), name='payments_payment_once_a_run'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payments_payment_is_never_negative'), models.UniqueConstraint(fields=('end_to_end_id',), name='payments_payment_id_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68ab02b315c07a30648abf8d1c0bb552bb9babeb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_15780', table='payments_payment', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PaymentOutcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('paid', 'Paid'), ('partial', 'Paid in part'), ('failed', 'Failed')], max_length=10)),
                        ('paid', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='payments.payment')),
                        ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='payments.bankresponse')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'failed'), ('paid', 0)), models.Q(('kind__in', ['paid', 'partial']), ('paid__gt', 0)), _connector='OR'), name='payments_paymentoutcome_adds_up')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='95db0cb2bf5c9a65a8834d406b4d5e410847b655', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7270a', table='payments_paymentoutcome', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PaymentRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('made_at', models.DateTimeField()),
                        ('total', models.DecimalField(decimal_places=2, help_text='What is paid: never less than nought', max_digits=14)),
                        ('previous_digest', models.CharField(max_length=64)),
                        ('digest', models.CharField(max_length=64)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_runs', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='payments_paymentrun_numbered_once'), models.CheckConstraint(condition=models.Q(('total__gte', 0)), name='payments_paymentrun_pays')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e3762b4241696aed626f49d0c00f5ca79b5c275', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_454e7', table='payments_paymentrun', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_sandbox_is_paid', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (SELECT FROM stages_programme p\n                                WHERE p.id = NEW.programme_id AND p.sandbox_of_id IS NOT NULL) THEN\n                        RAISE EXCEPTION 'nothing in a sandbox is paid' USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='dcfe5eecff2d58160627c635172752e7222a3993', operation='INSERT', pgid='pgtrigger_no_sandbox_is_paid_bd66f', table='payments_paymentrun', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PaymentItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('share', 'Share of a statement'), ('carried', 'Carried forward'), ('unpaid', 'Not paid by the bank before')], max_length=10)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('statement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_items', to='payments.statement')),
                        ('unpaid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='again', to='payments.payment')),
                        ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_items', to='payments.paymentrun')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='payments.paymentrun')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('statement', 'payer'), name='payments_paymentitem_share_once'), models.UniqueConstraint(fields=('carried_from', 'agent'), name='payments_paymentitem_carried_once'), models.UniqueConstraint(fields=('unpaid',), name='payments_paymentitem_unpaid_once'), models.CheckConstraint(condition=models.Q(models.Q(('carried_from__isnull', True), ('kind', 'share'), ('statement__isnull', False), ('unpaid__isnull', True)), models.Q(('amount__lt', 0), ('carried_from__isnull', False), ('kind', 'carried'), ('statement__isnull', True), ('unpaid__isnull', True)), models.Q(('amount__gt', 0), ('carried_from__isnull', True), ('kind', 'unpaid'), ('statement__isnull', True), ('unpaid__isnull', False)), _connector='OR'), name='payments_paymentitem_has_its_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8a1acb314a49f920122cab121788f118fe0b3069', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ff03c', table='payments_paymentitem', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Invoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('issued_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='payments.paymentrun')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('payer', 'agent', 'number'), name='payments_invoice_numbered_once'), models.UniqueConstraint(fields=('run', 'agent'), name='payments_invoice_once_a_run'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='payments_invoice_numbered_from_one')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5ee1920894ecc4e868a2e63733dc7f80894169d3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_64bca', table='payments_invoice', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PaymentRunEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('released', 'Released to the bank'), ('reconciled', 'Reconciled')], max_length=10)),
                        ('at', models.DateTimeField()),
                        ('pay_on', models.DateField(blank=True, null=True)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankaccount')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='payments.paymentrun')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('run', 'kind'), name='payments_paymentrunevent_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reconciled'), _negated=True), ('amount__isnull', False), _connector='OR'), name='payments_paymentrunevent_reconciled_with_a_sum')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7aa6ed581f7234b9bd20453334c68a12825cac13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6761a', table='payments_paymentrunevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='nobody_pays_own_work', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.kind = 'released' AND (\n        EXISTS (SELECT FROM payments_paymentitem i\n                  JOIN payments_statementevent e ON e.statement_id = i.statement_id AND e.kind = 'signed'\n                 WHERE i.run_id = NEW.run_id AND e.by_id = NEW.by_id)\n        OR EXISTS (SELECT FROM payments_paymentitem i JOIN stages_membership m ON m.organisation_id = i.agent_id\n                    WHERE i.run_id = NEW.run_id AND m.user_id = NEW.by_id)\n        OR EXISTS (SELECT FROM payments_paymentitem i JOIN payments_paymentrun r ON r.id = i.run_id\n                     JOIN outcomes_submission f ON f.programme_id = r.programme_id AND f.agent_id = i.agent_id\n                    WHERE i.run_id = NEW.run_id AND f.submitted_by_id = NEW.by_id)\n        OR EXISTS (SELECT FROM payments_paymentitem i\n                     JOIN payments_ledgerentry l ON l.statement_id = i.statement_id\n                     JOIN outcomes_claimstate c ON c.claim_id = l.claim_id\n                    WHERE i.run_id = NEW.run_id AND c.changed_by_id = NEW.by_id AND c.state IN ('verified', 'failed'))\n    ) THEN\n        RAISE EXCEPTION 'nobody pays what they signed off, sent or verified, or their own organisation'\n            USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\n", hash='6e39d067201806ba346a24afde354e1524924154', operation='INSERT', pgid='pgtrigger_nobody_pays_own_work_09299', table='payments_paymentrunevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CashForecast',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField()),
                        ('results', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cash_forecasts', to='stages.programme')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', '-id'], name='payments_forecast_latest')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='697fb2e33cbece4f519973495b003ca4e91c5f5b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28447', table='payments_cashforecast', when='BEFORE'))],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
