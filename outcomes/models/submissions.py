from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Coalesce

from accounts.models import Organisation, User
from delivery.models.row_access import rows_visible_to
from stages.models import Programme

SILENCE = timedelta(seconds=60)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def unfinished(self) -> "SubmissionQuerySet":
        return self.exclude(status__in=FINISHED)

    def stalled(self, *, at: datetime) -> "SubmissionQuerySet":
        """Those that nobody has worked on for a minute."""
        return self.alias(heard=Coalesce("heartbeat_at", "submitted_at")).filter(heard__lt=at - SILENCE)

    def visible_to(self, user: User) -> "SubmissionQuerySet":
        """The submissions that the person may see one by one; see `rows_visible_to`."""
        return self.filter(rows_visible_to(user))


class Submission(models.Model):
    """A file of participants, outcomes or changes to claims as an agent sent it, and how far its acceptance has come.

    The file is kept as received, under its SHA-256 digest. `rows_read` is how many rows have been staged for good:
    a worker that takes over goes on from there. `heartbeat_at` tells whether somebody is at work on it.

    `takeable` rows are good and new; they are taken (`accepted`) unless the file was only to be checked, or some of its
    rows are wrong and the agent wants all or none. `follows` is the submission whose kept file this takes once more.
    """

    class Kind(models.TextChoices):
        PARTICIPANTS = "participants", "Participants"
        OUTCOMES = "outcomes", "Outcomes"
        CHANGES = "changes", "Changes to claims"

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        READING = "reading", "Reading the file"
        CHECKING = "checking", "Checking the rows"
        ACCEPTED = "accepted", "Accepted"
        QUESTIONS = "questions", "Accepted with questions"
        PARTLY = "partly", "Accepted in part"
        REJECTED = "rejected", "Rejected"
        FAILED = "failed", "Could not be read"
        CHECKED = "checked", "Checked only"
        CANCELLED = "cancelled", "Cancelled"

    class Consent(models.TextChoices):
        GOOD = "good", "Take the good rows"
        ALL = "all", "Take none until every row is right"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="submissions", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    filename = models.CharField(max_length=255)
    path = models.CharField(max_length=300, help_text="Below MEDIA_ROOT")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.GOOD)
    dry_run = models.BooleanField(default=False, help_text="Only checked: nothing is taken")
    amends = models.ForeignKey(
        "outcomes.Claim", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.QUEUED)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times begun without getting any further")
    rows_expected = models.PositiveBigIntegerField(null=True, blank=True)
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_per_second = models.PositiveIntegerField(null=True, blank=True, help_text="While the file is read")
    received = models.PositiveBigIntegerField(default=0)
    takeable = models.PositiveBigIntegerField(default=0)
    accepted = models.PositiveBigIntegerField(default=0)
    duplicates = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    questions = models.PositiveBigIntegerField(default=0, help_text="Asked about its rows and not answered yet")
    columns = models.JSONField(default=list, help_text="The header as sent, in order")
    unknown_columns = models.JSONField(default=list)
    reading = models.JSONField(default=dict, help_text="How the file was read: see outcomes.domain.reading.Reading")
    causes = models.JSONField(default=list, encoder=DjangoJSONEncoder, help_text="Errors by most frequent cause")
    failure = models.TextField(blank=True, help_text="Why the file as a whole could not be taken, and what to do")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["programme", "-submitted_at"], name="outcomes_submission_recent"),
            models.Index(fields=["programme", "id"], include=["filename"], name="outcomes_submission_in_order"),
            models.Index(fields=["programme", "status", "id"], name="outcomes_submission_by_status"),
            models.Index(fields=["digest"], name="outcomes_submission_digest"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_received",
                fields=["programme", "agent", "kind", "filename", "path", "digest", "size", "submitted_by",
                        "submitted_at", "consent", "dry_run", "follows", "amends"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.filename} ({self.get_kind_display()})"

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED

    @property
    def held_back(self) -> int:
        """Good rows that were not taken."""
        return self.takeable - self.accepted


FINISHED = frozenset(
    set(Submission.Status) - {Submission.Status.QUEUED, Submission.Status.READING, Submission.Status.CHECKING}
)
