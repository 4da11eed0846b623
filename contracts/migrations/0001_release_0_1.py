"""The tables of contracts as of release 0.1."""

import contracts.models.versions
import django.contrib.postgres.constraints
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "contracts_agreement",
    "contracts_caseanswer",
    "contracts_contractversion",
    "contracts_lintexception",
    "contracts_period",
)


class Migration(migrations.Migration):

    replaces = [('contracts', '0001_initial'), ('contracts', '0002_assumptions'), ('contracts', '0003_needs'), ('contracts', '0004_particulars_of_outcomes'), ('contracts', '0005_metrics'), ('contracts', '0006_agreement_tests_and_lint_exceptions'), ('contracts', '0007_how_amounts_rise'), ('contracts', '0008_caps_of_payers'), ('contracts', '0009_comparisons_registered_in_advance'), ('contracts', '0010_school_terms'), ('contracts', '0011_who_may_be_on_the_programme'), ('contracts', '0012_lines_of_monitoring'), ('contracts', '0013_targets_of_one_period'), ('contracts', '0014_how_long_evidence_is_kept')]

    initial = True

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('stages', '0001_release_0_1'),
    ]

    operations = [
        BtreeGistExtension(),
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='ContractVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('title', models.CharField(max_length=200)),
                        ('summary', models.TextField(blank=True, help_text='What changed, in words')),
                        ('effective_from', models.DateField()),
                        ('effective_to', models.DateField(blank=True, null=True)),
                        ('currency', models.CharField(default='GBP', max_length=3)),
                        ('rounding', models.CharField(default='half_up', help_text='half_up or half_even', max_length=20)),
                        ('rounding_at', models.CharField(default='line', help_text='line or total', max_length=20)),
                        ('bank_holidays', models.JSONField(default=list, help_text='ISO dates that are no working days')),
                        ('working_weekdays', models.JSONField(default=list, help_text='0 Monday to 6 Sunday; empty means Monday to Friday')),
                        ('periods', models.JSONField(default=list, help_text='Periods as agreed, each {code, starts_on, ends_on}')),
                        ('digest', models.CharField(blank=True, help_text='SHA-256 of the terms as proposed', max_length=64)),
                        ('drafted_at', models.DateTimeField()),
                        ('proposed_at', models.DateTimeField(blank=True, null=True)),
                        ('agreed_at', models.DateTimeField(blank=True, null=True)),
                        ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contract_versions', to='stages.programme')),
                        ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('assumptions', models.JSONField(blank=True, default=dict, help_text='What the terms rest on; empty where not stated')),
                        ('metrics', models.JSONField(blank=True, default=list, help_text='The metrics that rules pay by')),
                        ('indexation', models.JSONField(blank=True, default=dict, help_text='How amounts rise; empty where they do not')),
                        ('payer_caps', models.JSONField(blank=True, default=list, help_text='The most that single principals pay')),
                        ('comparisons', models.JSONField(blank=True, default=list, help_text='Comparisons registered in advance')),
                        ('school_terms', models.JSONField(blank=True, default=list, help_text='Terms of schools, each {starts_on, ends_on}')),
                        ('eligibility', models.JSONField(blank=True, default=dict, help_text='Who may be on the programme; empty where everybody may')),
                        ('monitoring_rules', models.JSONField(blank=True, default=dict, help_text='The lines at which the monitor speaks up; empty where they are the usual')),
                        ('evidence_months', models.PositiveSmallIntegerField(blank=True, help_text='How long files of evidence are kept after the last payment; empty: as usual', null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='contracts_version_numbered_once'), models.UniqueConstraint(condition=models.Q(('agreed_at__isnull', True)), fields=('programme',), name='contracts_version_one_not_yet_agreed'), models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='contracts_version_dates_in_order'), models.CheckConstraint(condition=models.Q(('agreed_at__isnull', True), ('proposed_at__isnull', False), _connector='OR'), name='contracts_version_proposed_before_agreed'), models.CheckConstraint(condition=models.Q(('rounding__in', ['half_up', 'half_even']), ('rounding_at__in', ['line', 'total'])), name='contracts_version_rounding_is_known'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('agreed_at__isnull', False)), expressions=[('programme', '='), (contracts.models.versions.DateRange('effective_from', 'effective_to', models.Value('[]')), '&&')], name='contracts_version_agreed_never_overlap')],
                        'triggers': [pgtrigger.compiler.Trigger(name='proposed_never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."proposed_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='406e89a471b7045969bab2351da853b462a9086e', operation='DELETE', pgid='pgtrigger_proposed_never_removed_32e31', table='contracts_contractversion', when='BEFORE')), pgtrigger.compiler.Trigger(name='proposal_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE was jsonb; becomes jsonb;', func="\n            IF OLD.proposed_at IS NULL THEN RETURN NEW; END IF;\n            was := to_jsonb(OLD);\n            becomes := to_jsonb(NEW);\n            IF OLD.agreed_at IS NOT NULL THEN\n                IF was - 'effective_to' = becomes - 'effective_to'\n                   AND COALESCE(NEW.effective_to, 'infinity') <= COALESCE(OLD.effective_to, 'infinity')\n                THEN RETURN NEW; END IF;\n            ELSIF NEW.proposed_at IS NULL THEN\n                IF was - ARRAY['proposed_at', 'proposed_by_id', 'digest']\n                   = becomes - ARRAY['proposed_at', 'proposed_by_id', 'digest']\n                THEN RETURN NEW; END IF;\n            ELSIF was - 'agreed_at' = becomes - 'agreed_at' THEN\n                RETURN NEW;\n            END IF;\n            RAISE EXCEPTION 'contract version % is no longer a draft; it cannot be changed', OLD.id\n                USING ERRCODE = 'restrict_violation';\n        ", hash='851375b0264a5e16224b8d5c5bd4a1a6b4939116', operation='UPDATE', pgid='pgtrigger_proposal_frozen_5102f', table='contracts_contractversion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Agreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on_behalf_of', models.CharField(choices=[('principal', 'Principal'), ('agent', 'Agent'), ('expert_body', 'Expert Body')], max_length=20)),
                        ('digest', models.CharField(max_length=64)),
                        ('agreed_at', models.DateTimeField()),
                        ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='contracts.contractversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'on_behalf_of', 'organisation', 'digest'), name='contracts_agreement_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('on_behalf_of', 'expert_body'), ('organisation__isnull', True)), models.Q(('on_behalf_of__in', ['principal', 'agent']), ('organisation__isnull', False)), _connector='OR'), name='contracts_agreement_party_is_named')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8a984fd413016c8992086945847300e7d6aa6b36', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_54cc8', table='contracts_agreement', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='OutcomeDefinition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('code', models.SlugField(max_length=60)),
                        ('name', models.CharField(max_length=200)),
                        ('kind', models.CharField(choices=[('binary', 'Binary'), ('frequency', 'Frequency'), ('distance_travelled', 'Distance travelled'), ('sustained', 'Sustained'), ('milestone', 'Milestone')], max_length=20)),
                        ('direction', models.CharField(choices=[('higher', 'Higher is better'), ('lower', 'Lower is better')], default='higher', max_length=10)),
                        ('definition', models.TextField(blank=True)),
                        ('numerator', models.CharField(blank=True, max_length=300)),
                        ('denominator', models.CharField(blank=True, max_length=300)),
                        ('unit', models.CharField(blank=True, max_length=60)),
                        ('event_date', models.CharField(blank=True, help_text='Which day counts as the event date', max_length=300)),
                        ('window_days', models.PositiveIntegerField(blank=True, null=True)),
                        ('max_per_participant', models.PositiveSmallIntegerField(default=1)),
                        ('evidence', models.TextField(blank=True)),
                        ('evidence_kinds', models.JSONField(default=list, help_text='Codes accepted in the column evidence_kind; empty: any')),
                        ('validator', models.CharField(blank=True, max_length=200)),
                        ('attribution', models.TextField(blank=True, help_text='Who else is paid for the same person, and in whose control')),
                        ('deadweight_method', models.CharField(default='none', help_text='none, conceded or counted', max_length=20)),
                        ('deadweight_value', models.CharField(blank=True, help_text='A share such as 1/6 or 0.25', max_length=40)),
                        ('deadweight_rounding', models.CharField(default='per_claim', help_text='per_claim, per_period or whole_people', max_length=20)),
                        ('deadweight_count', models.CharField(default='down', help_text='down, nearest or up', max_length=10)),
                        ('deadweight_source', models.TextField(blank=True)),
                        ('baseline_value', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                        ('baseline_source', models.CharField(blank=True, max_length=200)),
                        ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('eligibility', models.TextField(blank=True)),
                        ('segmentation', models.TextField(blank=True, help_text='Why these segments, or why none')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='contracts.contractversion')),
                        ('particulars', models.JSONField(default=dict, help_text='Others who pay, the rate without the scheme, closing of the cohort, reasons, changes')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='contracts_outcome_once'), models.CheckConstraint(condition=models.Q(('deadweight_method__in', ['none', 'conceded', 'counted'])), name='contracts_outcome_deadweight_method_is_known'), models.CheckConstraint(condition=models.Q(('max_per_participant__gte', 1)), name='contracts_outcome_at_least_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='terms_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE frozen timestamptz; version bigint;', func="\n            IF TG_OP = 'DELETE' THEN version := OLD.version_id; ELSE version := NEW.version_id; END IF;\n            SELECT proposed_at INTO frozen FROM contracts_contractversion WHERE id = version;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'contract version % is no longer a draft; its terms cannot be changed', version\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version_id <> OLD.version_id THEN\n                    RAISE EXCEPTION 'terms cannot move to another contract version'\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='c87b780fca817c324a79eb87381b16780fd6219d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_terms_frozen_19b0a', table='contracts_outcomedefinition', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Party',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('principal', 'Principal'), ('agent', 'Agent')], max_length=10)),
                        ('share', models.CharField(blank=True, help_text="A principal's exact share of every payment, such as 1 or 1/3", max_length=40)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contract_parts', to='accounts.organisation')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='contracts.contractversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'role', 'organisation'), name='contracts_party_once'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'agent'), ('share', '')), models.Q(('role', 'principal'), models.Q(('share', ''), _negated=True)), _connector='OR'), name='contracts_party_principals_have_shares')],
                        'triggers': [pgtrigger.compiler.Trigger(name='terms_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE frozen timestamptz; version bigint;', func="\n            IF TG_OP = 'DELETE' THEN version := OLD.version_id; ELSE version := NEW.version_id; END IF;\n            SELECT proposed_at INTO frozen FROM contracts_contractversion WHERE id = version;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'contract version % is no longer a draft; its terms cannot be changed', version\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version_id <> OLD.version_id THEN\n                    RAISE EXCEPTION 'terms cannot move to another contract version'\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='36e2cd3b1b0d03c7f40daa251041e7abf6e4a433', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_terms_frozen_a7c1f', table='contracts_party', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PaymentRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('code', models.SlugField(max_length=60)),
                        ('name', models.CharField(max_length=200)),
                        ('kind', models.CharField(help_text='attachment_fee, outcome_fee, sustainment_fee, …', max_length=40)),
                        ('params', models.JSONField(default=dict)),
                        ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='contracts.outcomedefinition')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='contracts.contractversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='contracts_rule_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='terms_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE frozen timestamptz; version bigint;', func="\n            IF TG_OP = 'DELETE' THEN version := OLD.version_id; ELSE version := NEW.version_id; END IF;\n            SELECT proposed_at INTO frozen FROM contracts_contractversion WHERE id = version;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'contract version % is no longer a draft; its terms cannot be changed', version\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version_id <> OLD.version_id THEN\n                    RAISE EXCEPTION 'terms cannot move to another contract version'\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='d42c26f85d92bfbf2f5048cbbc205098c9d2eb0f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_terms_frozen_2741f', table='contracts_paymentrule', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Period',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField()),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'code'), name='contracts_period_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='contracts_period_in_order'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('programme', '='), (contracts.models.versions.DateRange('starts_on', 'ends_on', models.Value('[]')), '&&')], name='contracts_period_never_overlap')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1a02c4b69a5215e01a2f696fb30bacb69222cf52', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_54927', table='contracts_period', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Segment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('code', models.SlugField(max_length=60)),
                        ('name', models.CharField(max_length=200)),
                        ('rule', models.JSONField(default=dict)),
                        ('baseline', models.DecimalField(blank=True, decimal_places=4, help_text='Share, 0 to 1', max_digits=6, null=True)),
                        ('baseline_source', models.CharField(blank=True, max_length=200)),
                        ('planned_share', models.DecimalField(blank=True, decimal_places=4, help_text='Planned share of all starts, 0 to 1', max_digits=6, null=True)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='contracts.contractversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='contracts_segment_once'), models.UniqueConstraint(fields=('version', 'position'), name='contracts_segment_position_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='terms_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE frozen timestamptz; version bigint;', func="\n            IF TG_OP = 'DELETE' THEN version := OLD.version_id; ELSE version := NEW.version_id; END IF;\n            SELECT proposed_at INTO frozen FROM contracts_contractversion WHERE id = version;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'contract version % is no longer a draft; its terms cannot be changed', version\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version_id <> OLD.version_id THEN\n                    RAISE EXCEPTION 'terms cannot move to another contract version'\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='732a8b00a2404dae919e66ee7c5aa313e6784c93', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_terms_frozen_62273', table='contracts_segment', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Cap',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('code', models.SlugField(max_length=60)),
                        ('scope', models.CharField(choices=[('participant', 'For each participant'), ('outcome', 'For one outcome'), ('period', 'In each period'), ('year', 'In each contract year'), ('contract', 'For the whole contract')], max_length=20)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('per_agent', models.BooleanField(default=True, help_text='Each agent has this cap, rather than all together')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caps', to='contracts.contractversion')),
                        ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='caps', to='contracts.outcomedefinition')),
                        ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='caps', to='contracts.segment')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='contracts_cap_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='contracts_cap_not_negative')],
                        'triggers': [pgtrigger.compiler.Trigger(name='terms_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE frozen timestamptz; version bigint;', func="\n            IF TG_OP = 'DELETE' THEN version := OLD.version_id; ELSE version := NEW.version_id; END IF;\n            SELECT proposed_at INTO frozen FROM contracts_contractversion WHERE id = version;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'contract version % is no longer a draft; its terms cannot be changed', version\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version_id <> OLD.version_id THEN\n                    RAISE EXCEPTION 'terms cannot move to another contract version'\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='464e9ee1f7e8eac43851f8cf2baf4e8be81db417', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_terms_frozen_eeb0a', table='contracts_cap', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('code', models.SlugField(max_length=60)),
                        ('measure', models.CharField(choices=[('rate', 'Rate of the cohort'), ('count', 'Number in the period')], max_length=10)),
                        ('value', models.DecimalField(decimal_places=4, max_digits=12)),
                        ('minimum', models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                        ('maturity', models.JSONField(default=list)),
                        ('questions_stages', models.JSONField(default=list, help_text='Stages that a shortfall questions, each {stage, why}; empty means stages 4 and 5')),
                        ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='contracts.outcomedefinition')),
                        ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='contracts.segment')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='contracts.contractversion')),
                        ('period', models.SlugField(blank=True, default='', help_text='Code of the only period; empty: each', max_length=40)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='contracts_target_once'), models.CheckConstraint(condition=models.Q(('minimum__isnull', True), ('minimum__lte', models.F('value')), _connector='OR'), name='contracts_target_minimum_below_value')],
                        'triggers': [pgtrigger.compiler.Trigger(name='terms_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE frozen timestamptz; version bigint;', func="\n            IF TG_OP = 'DELETE' THEN version := OLD.version_id; ELSE version := NEW.version_id; END IF;\n            SELECT proposed_at INTO frozen FROM contracts_contractversion WHERE id = version;\n            IF frozen IS NOT NULL THEN\n                RAISE EXCEPTION 'contract version % is no longer a draft; its terms cannot be changed', version\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.version_id <> OLD.version_id THEN\n                    RAISE EXCEPTION 'terms cannot move to another contract version'\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='3364d28b46912c4f8268e03d3a484c8b544ee884', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_terms_frozen_29507', table='contracts_target', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='OutcomeNeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.SlugField(help_text='Code of the outcome', max_length=60)),
                        ('traced_at', models.DateTimeField()),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcome_needs', to='stages.programme')),
                        ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.stakeholder')),
                        ('traced_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'outcome', 'stakeholder'), name='contracts_outcomeneed_traced_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementTest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('outcome', models.SlugField(help_text='Code of the outcome', max_length=60)),
                        ('name', models.CharField(help_text='Name of the outcome', max_length=200)),
                        ('statements', models.JSONField(help_text='The definition as pairs of label and text')),
                        ('digest', models.CharField(max_length=64)),
                        ('people', models.PositiveSmallIntegerField(default=2, help_text='How many people decide the cases')),
                        ('begun_at', models.DateTimeField()),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('conclusion', models.TextField(blank=True, help_text='What is to be changed, as those who draft conclude')),
                        ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_tests', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='contracts_agreementtest_number_once'), models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('opened_at__isnull', False), _connector='OR'), name='contracts_agreementtest_opened_before_finished'), models.CheckConstraint(condition=models.Q(('people__gte', 2)), name='contracts_agreementtest_two_or_more')],
                    },
                ),
                migrations.CreateModel(
                    name='LintException',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('check_code', models.SlugField(max_length=60)),
                        ('version_number', models.PositiveIntegerField()),
                        ('said', models.TextField()),
                        ('stands', models.BooleanField(default=True)),
                        ('reason', models.TextField()),
                        ('recorded_at', models.DateTimeField()),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lint_exceptions', to='stages.programme')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7a18f0d7bbce6db710c81dbbc69427854522e4c9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1a824', table='contracts_lintexception', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Sitting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('begun_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('given_up_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='contracts.agreementtest')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('test', 'person'), name='contracts_sitting_once'), models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('given_up_at__isnull', True), _connector='OR'), name='contracts_sitting_finished_or_given_up')],
                    },
                ),
                migrations.CreateModel(
                    name='WrittenCase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('text', models.CharField(max_length=500)),
                        ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='contracts.agreementtest')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('test', 'number'), name='contracts_writtencase_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer', models.CharField(choices=[('counts', 'Counts'), ('does_not_count', 'Does not count'), ('cannot_tell', 'Cannot tell')], max_length=20)),
                        ('reason', models.CharField(max_length=500)),
                        ('answered_at', models.DateTimeField()),
                        ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='contracts.sitting')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='contracts.writtencase')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('sitting', 'case'), name='contracts_caseanswer_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='72cd7b23832bbe4470f45ff9a6ed88f7ff02b9c1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9b7c2', table='contracts_caseanswer', when='BEFORE'))],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
