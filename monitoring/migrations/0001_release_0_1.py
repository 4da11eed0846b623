"""The tables of monitoring as of release 0.1."""

import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "monitoring_comparator",
    "monitoring_comparatorremoval",
    "monitoring_comparatorversion",
    "monitoring_flag",
    "monitoring_gaminglook",
    "monitoring_gamingquestion",
    "monitoring_gamingreply",
    "monitoring_gamingsettlement",
    "monitoring_interventionreply",
    "monitoring_interventionstep",
    "monitoring_measurement",
    "monitoring_monitorrun",
    "monitoring_publication",
    "monitoring_verdict",
)


class Migration(migrations.Migration):

    replaces = [('monitoring', '0001_initial'), ('monitoring', '0002_verdicts'), ('monitoring', '0003_publications'), ('monitoring', '0004_questions_about_gaming'), ('monitoring', '0005_more_kinds_of_flags'), ('monitoring', '0006_interventions'), ('monitoring', '0007_too_few_for_long'), ('monitoring', '0008_comparators')]

    initial = True

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('contracts', '0001_release_0_1'),
        ('stages', '0001_release_0_1'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='MonitorRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField()),
                        ('requested_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.TextField(blank=True, help_text='What came of it, in one sentence')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='monitor_requests', to='stages.programme')),
                        ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('programme',), name='monitoring_request_one_waiting'), models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), models.Q(('finished_at__gte', models.F('requested_at')), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='monitoring_request_end_is_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='MonitorRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField()),
                        ('digest', models.CharField(max_length=64)),
                        ('judged', models.JSONField(default=dict)),
                        ('run_at', models.DateTimeField()),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='monitor_runs', to='stages.programme')),
                        ('run_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', '-id'], name='monitoring_run_latest')],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'digest'), name='monitoring_run_inputs_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5a2e647a01f188a7de431e463e8c6c8030d1d667', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_53c33', table='monitoring_monitorrun', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Measurement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('numerator', models.IntegerField()),
                        ('denominator', models.IntegerField(blank=True, null=True)),
                        ('actual', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('low', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('high', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('expected', models.DecimalField(decimal_places=6, max_digits=14)),
                        ('minimum', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('probability', models.DecimalField(blank=True, decimal_places=6, help_text='Chance of as low a result if on profile', max_digits=7, null=True)),
                        ('status', models.CharField(choices=[('on_track', 'On track'), ('amber', 'At risk'), ('red', 'Off track'), ('too_few', 'Too few to say')], max_length=10)),
                        ('is_critical', models.BooleanField(default=False)),
                        ('reason', models.TextField()),
                        ('inputs', models.CharField(max_length=64)),
                        ('details', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('cohorts', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('agent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='measurements', to='contracts.period')),
                        ('target', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='measurements', to='contracts.target')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measurements', to='monitoring.monitorrun')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('target', 'period', 'run'), name='monitoring_measurement_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ee35f9392e5435d542ecf7fb9538998be1b349c7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ad4c8', table='monitoring_measurement', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Flag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('off_track', 'Target'), ('forecast', 'Forecast'), ('signal', 'Control chart'), ('starts', 'Starts'), ('waiting', 'Waiting'), ('parking', 'Parking'), ('late_data', 'Late data'), ('too_few', 'Too few to say')], max_length=40)),
                        ('subject', models.CharField(help_text='Target code; segment and target; or agent', max_length=200)),
                        ('severity', models.CharField(choices=[('amber', 'Amber'), ('red', 'Red'), ('critical', 'Critical')], max_length=10)),
                        ('reason', models.TextField()),
                        ('stages', models.JSONField(default=list)),
                        ('probability', models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True)),
                        ('raised_at', models.DateTimeField()),
                        ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='stages.finding')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='contracts.period')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='stages.programme')),
                        ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='contracts.target')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'kind', 'subject', 'period'), name='monitoring_flag_once'), models.CheckConstraint(condition=models.Q(('severity__in', ['amber', 'red', 'critical'])), name='monitoring_flag_severity_is_known')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a57184545aacbcf14710ac3eee7ba4673c1a664a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da526', table='monitoring_flag', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Verdict',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('comparison', models.SlugField(max_length=60)),
                        ('pool', models.TextField(help_text='Codes of the periods in which these people started, with commas between')),
                        ('look', models.PositiveSmallIntegerField()),
                        ('looks_planned', models.PositiveSmallIntegerField()),
                        ('as_of', models.DateField()),
                        ('verdict', models.CharField(choices=[('too_few', 'Too few to say'), ('no_clear_difference', 'No clear difference'), ('likely_better', 'Likely better'), ('likely_worse', 'Likely worse')], max_length=20)),
                        ('people', models.PositiveIntegerField()),
                        ('estimate', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('comparator', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('size', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('null', models.DecimalField(blank=True, decimal_places=1, max_digits=2, null=True)),
                        ('low', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('high', models.DecimalField(blank=True, decimal_places=6, help_text='Without an upper limit where empty', max_digits=14, null=True)),
                        ('level', models.DecimalField(decimal_places=4, max_digits=5)),
                        ('p', models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True)),
                        ('detectable', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                        ('needed', models.BigIntegerField(blank=True, null=True)),
                        ('test', models.CharField(max_length=40)),
                        ('method', models.CharField(help_text='The edition of the methods', max_length=20)),
                        ('inputs', models.CharField(max_length=64)),
                        ('facts', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('judged_at', models.DateTimeField()),
                        ('judged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='stages.programme')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contractversion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', 'comparison', 'pool', '-id'], name='monitoring_verdict_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('look__gte', 1)), name='monitoring_verdict_looks_are_counted')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1e7596a18340ef2244c4e0d09c2f94e4cfad31e3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c9028', table='monitoring_verdict', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Publication',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('published', 'Published'), ('taken_off', 'Taken off')], max_length=10)),
                        ('document', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('shown', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('reason', models.TextField(blank=True, help_text='Why it was taken off')),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='stages.programme')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', '-id'], name='monitoring_publication_last')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'published'), ('reason', ''), models.Q(('document', {}), _negated=True)), models.Q(('document', {}), ('kind', 'taken_off'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='monitoring_publication_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ab7116c64b4fa29b2ae7d5bac0da8f12b5bc6706', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_450b9', table='monitoring_publication', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='GamingQuestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('indicator', models.CharField(help_text='Code of an indicator of monitoring.domain.gaming', max_length=40)),
                        ('subject', models.CharField(blank=True, help_text='Codes of an outcome, a segment or both', max_length=125)),
                        ('sentence', models.TextField()),
                        ('evidence', models.JSONField()),
                        ('raised_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('first_period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.period')),
                        ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.period')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaming_questions', to='stages.programme')),
                        ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='monitoring_gaming_number_once'), models.UniqueConstraint(fields=('programme', 'agent', 'indicator', 'subject', 'period'), name='monitoring_gaming_asked_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2b11d425d98ff11375b08645b43462b5c667c569', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d4bec', table='monitoring_gamingquestion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='GamingReply',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('replied_at', models.DateTimeField()),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='monitoring.gamingquestion')),
                        ('replied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='monitoring_gamingreply_says_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a1f92968d0265a613c04fbcbd8ffc4eb38ef57cc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bf71c', table='monitoring_gamingreply', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='GamingSettlement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('accepted', 'Reply accepted'), ('finding', 'Finding raised')], max_length=10)),
                        ('reason', models.TextField()),
                        ('settled_at', models.DateTimeField()),
                        ('finding', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gaming_settlement', to='stages.finding')),
                        ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='settlement', to='monitoring.gamingquestion')),
                        ('settled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='monitoring_gamingsettlement_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('finding__isnull', True), ('kind', 'accepted')), models.Q(('finding__isnull', False), ('kind', 'finding')), _connector='OR'), name='monitoring_gamingsettlement_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a3f44ec4e28491b147418656afa72ced702ff7ea', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cdea6', table='monitoring_gamingsettlement', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='GamingLook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64)),
                        ('readings', models.JSONField(default=list)),
                        ('looked_at', models.DateTimeField()),
                        ('looked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.period')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='gaming_looks', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'digest'), name='monitoring_look_figures_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a70dd19b556f6b5be10684baee65465abbc634a1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cab3d', table='monitoring_gaminglook', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Intervention',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('opened_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.finding')),
                        ('flag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='monitoring.flag')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='monitoring_intervention_numbered_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('programme', 'agent'), name='monitoring_intervention_one_live')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cef79605445d8d1e0c5a85264776474a343e84ba', operation='DELETE', pgid='pgtrigger_never_removed_b7619', table='monitoring_intervention', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='InterventionReply',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('is_agent', models.BooleanField(help_text="It is the agent's answer")),
                        ('written_at', models.DateTimeField()),
                        ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='monitoring.intervention')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c46420426c00d68e30ed0c915552013637ba5896', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_99ed0', table='monitoring_interventionreply', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='InterventionStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.PositiveSmallIntegerField(choices=[(1, 'Routine'), (2, 'Informal, by the performance manager'), (3, 'Informal, by a senior manager'), (4, 'Formal, by a senior manager')])),
                        ('reason', models.TextField()),
                        ('look_again_on', models.DateField(blank=True, null=True)),
                        ('taken_at', models.DateTimeField()),
                        ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='monitoring.intervention')),
                        ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('level', 1), models.Q(('level__gte', 2), ('level__lte', 4), ('look_again_on__isnull', False)), _connector='OR'), name='monitoring_interventionstep_has_its_day')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1235619e45679b7edfed1b636b172b796441e392', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f33d3', table='monitoring_interventionstep', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PlanMeasure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.TextField()),
                        ('due_on', models.DateField()),
                        ('agreed_at', models.DateTimeField()),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('done_note', models.TextField(blank=True)),
                        ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='monitoring.intervention')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__gte', models.F('agreed_at')), ('done_by__isnull', False), models.Q(('done_note', ''), _negated=True)), _connector='OR'), name='monitoring_planmeasure_done_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ef4a30c18bdfbb6469d7f8ddc720c63babd3cd32', operation='DELETE', pgid='pgtrigger_never_removed_663e9', table='monitoring_planmeasure', when='BEFORE')), pgtrigger.compiler.Trigger(name='promise_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."intervention_id" IS DISTINCT FROM (NEW."intervention_id") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."agreed_by_id" IS DISTINCT FROM (NEW."agreed_by_id") OR OLD."agreed_at" IS DISTINCT FROM (NEW."agreed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='69c1778b881141c8c21d5f42b00755cdec003ab3', operation='UPDATE', pgid='pgtrigger_promise_is_kept_80cc3', table='monitoring_planmeasure', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Comparator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('standard', models.CharField(choices=[('indigo', 'INDIGO'), ('ocds', 'OCDS')], max_length=10)),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comparators', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='monitoring_comparator_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='daa4d3d1a81e94b22f0b2a95581206b85a895904', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5b2d1', table='monitoring_comparator', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ComparatorVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('identifier', models.CharField(blank=True, max_length=200)),
                        ('title', models.TextField()),
                        ('as_of', models.CharField(blank=True, max_length=40)),
                        ('document', models.TextField()),
                        ('digest', models.CharField(max_length=64)),
                        ('filename', models.CharField(blank=True, max_length=255)),
                        ('known', models.PositiveIntegerField()),
                        ('unknown', models.PositiveIntegerField()),
                        ('wrong', models.PositiveIntegerField()),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('comparator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='monitoring.comparator')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('comparator', 'number'), name='monitoring_comparatorversion_once'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='monitoring_comparatorversion_has_a_title')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c419cfdd0a7122f178306cbda630d71f7ce152f9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4cb26', table='monitoring_comparatorversion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ComparatorRemoval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.TextField()),
                        ('removed_at', models.DateTimeField()),
                        ('removed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='removal', to='monitoring.comparatorversion')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='monitoring_comparatorremoval_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='43b984a9cb889204663e6a386d9f3a4d6312cf28', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fc82e', table='monitoring_comparatorremoval', when='BEFORE'))],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
