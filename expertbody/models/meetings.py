from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expertbody.domain import lengths
from expertbody.models.decisions import Decision
from expertbody.models.seats import Seat
from stages.models import Programme

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class QuorumRule(models.Model):
    """Who has to be present for a vote, as the programme set it. Written once; the latest holds."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="quorum_rules")
    constituencies = models.PositiveSmallIntegerField()
    needs_service_users = models.BooleanField()
    needs_half_of_the_seated = models.BooleanField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(constituencies__gte=1, constituencies__lte=5), name="expertbody_quorum_of_five"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Quorum of {self.constituencies} constituencies"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def not_over(self) -> "MeetingQuerySet":
        """Those that are called or open."""
        return self.filter(closed_at__isnull=True, cancelled_at__isnull=True)

    def standing(self, state: str) -> "MeetingQuerySet":
        """Those that are called, open, closed or cancelled."""
        if state in ("closed", "cancelled"):
            return self.filter(**{f"{state}_at__isnull": False})
        return self.not_over().filter(opened_at__isnull=state == "called")

    def over(self) -> "MeetingQuerySet":
        """Those that were closed or cancelled."""
        return self.exclude(closed_at__isnull=True, cancelled_at__isnull=True)


class Meeting(models.Model):
    """A meeting of the Expert Body: called, opened by its chair, then closed; or cancelled before it was opened."""

    STATES = {
        "called": ("Called", "blue"), "open": ("Open now", "green"), "closed": ("Closed", "grey"),
        "cancelled": ("Cancelled", "red"),
    }  # fmt: skip

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=lengths.USUAL, help_text="How long it is meant to last")
    place = models.CharField(max_length=300)
    chair = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_because = models.TextField(blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_because="")
                | Q(
                    ~Q(cancelled_because=""),
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                    opened_at__isnull=True,
                ),
                name="expertbody_meeting_cancelled_with_a_reason_unopened",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(lengths.SHORTEST, lengths.LONGEST)),
                name="expertbody_meeting_lasts_a_quarter_of_an_hour_to_twelve",
            ),
            models.UniqueConstraint(fields=["programme", "number"], name="expertbody_meeting_numbered_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__gte=F("opened_at"), closed_by__isnull=False),
                name="expertbody_meeting_closed_after_it_opened",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="cancelled_stays_cancelled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__cancelled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("expertbody:meeting_detail", args=[self.programme.slug, self.number])

    @property
    def ends_at(self) -> datetime:
        """When it is meant to end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def lasts(self) -> str:
        """How long it is meant to last, in words."""
        return lengths.words(self.minutes)

    @property
    def is_over(self) -> bool:
        return self.closed_at is not None or self.cancelled_at is not None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def standing(self) -> str:
        """Called, open, closed or cancelled."""
        if self.cancelled_at:
            return "cancelled"
        if self.closed_at:
            return "closed"
        return "open" if self.opened_at else "called"

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands in words, with the colour of its tag."""
        return self.STATES[self.standing]


class AgendaItem(models.Model):
    """An item of a meeting: a matter that waits for a decision, or something in the members' own words."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    asked = models.TextField(blank=True, help_text="What is asked of the members")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id__isnull=True)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="expertbody_item_names_a_whole_matter",
            ),
            models.UniqueConstraint(
                fields=["meeting", "subject_kind", "subject_id"], name="expertbody_item_on_an_agenda_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_decidable(self) -> bool:
        return bool(self.subject_kind)


class Attendance(models.Model):
    """Whether a member came to a meeting, by name; it can be corrected until the meeting closes."""

    class State(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=10, choices=State.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="expertbody_attendance_once")]

    def __str__(self) -> str:
        return f"{self.seat.user}: {self.get_state_display()}"


class Motion(models.Model):
    """What was put to the vote on an item, and what came of it. One to an item; written once."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="motion")
    wording = models.TextField()
    rationale = models.TextField()
    dissent = models.TextField(blank=True)
    is_carried = models.BooleanField()
    decision = models.OneToOneField(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="motion")
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(wording="") & ~Q(rationale=""), name="expertbody_motion_is_whole"),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(is_carried=True), name="expertbody_motion_decides_when_carried"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.wording


class Vote(models.Model):
    """How one member voted on a motion. Written once."""

    class Cast(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"
        ABSTAINED = "abstained", "Abstained"
        RECUSED = "recused", "Recused"

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    cast = models.CharField(max_length=10, choices=Cast.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["motion", "seat"], name="expertbody_vote_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.seat.user}: {self.get_cast_display()}"


class MinutesNote(models.Model):
    """A correction of the minutes of a closed meeting. Written once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes_notes")
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="expertbody_minutesnote_says_something")]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.text


class MinutesApproval(models.Model):
    """The minutes of a meeting were approved at a later one. Written once."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes_approval")
    approved_in = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="approvals")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}, approved at {self.approved_in}"
