import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from stages.models import Programme


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> "SubmissionQuerySet":
        """Every submission of the person's programmes; for agents, only those of their own organisation."""
        whole = user.memberships.exclude(role="agent").values("programme")
        own = user.memberships.filter(
            role="agent", programme=models.OuterRef("programme"), organisation=models.OuterRef("agent")
        )
        return self.filter(Q(programme__in=whole) | Q(models.Exists(own)))


class Submission(models.Model):
    """A file of participants or outcomes as an agent sent it, and how far its acceptance has come.

    The file is kept as received, under its SHA-256 digest. `rows_read` is how many rows have been staged for good:
    a worker that takes over goes on from there. `heartbeat_at` tells whether somebody is at work on it.
    """

    class Kind(models.TextChoices):
        PARTICIPANTS = "participants", "Participants"
        OUTCOMES = "outcomes", "Outcomes"

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        READING = "reading", "Reading the file"
        CHECKING = "checking", "Checking the rows"
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Accepted in part"
        REJECTED = "rejected", "Rejected"
        FAILED = "failed", "Could not be read"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="submissions")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    filename = models.CharField(max_length=255)
    path = models.CharField(max_length=300, help_text="Below MEDIA_ROOT")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.QUEUED)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    rows_expected = models.PositiveBigIntegerField(null=True, blank=True)
    rows_read = models.PositiveBigIntegerField(default=0)
    received = models.PositiveBigIntegerField(default=0)
    accepted = models.PositiveBigIntegerField(default=0)
    duplicates = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    unknown_columns = models.JSONField(default=list)
    causes = models.JSONField(default=list, encoder=DjangoJSONEncoder, help_text="Errors by most frequent cause")
    failure = models.TextField(blank=True, help_text="Why the file as a whole could not be taken, and what to do")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["programme", "-submitted_at"], name="outcomes_submission_recent"),
            models.Index(fields=["digest"], name="outcomes_submission_digest"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_received",
                fields=["programme", "agent", "kind", "filename", "path", "digest", "size", "submitted_by",
                        "submitted_at"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.filename} ({self.get_kind_display()})"
