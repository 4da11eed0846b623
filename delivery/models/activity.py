import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Role, User
from delivery.models.key_workers import KeyWorker
from delivery.models.participants import Participant
from delivery.models.row_access import own_rows
from stages.models import Programme

READERS = (Role.COMMISSIONER, Role.VERIFIER, Role.ANALYST)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> "ActivityQuerySet":
        """An agent's people see their own; commissioner, verifier and analyst see all of their programmes."""
        whole = user.memberships.filter(role__in=READERS).values("programme")
        return self.filter(Q(programme__in=whole) | Q(own_rows(user)))

    def standing(self) -> "ActivityQuerySet":
        """The rows that count: those that no later row corrects."""
        return self.filter(corrected_by__isnull=True)


class Activity(models.Model):
    """What was done with a participant on a day. Rows are never edited: a further row corrects one.

    The note holds no personal data; see delivery.domain.notes.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", "Meeting"
        HOME_VISIT = "home_visit", "Home visit"
        CALL = "call", "Call or message"
        GROUP = "group", "Group session"
        ADVOCACY = "advocacy", "With another service on their behalf"
        OTHER = "other", "Other"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="activities")
    key_worker = models.ForeignKey(
        KeyWorker, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    minutes = models.PositiveSmallIntegerField(help_text="0 in a correction means that it did not take place")
    note = models.CharField(max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["meeting", "home_visit", "call", "group", "advocacy", "other"]),
                name="delivery_activity_kind_is_known",
            ),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="delivery_activity_within_a_day"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1) | Q(corrects__isnull=False), name="delivery_activity_takes_time"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")), name="delivery_activity_corrects_another"
            ),
        ]
        indexes = [models.Index(fields=["programme", "day", "id"], name="delivery_activity_day")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day}"
