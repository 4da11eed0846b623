import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

CONFIG = "english"


def _vector(field: str, weight: str) -> SearchVector:
    return SearchVector(field, weight=weight, config=CONFIG)


class EntryText(models.Model):
    """What an entry of the library says: what happened, the lesson, for whom it matters and how sure it is."""

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", "Evidence"
        LESSON = "lesson", "Lesson"
        PRACTICE = "practice", "Practice"

    class Example(models.TextChoices):
        GOOD = "good", "To follow"
        BAD = "bad", "To avoid"

    class Need(models.TextChoices):
        ANY = "any", "Any need"
        WORK = "work", "Out of work"
        HOME = "home", "No settled home"
        OFFENDING = "offending", "Offending"
        SUBSTANCES = "substances", "Drugs or alcohol"
        FAMILIES = "families", "Families with several needs"
        YOUNG = "young", "Young people outside learning or work"
        HEALTH = "health", "Health or care"

    class Outcome(models.TextChoices):
        ANY = "any", "Any outcome"
        JOB = "job", "Work found or kept"
        HOUSING = "housing", "A home found or kept"
        REOFFENDING = "reoffending", "Less reoffending"
        RECOVERY = "recovery", "Treatment or recovery"
        FAMILY = "family", "Several changes in one family"
        LEARNING = "learning", "Attendance or learning"
        HEALTH = "health", "Better health"

    class Strength(models.TextChoices):
        STRONG = "strong", "Strong: measured or audited independently"
        MODERATE = "moderate", "Moderate: published by those who ran or studied it"
        WEAK = "weak", "Weak: one account, or an opinion"

    title = models.CharField(max_length=200)
    happened = models.TextField()
    lesson = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    example = models.CharField(max_length=10, choices=Example.choices)
    need = models.CharField(max_length=20, choices=Need.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    sector = models.CharField(max_length=80, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    stages = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="The stages of which it speaks, 1 to 7"
    )
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    strength = models.CharField(max_length=10, choices=Strength.choices)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def cited(self) -> str:
        """The source with its year, unless its name says the year already."""
        year = str(self.source_year or "")
        return f"{self.source}, {year}" if year and year not in self.source else self.source


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> "EntryQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def matching(self, query: SearchQuery, text: str) -> "EntryQuerySet":
        """Those whose words the query finds, and those tagged with exactly the text."""
        return self.filter(Q(search=query) | Q(tags__contains=[text.strip().casefold()]))

    def kept_in(self, programme: str) -> "EntryQuerySet":
        """The lessons of one programme, by its slug."""
        return self.filter(programme=programme)


class Entry(EntryText):
    """A piece of evidence, a lesson or an example of practice, as it reads now; its versions hold every earlier text.

    `key` is the name of an entry that comes with the product. `programme`, the slug, and `finding`, its number, say of
    which programme it is a lesson: the library lies below programmes, so it names them as the audit trail does.
    """

    key = models.SlugField(max_length=80, null=True, blank=True, unique=True)  # null, as several have none
    programme = models.SlugField(max_length=80, blank=True)
    finding = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=_vector("title", "A") + _vector("lesson", "B") + _vector("happened", "C") + _vector("source", "D"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(happened="") & ~Q(lesson="") & ~Q(source=""),
                name="knowledge_entry_says_something",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="knowledge_entry_withdrawing_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=True) | ~Q(programme=""), name="knowledge_entry_finding_has_a_programme"
            ),
            models.CheckConstraint(
                condition=Q(stages__contained_by=list(range(1, 8))), name="knowledge_entry_stages_one_to_seven"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="knowledge_entry_search"),
            GinIndex(fields=["tags"], name="knowledge_entry_tags"),
            models.Index(fields=["-added_at", "-id"], name="knowledge_entry_newest"),
            models.Index(fields=["programme"], name="knowledge_entry_programme"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="origin_is_kept", fields=["key", "programme", "finding", "added_by", "added_at"]),
        ]

    def get_absolute_url(self) -> str:
        return reverse("knowledge:entry_detail", args=[self.pk])


class EntryVersion(EntryText):
    """What an entry said from one moment on, and who wrote it so."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="knowledge_entryversion_numbered_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
