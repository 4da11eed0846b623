import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from contracts.models import ContractVersion
from delivery.models import Participant
from delivery.models.row_access import rows_visible_to
from outcomes.models.submissions import Submission
from stages.models import Programme


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> "ClaimQuerySet":
        """The claims that the person may see one by one; see `rows_visible_to`."""
        return self.filter(rows_visible_to(user))


class Claim(models.Model):
    """An outcome of a participant that was accepted from an agent. Written once; later changes are `ClaimState` rows.

    The natural key makes sending twice change nothing. `version` is the contract version in force on the event date:
    the claim is priced by it for ever.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="claims", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims", db_index=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="claims", db_index=False)
    outcome = models.SlugField(max_length=60, db_index=False)
    event_date = models.DateField()
    sequence = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    evidence_kind = models.CharField(max_length=60, blank=True)
    evidence_ref = models.CharField(max_length=200, blank=True)
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="claims", db_index=False
    )
    row_number = models.PositiveBigIntegerField(null=True, blank=True)
    received_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "outcome", "event_date", "sequence"], name="outcomes_claim_natural_key"
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="outcomes_claim_sequence_from_one"),
        ]
        indexes = [
            models.Index(fields=["programme", "agent", "event_date", "id"], name="outcomes_claim_by_date"),
            models.Index(fields=["programme", "event_date", "id"], name="outcomes_claim_recent"),
            models.Index(fields=["submission"], name="outcomes_claim_submission"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Claim {self.pk}"


class ClaimState(models.Model):
    """A change of a claim's state after it was accepted. The latest row counts; a claim without one is accepted."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        SAMPLED = "sampled", "Drawn for checking"
        VERIFIED = "verified", "Verified"
        FAILED = "failed", "Failed verification"
        WITHDRAWN = "withdrawn", "Withdrawn by the agent"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=20, choices=State.choices)
    reason = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "claim"], name="outcomes_claimstate_state")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.claim}: {self.get_state_display()}"
