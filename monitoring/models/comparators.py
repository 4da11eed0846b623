"""Schemes elsewhere, as others tell of them: kept as they came, version by version, and never changed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse

from stages.models import Programme


class Comparator(models.Model):
    """A scheme elsewhere that a programme is compared with."""

    class Standard(models.TextChoices):
        INDIGO = "indigo", "INDIGO"
        OCDS = "ocds", "OCDS"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="comparators", db_index=False)
    number = models.PositiveIntegerField()
    standard = models.CharField(max_length=10, choices=Standard.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="monitoring_comparator_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Comparator {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:comparator_detail", args=[self.programme.slug, self.number])


class ComparatorVersionQuerySet(models.QuerySet["ComparatorVersion"]):
    def latest_of_each(self) -> "ComparatorVersionQuerySet":
        """The last version of each comparator, removed or not."""
        return self.alias(last=Max("comparator__versions__number")).filter(number=F("last"))

    def standing(self) -> "ComparatorVersionQuerySet":
        """The last versions of those that were not removed."""
        return self.latest_of_each().filter(removal__isnull=True)

    def without_documents(self) -> "QuerySet[ComparatorVersion]":
        return self.defer("document")


class ComparatorVersion(models.Model):
    """What a file said of a comparator. `document` is that part of the file as JSON, with its numbers as written.

    `identifier` is the number under which its publisher keeps it, where that is known; `as_of` the moment that the
    document itself states, if any. A comparator with a later version is superseded by it.
    """

    comparator = models.ForeignKey(Comparator, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    identifier = models.CharField(max_length=200, blank=True)
    title = models.TextField()
    as_of = models.CharField(max_length=40, blank=True)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    filename = models.CharField(max_length=255, blank=True)
    known = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ComparatorVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comparator", "number"], name="monitoring_comparatorversion_once"),
            models.CheckConstraint(condition=~Q(title=""), name="monitoring_comparatorversion_has_a_title"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title


class ComparatorRemoval(models.Model):
    """A comparator was taken off the list, with the reason. Sent again, it comes back as a further version."""

    version = models.OneToOneField(ComparatorVersion, on_delete=models.PROTECT, related_name="removal")
    reason = models.TextField()
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="monitoring_comparatorremoval_says_why")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.version} removed"
