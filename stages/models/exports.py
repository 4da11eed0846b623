from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import User
from stages.domain.exports import SILENCE
from stages.models.programmes import Programme


class ExportQuerySet(models.QuerySet["Export"]):
    def at_work(self) -> "ExportQuerySet":
        return self.filter(status__in=[Export.Status.QUEUED, Export.Status.WRITING])

    def stalled(self, *, at: datetime) -> "ExportQuerySet":
        """Those that nobody has worked on for a minute."""
        return self.at_work().alias(heard=Coalesce("heartbeat_at", "asked_at")).filter(heard__lt=at - SILENCE)

    def over(self, *, at: datetime) -> "ExportQuerySet":
        """Those whose file is not to be kept any longer."""
        return self.filter(status=Export.Status.READY, expires_at__lte=at)

    def asked_by(self, user: User) -> "ExportQuerySet":
        return self.filter(asked_by=user)


class Export(models.Model):
    """A file of a programme that somebody asked for: how far the work on it has come, and where it lies.

    It is for whoever asked, and for nobody else. `basis` tells what they were allowed to see when they asked; the file
    is handed out only while that is still so. `cursor` and `written` say how much of it is on the disk for good: a
    worker that takes over goes on from there. `filters` are what the file is narrowed to, as codes, and `narrowed_to`
    the same in the words of the day on which it was asked for.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        WRITING = "writing", "Being written"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        EXPIRED = "expired", "Removed after its time"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="exports")
    kind = models.SlugField(max_length=30)
    form = models.SlugField(max_length=10)
    filters = models.JSONField(default=dict, blank=True)
    narrowed_to = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    basis = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times begun without getting any further")
    cursor = models.TextField(blank=True)
    written = models.PositiveBigIntegerField(default=0, help_text="Bytes on the disk for good")
    rows = models.PositiveBigIntegerField(default=0)
    rows_expected = models.PositiveBigIntegerField(null=True, blank=True)
    path = models.CharField(max_length=100, help_text="Below MEDIA_ROOT")
    digest = models.CharField(max_length=64, blank=True)
    failure = models.TextField(blank=True, help_text="Why there is no file, and what to do")
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="ready") | (~Q(digest="") & Q(expires_at__isnull=False)),
                name="stages_export_ready_has_a_file",
            ),
            models.CheckConstraint(condition=Q(filters={}) ^ ~Q(narrowed_to=""), name="stages_export_says_its_filters"),
            models.CheckConstraint(condition=Q(status="failed") ^ Q(failure=""), name="stages_export_failed_says_why"),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "writing"], finished_at__isnull=True)
                | Q(~Q(status__in=["queued", "writing"]), finished_at__isnull=False),
                name="stages_export_finished_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["programme", "asked_by", "-id"], name="stages_export_own")]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_asked",
                fields=["programme", "kind", "form", "filters", "narrowed_to", "asked_by", "asked_at", "basis", "path"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} as {self.form}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
