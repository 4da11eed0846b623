"""The tables of knowledge as of release 0.1."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.tables import CreateModels, refuse_truncate

APPEND_ONLY = (
    "knowledge_entryversion",
)


class Migration(migrations.Migration):

    replaces = [('knowledge', '0001_library_of_evidence_and_lessons'), ('knowledge', '0002_answers_on_suitability'), ('knowledge', '0003_stages_of_entries')]

    initial = True

    dependencies = [
        ('accounts', '0001_release_0_1'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200)),
                        ('happened', models.TextField()),
                        ('lesson', models.TextField()),
                        ('kind', models.CharField(choices=[('evidence', 'Evidence'), ('lesson', 'Lesson'), ('practice', 'Practice')], max_length=10)),
                        ('example', models.CharField(choices=[('good', 'To follow'), ('bad', 'To avoid')], max_length=10)),
                        ('need', models.CharField(choices=[('any', 'Any need'), ('work', 'Out of work'), ('home', 'No settled home'), ('offending', 'Offending'), ('substances', 'Drugs or alcohol'), ('families', 'Families with several needs'), ('young', 'Young people outside learning or work'), ('health', 'Health or care')], max_length=20)),
                        ('outcome', models.CharField(choices=[('any', 'Any outcome'), ('job', 'Work found or kept'), ('housing', 'A home found or kept'), ('reoffending', 'Less reoffending'), ('recovery', 'Treatment or recovery'), ('family', 'Several changes in one family'), ('learning', 'Attendance or learning'), ('health', 'Better health')], max_length=20)),
                        ('sector', models.CharField(blank=True, max_length=80)),
                        ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                        ('source', models.CharField(max_length=300)),
                        ('source_url', models.URLField(blank=True, max_length=500)),
                        ('source_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('strength', models.CharField(choices=[('strong', 'Strong: measured or audited independently'), ('moderate', 'Moderate: published by those who ran or studied it'), ('weak', 'Weak: one account, or an opinion')], max_length=10)),
                        ('key', models.SlugField(blank=True, max_length=80, null=True, unique=True)),
                        ('programme', models.SlugField(blank=True, max_length=80)),
                        ('finding', models.PositiveIntegerField(blank=True, null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('added_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_reason', models.TextField(blank=True)),
                        ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector('lesson', config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector('happened', config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector('source', config='english', weight='D'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='The stages of which it speaks, 1 to 7', size=None)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='knowledge_entry_search'), django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='knowledge_entry_tags'), models.Index(fields=['-added_at', '-id'], name='knowledge_entry_newest'), models.Index(fields=['programme'], name='knowledge_entry_programme')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('happened', ''), _negated=True), models.Q(('lesson', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='knowledge_entry_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='knowledge_entry_withdrawing_is_whole'), models.CheckConstraint(condition=models.Q(('finding__isnull', True), models.Q(('programme', ''), _negated=True), _connector='OR'), name='knowledge_entry_finding_has_a_programme'), models.CheckConstraint(condition=models.Q(('stages__contained_by', [1, 2, 3, 4, 5, 6, 7])), name='knowledge_entry_stages_one_to_seven')],
                        'triggers': [pgtrigger.compiler.Trigger(name='never_removed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1772465817fe3a1e545f27edd82a2261619849da', operation='DELETE', pgid='pgtrigger_never_removed_a21fe', table='knowledge_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='origin_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."finding" IS DISTINCT FROM (NEW."finding") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7bfc753a467cb803a4df9fd3ca9ef98e70e5389c', operation='UPDATE', pgid='pgtrigger_origin_is_kept_62d11', table='knowledge_entry', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='EntryVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200)),
                        ('happened', models.TextField()),
                        ('lesson', models.TextField()),
                        ('kind', models.CharField(choices=[('evidence', 'Evidence'), ('lesson', 'Lesson'), ('practice', 'Practice')], max_length=10)),
                        ('example', models.CharField(choices=[('good', 'To follow'), ('bad', 'To avoid')], max_length=10)),
                        ('need', models.CharField(choices=[('any', 'Any need'), ('work', 'Out of work'), ('home', 'No settled home'), ('offending', 'Offending'), ('substances', 'Drugs or alcohol'), ('families', 'Families with several needs'), ('young', 'Young people outside learning or work'), ('health', 'Health or care')], max_length=20)),
                        ('outcome', models.CharField(choices=[('any', 'Any outcome'), ('job', 'Work found or kept'), ('housing', 'A home found or kept'), ('reoffending', 'Less reoffending'), ('recovery', 'Treatment or recovery'), ('family', 'Several changes in one family'), ('learning', 'Attendance or learning'), ('health', 'Better health')], max_length=20)),
                        ('sector', models.CharField(blank=True, max_length=80)),
                        ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                        ('source', models.CharField(max_length=300)),
                        ('source_url', models.URLField(blank=True, max_length=500)),
                        ('source_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('strength', models.CharField(choices=[('strong', 'Strong: measured or audited independently'), ('moderate', 'Moderate: published by those who ran or studied it'), ('weak', 'Weak: one account, or an opinion')], max_length=10)),
                        ('number', models.PositiveIntegerField()),
                        ('written_at', models.DateTimeField()),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='knowledge.entry')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='The stages of which it speaks, 1 to 7', size=None)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='knowledge_entryversion_numbered_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a7f9ddcc0d639e24345575293bc617a54478ca0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_51491', table='knowledge_entryversion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Assessment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('side', models.CharField(choices=[('commissioner', 'Commissioner: I would pay for the service'), ('provider', 'Provider: I would deliver the service')], max_length=20)),
                        ('service', models.CharField(blank=True, max_length=120)),
                        ('answers', models.JSONField(blank=True, default=dict)),
                        ('token_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        ('programme', models.SlugField(blank=True, max_length=80)),
                        ('begun_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('completed_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['programme'], name='knowledge_assessment_programme')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('programme', ''), ('token_hash__isnull', False)), models.Q(('person__isnull', False), ('token_hash__isnull', True)), _connector='OR'), name='knowledge_assessment_belongs_to_a_link_or_a_person'), models.CheckConstraint(condition=models.Q(('side__in', ['commissioner', 'provider'])), name='knowledge_assessment_side_is_known')],
                    },
                ),
            ],
        ),
        *refuse_truncate(APPEND_ONLY),
    ]
