"""The tables of delivery as of release 0.1."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "delivery_activity",
    "delivery_assignment",
    "delivery_disclosurerule",
    "delivery_exit",
    "delivery_identity",
    "delivery_leadterms",
    "delivery_participant",
    "delivery_partnerterms",
    "delivery_reclassification",
    "delivery_reclassificationdecision",
    "delivery_referralcount",
    "delivery_transfer",
    "delivery_transferanswer",
)


class Migration(migrations.Migration):

    replaces = [('delivery', '0001_initial'), ('delivery', '0002_partners_and_their_terms'), ('delivery', '0003_key_workers_and_assignments'), ('delivery', '0004_training_and_milestones'), ('delivery', '0005_activity_log'), ('delivery', '0006_events_of_participants'), ('delivery', '0007_rules_for_small_counts'), ('delivery', '0008_tallies_of_rows')]

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
                    name='Participant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(max_length=64)),
                        ('started_on', models.DateField()),
                        ('segment', models.SlugField(blank=True, max_length=60)),
                        ('attributes', models.JSONField(default=dict)),
                        ('received_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='accounts.organisation')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='stages.programme')),
                        ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contractversion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', 'started_on'], name='delivery_participant_started')],
                        'constraints': [models.UniqueConstraint(fields=('programme', 'agent', 'reference'), name='delivery_participant_reference_once'), models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='delivery_participant_has_a_reference')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ef0dbf6812246a22b4cec731f75f94509c3f4d6e', operation='DELETE', pgid='pgtrigger_never_removed_7700f', table='delivery_participant', when='BEFORE')), pgtrigger.compiler.Trigger(name='start_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."segment" IS DISTINCT FROM (NEW."segment") OR OLD."attributes" IS DISTINCT FROM (NEW."attributes") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='89ee4ead8d09aa3bb59407326665d08066ae04ae', operation='UPDATE', pgid='pgtrigger_start_is_frozen_27e6c', table='delivery_participant', when='BEFORE')), pgtrigger.compiler.Trigger(name='tallied', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO delivery_tally AS kept (programme_id, agent_id, "of", number)\n            SELECT programme_id, agent_id, \'participants\', count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2\n            ON CONFLICT (programme_id, agent_id, "of") DO UPDATE SET number = kept.number + excluded.number;\n            RETURN NULL;\n        ', hash='e2554b0182274eee9d1688b7fe3538f35b035778', level='STATEMENT', operation='INSERT', pgid='pgtrigger_tallied_ae0c0', referencing='REFERENCING NEW TABLE AS added ', table='delivery_participant', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='Partner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200)),
                        ('size', models.CharField(choices=[('small', 'Small (fewer than 50 staff)'), ('medium', 'Medium (50 to 249 staff)'), ('large', 'Large (250 staff or more)')], max_length=10)),
                        ('is_charity', models.BooleanField(default=False)),
                        ('work', models.TextField(blank=True, help_text='What it does for the programme')),
                        ('staff', models.PositiveIntegerField(default=0, help_text='People who work on the programme')),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='accounts.organisation')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'agent', 'name'), name='delivery_partner_named_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='delivery_partner_has_a_name'), models.CheckConstraint(condition=models.Q(('size__in', ['small', 'medium', 'large'])), name='delivery_partner_size_is_known')],
                    },
                ),
                migrations.CreateModel(
                    name='PartnerTerms',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_date', models.DateField()),
                        ('until_date', models.DateField(blank=True, null=True)),
                        ('share_of_work', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('share_of_pay', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('share_by_results', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('payment_days', models.PositiveSmallIntegerField()),
                        ('promised_a_year', models.PositiveIntegerField(default=0)),
                        ('reason', models.TextField(blank=True, help_text='Why the terms are as they are, or why they changed')),
                        ('recorded_at', models.DateTimeField()),
                        ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='delivery.partner')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('share_of_pay__range', (0, 100)), ('share_of_work__range', (0, 100)), ('share_by_results__range', (0, 100))), name='delivery_partnerterms_shares_are_percentages'), models.CheckConstraint(condition=models.Q(('until_date__isnull', True), ('until_date__gte', models.F('from_date')), _connector='OR'), name='delivery_partnerterms_dates_in_order')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0722837b7e9a0376655289d74eeff04a5b4922dd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_897ff', table='delivery_partnerterms', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ReferralCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('counted_on', models.DateField()),
                        ('people', models.PositiveIntegerField()),
                        ('recorded_at', models.DateTimeField()),
                        ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referral_counts', to='delivery.partner')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2902257994b827298fbe89de08d21312b2907584', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0593f', table='delivery_referralcount', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='LeadTerms',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('share_by_results', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('payment_days', models.PositiveSmallIntegerField()),
                        ('risk_ceiling', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('risk_ceiling_small', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('caseload_ceiling', models.PositiveSmallIntegerField()),
                        ('mix_tolerance', models.DecimalField(decimal_places=2, help_text='In percentage points', max_digits=5)),
                        ('evidence', models.TextField()),
                        ('stated_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lead_terms', to='stages.programme')),
                        ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', 'agent', 'stated_at'], name='delivery_leadterms_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('risk_ceiling__range', (0, 100)), ('share_by_results__range', (0, 100)), ('mix_tolerance__range', (0, 100)), ('risk_ceiling_small__range', (0, 100))), name='delivery_leadterms_shares_are_percentages'), models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='delivery_leadterms_have_evidence'), models.CheckConstraint(condition=models.Q(('caseload_ceiling__gte', 1)), name='delivery_leadterms_caseload_is_positive')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7ff499b6d21b3f6da9abeba816743f97f0608975', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a349f', table='delivery_leadterms', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='KeyWorker',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(help_text='Name as staff, or staff number', max_length=64)),
                        ('employer', models.CharField(blank=True, help_text='The partner that employs them; empty: the agent', max_length=200)),
                        ('seconded_from', models.CharField(blank=True, max_length=200)),
                        ('from_date', models.DateField()),
                        ('until_date', models.DateField(blank=True, null=True)),
                        ('fte', models.DecimalField(decimal_places=2, max_digits=3)),
                        ('explanation', models.TextField(blank=True, help_text='Why the caseload is above the ceiling, and until when')),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_workers', to='accounts.organisation')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='key_workers', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'agent', 'reference'), name='delivery_keyworker_once'), models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='delivery_keyworker_has_a_reference'), models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 1)), name='delivery_keyworker_fte_up_to_one'), models.CheckConstraint(condition=models.Q(('until_date__isnull', True), ('until_date__gte', models.F('from_date')), _connector='OR'), name='delivery_keyworker_dates_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_date', models.DateField()),
                        ('until_date', models.DateField(blank=True, null=True)),
                        ('assigned_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('assigned_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='delivery.participant')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.programme')),
                        ('key_worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='delivery.keyworker')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['participant', '-from_date', '-id'], name='delivery_assignment_latest'), models.Index(fields=['programme', 'agent', 'from_date'], name='delivery_assignment_from')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until_date__isnull', True), ('until_date__gte', models.F('from_date')), _connector='OR'), name='delivery_assignment_dates_in_order')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='91f1baf17b3b55e2896e87afa99d6fbe015339a1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d3918', table='delivery_assignment', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Secondment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_organisation', models.CharField(max_length=200)),
                        ('role', models.CharField(max_length=200)),
                        ('outcome', models.SlugField(help_text='Code of the outcome that it targets', max_length=60)),
                        ('from_date', models.DateField()),
                        ('until_date', models.DateField(blank=True, null=True)),
                        ('fte', models.DecimalField(decimal_places=2, max_digits=3)),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secondments', to='accounts.organisation')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='secondments', to='stages.programme')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', 'from_date'], name='delivery_secondment_from')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 1)), name='delivery_secondment_fte_up_to_one'), models.CheckConstraint(condition=models.Q(('until_date__isnull', True), ('until_date__gte', models.F('from_date')), _connector='OR'), name='delivery_secondment_dates_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Training',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('training', 'Training'), ('mentoring', 'Mentoring')], max_length=10)),
                        ('topic', models.CharField(max_length=200)),
                        ('held_on', models.DateField()),
                        ('roles', models.CharField(blank=True, help_text='Roles of those who took part', max_length=200)),
                        ('people', models.PositiveIntegerField()),
                        ('first_time', models.PositiveIntegerField(help_text='Those among them who had not been trained here before')),
                        ('mentor', models.CharField(blank=True, help_text='Trainer or mentor', max_length=200)),
                        ('recorded_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='accounts.organisation')),
                        ('partner', models.ForeignKey(blank=True, help_text="Whose staff; empty: the agent's own", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='delivery.partner')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='stages.programme')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', 'held_on'], name='delivery_training_held')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('first_time__lte', models.F('people'))), name='delivery_training_first_of_people'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='delivery_training_has_people'), models.CheckConstraint(condition=models.Q(('topic', ''), _negated=True), name='delivery_training_has_a_topic'), models.CheckConstraint(condition=models.Q(('kind__in', ['training', 'mentoring'])), name='delivery_training_kind_is_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Milestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200)),
                        ('planned_on', models.DateField()),
                        ('expected_on', models.DateField(blank=True, null=True)),
                        ('reached_on', models.DateField(blank=True, null=True)),
                        ('why', models.TextField(blank=True, help_text='Why it slipped')),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='accounts.organisation')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'agent', 'name'), name='delivery_milestone_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='delivery_milestone_has_a_name')],
                        'triggers': [pgtrigger.compiler.Trigger(name='plan_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."agent_id" IS DISTINCT FROM (NEW."agent_id") OR OLD."planned_on" IS DISTINCT FROM (NEW."planned_on") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d0870f656991c14ed08aed5dc44b22510f94245f', operation='UPDATE', pgid='pgtrigger_plan_is_frozen_0c96c', table='delivery_milestone', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Activity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('home_visit', 'Home visit'), ('call', 'Call or message'), ('group', 'Group session'), ('advocacy', 'With another service on their behalf'), ('other', 'Other')], max_length=20)),
                        ('minutes', models.PositiveSmallIntegerField(help_text='0 in a correction means that it did not take place')),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('recorded_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='delivery.activity')),
                        ('key_worker', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.keyworker')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='delivery.participant')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.programme')),
                        ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme', 'day', 'id'], name='delivery_activity_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['meeting', 'home_visit', 'call', 'group', 'advocacy', 'other'])), name='delivery_activity_kind_is_known'), models.CheckConstraint(condition=models.Q(('minutes__lte', 1440)), name='delivery_activity_within_a_day'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('corrects__isnull', False), _connector='OR'), name='delivery_activity_takes_time'), models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('corrects', models.F('id')), _negated=True), _connector='OR'), name='delivery_activity_corrects_another')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='39871748277dd8ee1e5f49d0fa0252e72c27caf6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7b750', table='delivery_activity', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Exit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exited_on', models.DateField()),
                        ('reason', models.CharField(choices=[('completed', 'Completed the service'), ('left_early', 'Left before the end'), ('moved_away', 'Moved out of the area'), ('lost_contact', 'Contact was lost'), ('other_service', 'Went on to another service'), ('not_eligible', 'Was not eligible at the start'), ('objected', 'Asked to be taken off the programme'), ('died', 'Died'), ('returned', 'Came back, or the exit was a mistake')], max_length=20)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('recorded_at', models.DateTimeField()),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exits', to='delivery.participant')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['completed', 'left_early', 'moved_away', 'lost_contact', 'other_service', 'not_eligible', 'objected', 'died', 'returned'])), name='delivery_exit_reason_is_known')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='046f01058c0e1d01013731da1feb60ee44b214a1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9e3ca', table='delivery_exit', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Identity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('nhs_number', 'NHS number'), ('national_insurance_number', 'National Insurance number'), ('pupil_number', 'Unique pupil number'), ('identifier', 'Another identifier')], max_length=30)),
                        ('digest', models.CharField(max_length=64)),
                        ('received_at', models.DateTimeField()),
                        ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='identities', to='delivery.participant')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['digest'], name='delivery_identity_digest')],
                        'constraints': [models.UniqueConstraint(fields=('participant', 'kind'), name='delivery_identity_one_of_a_kind'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='delivery_identity_is_a_digest')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='86a8b8cbc38ffd81ab98902b8cd25af0e8262524', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6c166', table='delivery_identity', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Reclassification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_segment', models.SlugField(db_index=False, max_length=60)),
                        ('to_segment', models.SlugField(db_index=False, max_length=60)),
                        ('reason', models.TextField()),
                        ('evidence', models.TextField(help_text='What shows it, and where it is kept')),
                        ('proposed_at', models.DateTimeField()),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reclassifications', to='delivery.participant')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('from_segment', models.F('to_segment')), _negated=True), models.Q(('to_segment', ''), _negated=True)), name='delivery_reclassification_changes_something'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('evidence', ''), _negated=True)), name='delivery_reclassification_has_its_grounds')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='993e1c46a570b637bf25921fa0759839b7891db9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c4673', table='delivery_reclassification', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ReclassificationDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('confirmed', 'Confirmed'), ('refused', 'Refused')], max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reclassification', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='delivery.reclassification')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'confirmed'), models.Q(('kind', 'refused'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='delivery_reclassification_refused_with_a_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='40b6ddabc4ce8c511f4234ba1e7ecd307e568ed0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b49ea', table='delivery_reclassificationdecision', when='BEFORE')), pgtrigger.compiler.Trigger(name='by_another', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM delivery_reclassification asked WHERE asked.id = NEW.reclassification_id AND asked.proposed_by_id = NEW.decided_by_id\n            ) THEN\n                RAISE EXCEPTION 'whoever proposed it cannot decide on it' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='6bc0495f158d57baa4b080a0291dbadeaba59b8c', operation='INSERT', pgid='pgtrigger_by_another_d60a8', table='delivery_reclassificationdecision', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Transfer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(max_length=64)),
                        ('from_date', models.DateField()),
                        ('reason', models.TextField()),
                        ('proposed_at', models.DateTimeField()),
                        ('from_agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='delivery.participant')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('to_agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['to_agent', 'reference'], name='delivery_transfer_known_as')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('from_agent', models.F('to_agent')), _negated=True), name='delivery_transfer_goes_to_another'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('reference', ''), _negated=True)), name='delivery_transfer_says_why_and_under_what_name')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a8a264a41891e0b368d1114fa1e8748558e466f3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9f153', table='delivery_transfer', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='TransferAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('confirmed', 'Confirmed'), ('refused', 'Refused')], max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('transfer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='delivery.transfer')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'confirmed'), models.Q(('kind', 'refused'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='delivery_transfer_refused_with_a_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f0cf838b173b9279ebeaefc4f9ad858357a0d23b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bbb31', table='delivery_transferanswer', when='BEFORE')), pgtrigger.compiler.Trigger(name='by_another', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM delivery_transfer asked WHERE asked.id = NEW.transfer_id AND asked.proposed_by_id = NEW.decided_by_id\n            ) THEN\n                RAISE EXCEPTION 'whoever proposed it cannot decide on it' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='f6b21f61a1fac75a0640d26b68ea0ae7929833da', operation='INSERT', pgid='pgtrigger_by_another_cdd03', table='delivery_transferanswer', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='DisclosureRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.SlugField(blank=True, db_index=False, help_text='Empty: every other outcome', max_length=60)),
                        ('source', models.CharField(choices=[('own', 'Records of the agents'), ('hospital', 'Hospital and emergency care (NHS)'), ('community', 'Community and mental health services (NHS)'), ('defence', 'Defence statistics'), ('longitudinal', 'Longitudinal studies of the census (ONS)'), ('other', 'Another source')], max_length=20)),
                        ('threshold', models.PositiveSmallIntegerField(help_text='Counts below this are not shown')),
                        ('base', models.PositiveSmallIntegerField(help_text='Counts are rounded to a multiple of this')),
                        ('hides_nought', models.BooleanField(default=False)),
                        ('reason', models.TextField()),
                        ('set_at', models.DateTimeField()),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosure_rules', to='stages.programme')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('threshold__gte', 2), ('base__gte', 1)), name='delivery_disclosure_rule_hides_something'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='delivery_disclosure_rule_has_a_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d715ed91f4b6064c7ceec7a2354e7dea258952c6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3b69e', table='delivery_disclosurerule', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Tally',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('of', models.CharField(choices=[('participants', 'Participants'), ('claims', 'Claims')], max_length=20)),
                        ('number', models.PositiveBigIntegerField()),
                        ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='stages.programme')),
                    ],
                    options={
                        'verbose_name_plural': 'tallies',
                        'constraints': [models.UniqueConstraint(fields=('programme', 'agent', 'of'), name='delivery_tally_once')],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
