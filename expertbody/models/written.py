import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expertbody.models.decisions import Decision
from expertbody.models.seats import Seat
from stages.models import Programme


class WrittenVoteQuerySet(models.QuerySet["WrittenVote"]):
    def open(self) -> "WrittenVoteQuerySet":
        return self.filter(closed_at__isnull=True)


class WrittenVote(models.Model):
    """A vote between meetings on a matter that waits: opened with a deadline, then closed with its outcome."""

    class Outcome(models.TextChoices):
        CARRIED = "carried", "Carried"
        NOT_CARRIED = "not_carried", "Not carried"
        NO_QUORUM = "no_quorum", "Lapsed without a quorum"
        OVERTAKEN = "overtaken", "Overtaken: the matter no longer waited"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="written_votes")
    number = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    resolution = models.CharField(max_length=40)
    wording = models.TextField()
    reason = models.TextField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="written_vote"
    )

    objects = WrittenVoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="expertbody_writtenvote_numbered_once"),
            models.UniqueConstraint(
                fields=["programme", "subject_kind", "subject_id"],
                condition=Q(closed_at__isnull=True),
                name="expertbody_writtenvote_one_open_a_matter",
            ),
            models.CheckConstraint(
                condition=~Q(wording="") & ~Q(reason="") & Q(deadline__gt=F("opened_at")),
                name="expertbody_writtenvote_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="", decision__isnull=True)
                | Q(closed_at__gte=F("opened_at"), closed_by__isnull=False, outcome="carried", decision__isnull=False)
                | Q(
                    closed_at__gte=F("opened_at"),
                    closed_by__isnull=False,
                    outcome__in=["not_carried", "no_quorum", "overtaken"],
                    decision__isnull=True,
                ),
                name="expertbody_writtenvote_closes_with_an_outcome",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="what_was_asked_is_kept",
                fields=[
                    "programme", "number", "subject_kind", "subject_id", "resolution", "wording", "reason",
                    "opened_by", "opened_at", "deadline",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Written vote {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("expertbody:written_vote_detail", args=[self.programme.slug, self.number])

    @property
    def state(self) -> tuple[str, str]:
        """Open, or how it ended, with the colour of its tag."""
        if not self.closed_at:
            return "Open", "blue"
        colours = {self.Outcome.CARRIED: "green", self.Outcome.NOT_CARRIED: "red"}
        return self.get_outcome_display(), colours.get(self.Outcome(self.outcome), "grey")


class WrittenBallot(models.Model):
    """How one member voted in a written vote, in their own hand. Written once."""

    class Cast(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"
        ABSTAINED = "abstained", "I abstain"
        RECUSED = "recused", "I have an interest in it and stand back"

    written_vote = models.ForeignKey(WrittenVote, on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    cast = models.CharField(max_length=10, choices=Cast.choices)
    reason = models.TextField(blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["written_vote", "seat"], name="expertbody_writtenballot_once"),
            models.CheckConstraint(
                condition=~Q(cast="recused") | ~Q(reason=""), name="expertbody_writtenballot_recused_says_why"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.seat.user}: {self.words}"

    @property
    def words(self) -> str:
        """How the member voted, as others read it."""
        return {"abstained": "Abstained", "recused": "Recused"}.get(self.cast, self.get_cast_display())
