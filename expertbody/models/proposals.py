import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expertbody.models.seats import Seat
from stages.domain import framework
from stages.models import Programme


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(settled_at__isnull=True)


class Proposal(models.Model):
    """Something that the Expert Body is asked to do about a stage or about itself. It waits until it is decided."""

    class Kind(models.TextChoices):
        REOPEN = "reopen_stage", "Reopen a stage"
        PAUSE = "pause_stage", "Pause a stage"
        RESUME = "resume_stage", "Resume a paused stage"
        END_SEAT = "end_seat", "End the term of a member"
        CHAIR = "appoint_chair", "Appoint the chair"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    stage = models.PositiveSmallIntegerField(null=True, blank=True)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    why = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["reopen_stage", "pause_stage", "resume_stage"],
                    stage__gte=1, stage__lte=7, seat__isnull=True,
                )
                | Q(kind__in=["end_seat", "appoint_chair"], stage__isnull=True, seat__isnull=False),
                name="expertbody_proposal_names_a_stage_or_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & (Q(settled_at__isnull=True) | Q(settled_at__gte=F("proposed_at"))),
                name="expertbody_proposal_is_whole",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="proposal_is_kept",
                fields=["programme", "kind", "stage", "seat", "why", "proposed_by", "proposed_at"],
            ),
        ]

    def __str__(self) -> str:
        if self.stage is not None:
            verb = self.get_kind_display().split()[0]
            return f"{verb} stage {self.stage}, {framework.BY_NUMBER[self.stage].name.lower()}"
        if self.kind == self.Kind.CHAIR:
            return f"Appoint {self.seat.user if self.seat else ''} as the chair"
        return f"End the term of {self.seat.user if self.seat else ''}"

    def get_absolute_url(self) -> str:
        return reverse("expertbody:proposal_detail", args=[self.programme.slug, self.pk])

    @property
    def summary(self) -> str:
        """What stands with the matter where it waits."""
        return self.why

    @property
    def decision_subject(self) -> str:
        """The thing that a decision on this proposal is about: of two decisions about it only one is in force."""
        if self.stage is not None:
            return f"stage:{self.stage}"
        return "chair" if self.kind == self.Kind.CHAIR else f"seat:{self.seat_id}"
