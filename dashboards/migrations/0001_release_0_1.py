"""The tables of dashboards as of release 0.1."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "dashboards_report",
    "dashboards_reportplan",
)


class Migration(migrations.Migration):

    replaces = [('dashboards', '0001_reports')]

    initial = True

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('expertbody', '0001_release_0_1'),
        ('stages', '0001_release_0_1'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='ReportPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('every', models.CharField(choices=[('never', 'Not by itself'), ('month', 'Every month'), ('quarter', 'Every quarter')], max_length=10)),
                        ('pack_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('set_at', models.DateTimeField()),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='report_plans', to='stages.programme')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', '-id'], name='dashboards_plan_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('pack_days__isnull', True), models.Q(('pack_days__gte', 1), ('pack_days__lte', 60)), _connector='OR'), name='dashboards_reportplan_within_two_months')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='16e033688515784cdd984ea188a66dbcc0c65e78', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b216f', table='dashboards_reportplan', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('programme', 'Programme report'), ('meeting', 'Expert Body pack')], max_length=10)),
                        ('audience', models.CharField(choices=[('records', 'Every figure'), ('protected', 'Small counts hidden'), ('own', 'One agent’s own figures')], max_length=10)),
                        ('due', models.CharField(blank=True, help_text='What the plan asked for; empty: asked for by hand', max_length=80)),
                        ('asked_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('content', models.BinaryField(blank=True, null=True)),
                        ('size', models.PositiveIntegerField(default=0, help_text='Bytes')),
                        ('digest', models.CharField(blank=True, help_text='SHA-256 of the file', max_length=64)),
                        ('failure', models.TextField(blank=True)),
                        ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertbody.meeting')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='stages.programme')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', '-id'], name='dashboards_report_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', False), ('audience', 'own')), models.Q(models.Q(('audience', 'own'), _negated=True), ('agent__isnull', True)), _connector='OR'), name='dashboards_report_names_its_agent'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'meeting'), ('meeting__isnull', False)), models.Q(('kind', 'programme'), ('meeting__isnull', True)), _connector='OR'), name='dashboards_report_names_its_meeting'), models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', True), ('digest', ''), ('failure', ''), ('finished_at__isnull', True)), models.Q(('content__isnull', False), ('failure', ''), ('finished_at__gte', models.F('asked_at')), models.Q(('digest', ''), _negated=True)), models.Q(('content__isnull', True), ('digest', ''), ('finished_at__gte', models.F('asked_at')), models.Q(('failure', ''), _negated=True)), _connector='OR'), name='dashboards_report_end_is_whole'), models.UniqueConstraint(condition=models.Q(models.Q(('due', ''), _negated=True), ('failure', '')), fields=('programme', 'due'), name='dashboards_report_due_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cdf5c50c368540df976079cd73aff956bcf78781', operation='DELETE', pgid='pgtrigger_never_removed_20b73', table='dashboards_report', when='BEFORE')), pgtrigger.compiler.Trigger(name='ended_stays_ended', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."finished_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='49dab70165f59295d3e4d84608d3b2fb059e2ecd', operation='UPDATE', pgid='pgtrigger_ended_stays_ended_02ca9', table='dashboards_report', when='BEFORE'))],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
