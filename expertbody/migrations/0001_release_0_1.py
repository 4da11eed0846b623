"""The tables of expertbody as of release 0.1."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "expertbody_bodyactioncheck",
    "expertbody_decision",
    "expertbody_declaration",
    "expertbody_fallnotice",
    "expertbody_interest",
    "expertbody_minutesapproval",
    "expertbody_minutesnote",
    "expertbody_motion",
    "expertbody_quorumrule",
    "expertbody_voice",
    "expertbody_voiceanswer",
    "expertbody_vote",
    "expertbody_writtenballot",
)


class Migration(migrations.Migration):

    replaces = [('expertbody', '0001_initial'), ('expertbody', '0002_voices_and_their_answers'), ('expertbody', '0003_advocates'), ('expertbody', '0004_proposals_reviews_invitations_and_actions'), ('expertbody', '0005_meetings_and_interests'), ('expertbody', '0006_calendar_feeds'), ('expertbody', '0007_written_votes'), ('expertbody', '0008_notices_of_falls'), ('expertbody', '0009_invitations_wait_as_mails')]

    initial = True

    dependencies = [
        ('accounts', '0001_release_0_1'),
        ('notifications', '0001_release_0_1'),
        ('stages', '0001_release_0_1'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Seat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('constituency', models.CharField(choices=[('commissioner', 'Commissioner'), ('principal', 'Principal'), ('agent', 'Agent'), ('service_users', 'Service users'), ('academics', 'Academics')], max_length=20)),
                        ('is_chair', models.BooleanField(default=False)),
                        ('from_date', models.DateField()),
                        ('until_date', models.DateField(blank=True, null=True)),
                        ('ended_because', models.TextField(blank=True)),
                        ('seated_at', models.DateTimeField()),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='stages.programme')),
                        ('seated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                        ('speaks_for', models.ForeignKey(blank=True, help_text='Whose advocate it is', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.stakeholder')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('until_date__isnull', True), ('until_date__gte', models.F('from_date')), _connector='OR'), name='expertbody_seat_term_in_order'), models.UniqueConstraint(condition=models.Q(('until_date__isnull', True)), fields=('programme', 'user'), name='expertbody_seat_one_running_seat_a_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.PositiveBigIntegerField()),
                        ('resolution', models.CharField(max_length=40)),
                        ('rationale', models.TextField()),
                        ('dissent', models.TextField(blank=True)),
                        ('votes_for', models.PositiveSmallIntegerField(default=0)),
                        ('votes_against', models.PositiveSmallIntegerField(default=0)),
                        ('abstentions', models.PositiveSmallIntegerField(default=0)),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='stages.programme')),
                        ('about', models.CharField(blank=True, max_length=60)),
                        ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='expertbody.decision')),
                        ('supersedes_because', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='expertbody_decision_numbered_once'), models.CheckConstraint(condition=models.Q(('rationale', ''), _negated=True), name='expertbody_decision_has_a_rationale'), models.CheckConstraint(condition=models.Q(models.Q(('supersedes__isnull', True), ('supersedes_because', '')), models.Q(('supersedes__isnull', False), models.Q(('supersedes_because', ''), _negated=True)), _connector='OR'), name='expertbody_decision_says_why_it_supersedes')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b605c6c164897fdeb0328f41db0927eef721d17a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b2c02', table='expertbody_decision', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Voice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('heard_on', models.DateField()),
                        ('gathered', models.CharField(choices=[('interview', 'Interview'), ('feedback', 'Feedback'), ('survey', 'Survey comment'), ('group', 'Group discussion')], max_length=20)),
                        ('said', models.TextField()),
                        ('theme', models.CharField(max_length=80)),
                        ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                        ('outcome', models.CharField(blank=True, max_length=120)),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='expertbody_voice_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('said', ''), _negated=True), models.Q(('theme', ''), _negated=True)), name='expertbody_voice_says_something'), models.CheckConstraint(condition=models.Q(('stages__contained_by', [1, 2, 3, 4, 5, 6, 7]), ('stages__len__gte', 1)), name='expertbody_voice_names_its_stages')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='77abf43791c1295d610eae1e420be2a7f4c9c461', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a14e2', table='expertbody_voice', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='VoiceAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('said', models.TextField()),
                        ('written_at', models.DateTimeField()),
                        ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.correctiveaction')),
                        ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertbody.decision')),
                        ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.finding')),
                        ('voice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='expertbody.voice')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('said', ''), _negated=True), name='expertbody_voiceanswer_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', True), ('finding__isnull', True)), models.Q(('action__isnull', True), ('decision__isnull', True)), models.Q(('action__isnull', True), ('finding__isnull', True)), _connector='OR'), name='expertbody_voiceanswer_names_one_record_at_most')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ab154c0bd83dcd121ba1d9e8cea1eb2df251761e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7e484', table='expertbody_voiceanswer', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BodyAction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.TextField()),
                        ('due_on', models.DateField()),
                        ('agreed_at', models.DateTimeField()),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('done_note', models.TextField(blank=True)),
                        ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='expertbody.decision')),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='body_actions', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='body_actions', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='expertbody_bodyaction_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True), ('done_note', '')), models.Q(('done_at__gte', models.F('agreed_at')), ('done_by__isnull', False), models.Q(('done_note', ''), _negated=True)), _connector='OR'), name='expertbody_bodyaction_done_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7107474f11c46de48c87fc59d90b71369cee36b5', operation='DELETE', pgid='pgtrigger_never_removed_051ce', table='expertbody_bodyaction', when='BEFORE')), pgtrigger.compiler.Trigger(name='agreement_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."agreed_by_id" IS DISTINCT FROM (NEW."agreed_by_id") OR OLD."agreed_at" IS DISTINCT FROM (NEW."agreed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='72afb838c1a5779d21741524fef13b75a0632520', operation='UPDATE', pgid='pgtrigger_agreement_is_kept_c146e', table='expertbody_bodyaction', when='BEFORE')), pgtrigger.compiler.Trigger(name='done_stays_done', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."done_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='60fdb272482af4499e4adba97cde52f43520dd21', operation='UPDATE', pgid='pgtrigger_done_stays_done_41d0c', table='expertbody_bodyaction', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BodyActionCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('effect', models.CharField(choices=[('worked', 'It worked'), ('partly', 'It worked in part'), ('none', 'No effect seen'), ('worse', 'It got worse')], max_length=10)),
                        ('note', models.TextField()),
                        ('checked_at', models.DateTimeField()),
                        ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='expertbody.bodyaction')),
                        ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2a190a0b2731ba31f973275279265968e4541153', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_92a33', table='expertbody_bodyactioncheck', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('constituency', models.CharField(choices=[('commissioner', 'Commissioner'), ('principal', 'Principal'), ('agent', 'Agent'), ('service_users', 'Service users'), ('academics', 'Academics')], max_length=20)),
                        ('email', models.EmailField(max_length=254)),
                        ('is_chair', models.BooleanField(default=False)),
                        ('from_date', models.DateField()),
                        ('until_date', models.DateField(blank=True, null=True)),
                        ('note', models.TextField(blank=True)),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('sent_at', models.DateTimeField()),
                        ('times_sent', models.PositiveSmallIntegerField(default=1)),
                        ('expires_at', models.DateTimeField()),
                        ('invited_at', models.DateTimeField()),
                        ('answer', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='stages.programme')),
                        ('seat', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to='expertbody.seat')),
                        ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notifications.mail')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('seat__isnull', True)), models.Q(('answer', 'accepted'), ('answered_at__isnull', False), ('seat__isnull', False)), models.Q(('answer__in', ['declined', 'withdrawn']), ('answered_at__isnull', False), ('seat__isnull', True)), _connector='OR'), name='expertbody_invitation_answer_is_whole'), models.CheckConstraint(condition=models.Q(('until_date__isnull', True), ('until_date__gte', models.F('from_date')), _connector='OR'), name='expertbody_invitation_term_in_order')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='79fd17e68c95db46ac2409c609a48ddbacce8229', operation='DELETE', pgid='pgtrigger_never_removed_cf781', table='expertbody_invitation', when='BEFORE')), pgtrigger.compiler.Trigger(name='answered_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='557a94ad8baab85fd5ad653a927c67ca8770d51d', operation='UPDATE', pgid='pgtrigger_answered_once_cd4f7', table='expertbody_invitation', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ProgrammeReview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('every_months', models.PositiveSmallIntegerField()),
                        ('due_on', models.DateField()),
                        ('set_at', models.DateTimeField()),
                        ('held_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('continue', 'Continue'), ('amend', 'Amend'), ('stop', 'Stop')], max_length=10)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='stages.programme')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('held_at__isnull', True)), fields=('programme',), name='expertbody_review_one_waits'), models.CheckConstraint(condition=models.Q(('every_months__gte', 1), ('every_months__lte', 60)), name='expertbody_review_interval'), models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', True), ('outcome', '')), models.Q(('held_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='expertbody_review_holding_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7e3129a3a5b77478d3918b19ac8d72790ca18267', operation='DELETE', pgid='pgtrigger_never_removed_b3e85', table='expertbody_programmereview', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Proposal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('reopen_stage', 'Reopen a stage'), ('pause_stage', 'Pause a stage'), ('resume_stage', 'Resume a paused stage'), ('end_seat', 'End the term of a member'), ('appoint_chair', 'Appoint the chair')], max_length=20)),
                        ('stage', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('why', models.TextField()),
                        ('proposed_at', models.DateTimeField()),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='stages.programme')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='expertbody.seat')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['reopen_stage', 'pause_stage', 'resume_stage']), ('seat__isnull', True), ('stage__gte', 1), ('stage__lte', 7)), models.Q(('kind__in', ['end_seat', 'appoint_chair']), ('seat__isnull', False), ('stage__isnull', True)), _connector='OR'), name='expertbody_proposal_names_a_stage_or_a_seat'), models.CheckConstraint(condition=models.Q(models.Q(('why', ''), _negated=True), models.Q(('settled_at__isnull', True), ('settled_at__gte', models.F('proposed_at')), _connector='OR')), name='expertbody_proposal_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0fb4242b758bd78d832932f10a7d38b427a161d8', operation='DELETE', pgid='pgtrigger_never_removed_945cc', table='expertbody_proposal', when='BEFORE')), pgtrigger.compiler.Trigger(name='proposal_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."seat_id" IS DISTINCT FROM (NEW."seat_id") OR OLD."why" IS DISTINCT FROM (NEW."why") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9305cafd7c72f6d4c4009c4e6d3982b97324abf1', operation='UPDATE', pgid='pgtrigger_proposal_is_kept_83328', table='expertbody_proposal', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ReadingPreference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plain_words_first', models.BooleanField(default=False)),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading_preference', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Interest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.TextField()),
                        ('from_date', models.DateField()),
                        ('until_date', models.DateField(blank=True, null=True)),
                        ('declared_at', models.DateTimeField()),
                        ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='expertbody.interest')),
                        ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='expertbody.seat')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('until_date__isnull', True), ('until_date__gte', models.F('from_date')), _connector='OR')), name='expertbody_interest_is_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4de0898a94e5a6e1114e5ad040693a3286991c4c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_67a95', table='expertbody_interest', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Meeting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('starts_at', models.DateTimeField()),
                        ('place', models.CharField(max_length=300)),
                        ('called_at', models.DateTimeField()),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertbody.seat')),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='expertbody_meeting_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__gte', models.F('opened_at')), ('closed_by__isnull', False)), _connector='OR'), name='expertbody_meeting_closed_after_it_opened')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='45fa7b86067986ab71c2e01a3e6cf5cd00a5560c', operation='DELETE', pgid='pgtrigger_never_removed_28a53', table='expertbody_meeting', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_stays_closed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='325a9cc592c63dd00b7accf33146d124f78935ec', operation='UPDATE', pgid='pgtrigger_closed_stays_closed_1867b', table='expertbody_meeting', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Attendance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('present', 'Present'), ('apologies', 'Apologies'), ('absent', 'Absent')], max_length=10)),
                        ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='expertbody.seat')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='expertbody.meeting')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('meeting', 'seat'), name='expertbody_attendance_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AgendaItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('title', models.CharField(max_length=300)),
                        ('asked', models.TextField(blank=True, help_text='What is asked of the members')),
                        ('subject_kind', models.CharField(blank=True, max_length=40)),
                        ('subject_id', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='expertbody.meeting')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('subject_id__isnull', True), ('subject_kind', '')), models.Q(models.Q(('subject_kind', ''), _negated=True), ('subject_id__isnull', False)), _connector='OR'), name='expertbody_item_names_a_whole_matter'), models.UniqueConstraint(fields=('meeting', 'subject_kind', 'subject_id'), name='expertbody_item_on_an_agenda_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MinutesApproval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('approved_at', models.DateTimeField()),
                        ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('approved_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='expertbody.meeting')),
                        ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes_approval', to='expertbody.meeting')),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0f0596072ae8796ed7e49a2dd836deb528df83e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_705b0', table='expertbody_minutesapproval', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='MinutesNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('written_at', models.DateTimeField()),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes_notes', to='expertbody.meeting')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='expertbody_minutesnote_says_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='44ae347b3d84b2da710d517f1ed801b84fe2183c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_55d7b', table='expertbody_minutesnote', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Motion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wording', models.TextField()),
                        ('rationale', models.TextField()),
                        ('dissent', models.TextField(blank=True)),
                        ('is_carried', models.BooleanField()),
                        ('put_at', models.DateTimeField()),
                        ('decision', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motion', to='expertbody.decision')),
                        ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='motion', to='expertbody.agendaitem')),
                        ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('wording', ''), _negated=True), models.Q(('rationale', ''), _negated=True)), name='expertbody_motion_is_whole'), models.CheckConstraint(condition=models.Q(('decision__isnull', True), ('is_carried', True), _connector='OR'), name='expertbody_motion_decides_when_carried')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0b6b90a69291126904346e31a24ae75e6aa3c268', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8cb58', table='expertbody_motion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='QuorumRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('constituencies', models.PositiveSmallIntegerField()),
                        ('needs_service_users', models.BooleanField()),
                        ('needs_half_of_the_seated', models.BooleanField()),
                        ('set_at', models.DateTimeField()),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quorum_rules', to='stages.programme')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('constituencies__gte', 1), ('constituencies__lte', 5)), name='expertbody_quorum_of_five')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1225cce4f6aaec297345e68ae503353a4cccdfe', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3d064', table='expertbody_quorumrule', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Vote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cast', models.CharField(choices=[('for', 'For'), ('against', 'Against'), ('abstained', 'Abstained'), ('recused', 'Recused')], max_length=10)),
                        ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='expertbody.motion')),
                        ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertbody.seat')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('motion', 'seat'), name='expertbody_vote_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82c68840c1df76017f7da9ba71c69627cfe68e45', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_82e3a', table='expertbody_vote', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Declaration',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('interest', models.TextField()),
                        ('declared_at', models.DateTimeField()),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='expertbody.agendaitem')),
                        ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='expertbody.seat')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('item', 'seat'), name='expertbody_declaration_once'), models.CheckConstraint(condition=models.Q(('interest', ''), _negated=True), name='expertbody_declaration_says_what')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9aa059dea1bdb3afc88d3be9438075b0a9335e0b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ebf53', table='expertbody_declaration', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user',), name='expertbody_calendarfeed_one_at_a_time'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('revoked_at__gte', models.F('made_at')), _connector='OR'), name='expertbody_calendarfeed_ends_after_it_began')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b1b6f558f4904e3f4dd7b2b551fd3129b2702e02', operation='DELETE', pgid='pgtrigger_never_removed_8e428', table='expertbody_calendarfeed', when='BEFORE')), pgtrigger.compiler.Trigger(name='feed_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."token_hash" IS DISTINCT FROM (NEW."token_hash") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2e779c7e3cbf94e5cc64add51e2b83bc99d41eab', operation='UPDATE', pgid='pgtrigger_feed_is_kept_92117', table='expertbody_calendarfeed', when='BEFORE')), pgtrigger.compiler.Trigger(name='stopped_stays_stopped', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."revoked_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4045c4cb067993f82db2215e3a7c5e1baf4abb67', operation='UPDATE', pgid='pgtrigger_stopped_stays_stopped_6eba1', table='expertbody_calendarfeed', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='WrittenVote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.PositiveBigIntegerField()),
                        ('resolution', models.CharField(max_length=40)),
                        ('wording', models.TextField()),
                        ('reason', models.TextField()),
                        ('opened_at', models.DateTimeField()),
                        ('deadline', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('carried', 'Carried'), ('not_carried', 'Not carried'), ('no_quorum', 'Lapsed without a quorum'), ('overtaken', 'Overtaken: the matter no longer waited')], max_length=12)),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decision', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='written_vote', to='expertbody.decision')),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='written_votes', to='stages.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='expertbody_writtenvote_numbered_once'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('programme', 'subject_kind', 'subject_id'), name='expertbody_writtenvote_one_open_a_matter'), models.CheckConstraint(condition=models.Q(models.Q(('wording', ''), _negated=True), models.Q(('reason', ''), _negated=True), ('deadline__gt', models.F('opened_at'))), name='expertbody_writtenvote_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('decision__isnull', True), ('outcome', '')), models.Q(('closed_at__gte', models.F('opened_at')), ('closed_by__isnull', False), ('decision__isnull', False), ('outcome', 'carried')), models.Q(('closed_at__gte', models.F('opened_at')), ('closed_by__isnull', False), ('decision__isnull', True), ('outcome__in', ['not_carried', 'no_quorum', 'overtaken'])), _connector='OR'), name='expertbody_writtenvote_closes_with_an_outcome')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='70d9fef27ba66f2f59445418f09279c88a962ef3', operation='DELETE', pgid='pgtrigger_never_removed_42589', table='expertbody_writtenvote', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_stays_closed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8c423e5fad1f1747bf29000bb2a34af4889a8938', operation='UPDATE', pgid='pgtrigger_closed_stays_closed_181fd', table='expertbody_writtenvote', when='BEFORE')), pgtrigger.compiler.Trigger(name='what_was_asked_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."subject_kind" IS DISTINCT FROM (NEW."subject_kind") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."resolution" IS DISTINCT FROM (NEW."resolution") OR OLD."wording" IS DISTINCT FROM (NEW."wording") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."deadline" IS DISTINCT FROM (NEW."deadline"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='df4af95bc482aefa634b44e605f5d629af290012', operation='UPDATE', pgid='pgtrigger_what_was_asked_is_kept_5212f', table='expertbody_writtenvote', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='WrittenBallot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cast', models.CharField(choices=[('for', 'For'), ('against', 'Against'), ('abstained', 'I abstain'), ('recused', 'I have an interest in it and stand back')], max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('cast_at', models.DateTimeField()),
                        ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertbody.seat')),
                        ('written_vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='expertbody.writtenvote')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('written_vote', 'seat'), name='expertbody_writtenballot_once'), models.CheckConstraint(condition=models.Q(models.Q(('cast', 'recused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='expertbody_writtenballot_recused_says_why')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2e52c8c5462815894bff8dab8f8b8b13e6134376', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c1ef3', table='expertbody_writtenballot', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='FallNotice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sent_at', models.DateTimeField()),
                        ('fall', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stages.criterionfall')),
                        ('told', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c74b01528a42824831ee820dc12a23f0d9f97b14', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_579f5', table='expertbody_fallnotice', when='BEFORE'))],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
