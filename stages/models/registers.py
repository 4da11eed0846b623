from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from stages.models.findings import Finding
from stages.models.programmes import Programme


class PracticeEntry(models.Model):
    """Stage 1: good or bad practice elsewhere, and its lesson."""

    class Kind(models.TextChoices):
        GOOD = "good", "Good practice"
        BAD = "bad", "Bad practice"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="practice_entries")
    scheme = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened = models.TextField()
    lesson = models.TextField()
    source = models.CharField(max_length=300)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.scheme}: {self.lesson}"


class HorizonEntryQuerySet(models.QuerySet["HorizonEntry"]):
    def dated(self) -> "models.QuerySet[Any]":
        """With `due_on`: the day on which it is expected, as last said."""
        moved = HorizonAnswer.objects.filter(entry=OuterRef("pk"), new_date__isnull=False).order_by("-pk")
        return self.annotate(due_on=Coalesce(Subquery(moved.values("new_date")[:1]), F("expected_on")))

    def waiting(self) -> "HorizonEntryQuerySet":
        """Those of which nobody has said for good whether they happened."""
        settled = HorizonAnswer.objects.filter(entry=OuterRef("pk")).exclude(answer=HorizonAnswer.Answer.NOT_YET)
        return self.filter(~Exists(settled))

    def to_ask(self, as_of: date) -> "models.QuerySet[Any]":
        """Those whose day has come, and of which nobody has said whether they happened."""
        return self.waiting().dated().filter(due_on__lte=as_of)


class HorizonEntry(models.Model):
    """Stage 1: what may come – law, initiative, challenge – and its effect on the programme.

    When its day has come, somebody is asked whether it happened; the answers stay with it.
    """

    class Kind(models.TextChoices):
        LAW = "law", "Law or regulation"
        INITIATIVE = "initiative", "Initiative or policy"
        ECONOMY = "economy", "Economy"
        INTERNAL = "internal", "Internal change or challenge"
        EXTERNAL = "external", "External change or challenge"

    class Likelihood(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="horizon_entries")
    item = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    likelihood = models.CharField(max_length=10, choices=Likelihood.choices)
    expected_on = models.DateField()
    effect = models.TextField()
    outcome = models.CharField(max_length=200, blank=True, help_text="Which outcome it would change: in words")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = HorizonEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.item


class HorizonAnswer(models.Model):
    """Whether something on the horizon happened: yes, no, or not yet and then a new day. Kept for ever."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes, it happened"
        NO = "no", "No, and it will not"
        NOT_YET = "not_yet", "Not yet"

    entry = models.ForeignKey(HorizonEntry, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    note = models.TextField()
    new_date = models.DateField(null=True, blank=True)
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=~Q(answer="not_yet"), name="stages_horizonanswer_settled_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="not_yet", new_date__isnull=False, finding__isnull=True)
                | (~Q(answer="not_yet") & Q(new_date__isnull=True)),
                name="stages_horizonanswer_not_yet_has_a_new_date",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_answer_display()}"
