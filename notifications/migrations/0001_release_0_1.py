"""The tables of notifications as of release 0.1."""

import datetime
import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "notifications_attempt",
)


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_events_and_webhooks'), ('notifications', '0002_inbox_and_mail'), ('notifications', '0003_links_of_mails')]

    initial = True

    dependencies = [
        ('accounts', '0001_release_0_1'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('dead', 'Given up')], default='waiting', max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0, help_text='Since it was last put in the queue')),
                        ('next_at', models.DateTimeField(blank=True, null=True)),
                        ('made_at', models.DateTimeField()),
                        ('delivered_at', models.DateTimeField(blank=True, null=True)),
                        ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notifications.endpoint')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notifications.event')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='notifications_delivery_due'), models.Index(models.F('endpoint'), models.OrderBy(models.F('id'), descending=True), name='notifications_delivery_latest')],
                        'constraints': [models.UniqueConstraint(fields=('endpoint', 'event'), name='notifications_delivery_once'), models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('next_at__isnull', True)), _connector='OR'), name='notifications_delivery_waits_until'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'delivered'), _negated=True), ('delivered_at__isnull', False), _connector='OR'), name='notifications_delivery_has_a_moment')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='61a45966c149e7ac7bbd3670f386f0b0d178defb', operation='DELETE', pgid='pgtrigger_never_removed_b545c', table='notifications_delivery', when='BEFORE')), pgtrigger.compiler.Trigger(name='as_made', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."endpoint_id" IS DISTINCT FROM (NEW."endpoint_id") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='51c4a9771f2e4ea1ee3994749c0ed536802e7158', operation='UPDATE', pgid='pgtrigger_as_made_a64ee', table='notifications_delivery', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Attempt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('outcome', models.CharField(choices=[('taken', 'Taken'), ('refused', 'Answered with an error'), ('redirect', 'Answered with another address, which is not followed'), ('silent', 'No answer in time'), ('unreachable', 'No connection'), ('forbidden', 'The name leads to an address that is not public'), ('unsigned', 'The secret cannot be read')], max_length=12)),
                        ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('took_ms', models.PositiveIntegerField()),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='notifications.delivery')),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='88fe128e9b335285b7bae8d747c9338aebaab334', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ed8cf', table='notifications_attempt', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Endpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(max_length=120)),
                        ('url', models.CharField(max_length=500)),
                        ('secret', models.BinaryField()),
                        ('old_secret', models.BinaryField(blank=True, null=True)),
                        ('old_secret_until', models.DateTimeField(blank=True, null=True)),
                        ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                        ('programmes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                        ('made_at', models.DateTimeField()),
                        ('failing_since', models.DateTimeField(blank=True, null=True)),
                        ('hold_until', models.DateTimeField(blank=True, help_text='Not tried before, after it did not answer', null=True)),
                        ('paused_at', models.DateTimeField(blank=True, null=True)),
                        ('paused_because', models.CharField(blank=True, max_length=300)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='accounts.organisation')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', True), ('paused_because', '')), models.Q(('paused_at__isnull', False), models.Q(('paused_because', ''), _negated=True)), _connector='OR'), name='notifications_endpoint_pause_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('old_secret__isnull', True), ('old_secret_until__isnull', True)), models.Q(('old_secret__isnull', False), ('old_secret_until__isnull', False)), _connector='OR'), name='notifications_endpoint_old_secret_ends')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1ae172b8b63456524b284c6ca7a733472a3f5be3', operation='DELETE', pgid='pgtrigger_never_removed_4bbea', table='notifications_endpoint', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.CharField(max_length=40, unique=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('programme', models.CharField(blank=True, max_length=80)),
                        ('data', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('path', models.CharField(blank=True, help_text='Page of what happened', max_length=300)),
                        ('list_path', models.CharField(blank=True, help_text='Page that lists what is like it', max_length=300)),
                        ('organisations', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, help_text='Agents hear of it only for these, if any', size=None)),
                        ('at', models.DateTimeField()),
                        ('handed_out_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('handed_out_at__isnull', True)), fields=['id'], name='notifications_event_waiting')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ff6a4f23c25fd7e930c4ed1701c351cafe51de14', operation='DELETE', pgid='pgtrigger_never_removed_b5731', table='notifications_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='as_it_happened', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."data" IS DISTINCT FROM (NEW."data") OR OLD."path" IS DISTINCT FROM (NEW."path") OR OLD."list_path" IS DISTINCT FROM (NEW."list_path") OR OLD."organisations" IS DISTINCT FROM (NEW."organisations") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='171ffe889df1a45bce297408656724eea8757c49', operation='UPDATE', pgid='pgtrigger_as_it_happened_f6f53', table='notifications_event', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='MailHabits',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('quiet_from', models.TimeField(blank=True, null=True)),
                        ('quiet_until', models.TimeField(blank=True, null=True)),
                        ('digest_at', models.TimeField(default=datetime.time(7, 30))),
                        ('last_digest_on', models.DateField(blank=True, null=True)),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='notifications_mailhabits_quiet_hours_are_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=300)),
                        ('kind', models.CharField(max_length=40)),
                        ('title', models.CharField(max_length=300)),
                        ('brief', models.CharField(max_length=300)),
                        ('programme', models.CharField(blank=True, help_text='Its name', max_length=200)),
                        ('path', models.CharField(max_length=300)),
                        ('made_at', models.DateTimeField()),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                        ('mailing', models.CharField(choices=[('none', 'Not by mail'), ('at_once', 'By a mail of its own'), ('digest', 'In the daily mail')], max_length=10)),
                        ('mailed_at', models.DateTimeField(blank=True, help_text='When it was put into a mail', null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='notifications_notice_unread'), models.Index(condition=models.Q(models.Q(('mailing', 'none'), _negated=True), ('mailed_at__isnull', True)), fields=['user'], name='notifications_notice_to_mail')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='notifications_notice_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='91a9051882e76764fbc4fb67fa5a95e1a70ac97a', operation='DELETE', pgid='pgtrigger_never_removed_d2651', table='notifications_notice', when='BEFORE')), pgtrigger.compiler.Trigger(name='as_told', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."brief" IS DISTINCT FROM (NEW."brief") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."path" IS DISTINCT FROM (NEW."path") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."mailing" IS DISTINCT FROM (NEW."mailing"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ba158c17d72d9bb9f3d10195b84cf215002e985e', operation='UPDATE', pgid='pgtrigger_as_told_7bc2d', table='notifications_notice', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Preference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('channel', models.CharField(choices=[('at_once', 'Inbox, and an e-mail at once'), ('digest', 'Inbox, and the daily e-mail'), ('inbox', 'Inbox only'), ('none', 'Not at all')], max_length=10)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='notifications_preference_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Mail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject', models.CharField(max_length=200)),
                        ('text', models.TextField()),
                        ('html', models.TextField()),
                        ('made_at', models.DateTimeField()),
                        ('next_at', models.DateTimeField(blank=True, help_text='Empty: it was taken back', null=True)),
                        ('attempts', models.PositiveIntegerField(default=0)),
                        ('failure', models.CharField(blank=True, max_length=200)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('link', models.BinaryField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['next_at'], name='notifications_mail_waiting')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bbbb31c72cf0a4da1b26c5e56debbe30442e2c5f', operation='DELETE', pgid='pgtrigger_never_removed_aa30c', table='notifications_mail', when='BEFORE')), pgtrigger.compiler.Trigger(name='as_written', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."html" IS DISTINCT FROM (NEW."html") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1937dd07120640082b62e3568d21e9b270c7e66d', operation='UPDATE', pgid='pgtrigger_as_written_8f789', table='notifications_mail', when='BEFORE'))],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
