import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation, User
from contracts.models import ContractVersion
from delivery.models import Participant, Tally
from delivery.models.row_access import rows_visible_to
from delivery.models.tallies import tallied
from outcomes.domain import evidence
from outcomes.models.submissions import Submission
from stages.models import Programme


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> "ClaimQuerySet":
        """The claims that the person may see one by one; see `rows_visible_to`."""
        return self.filter(rows_visible_to(user))

    def standing(self) -> "ClaimQuerySet":
        """The claims that count: the others failed verification or were withdrawn."""
        return self.exclude(Exists(CurrentState.objects.fallen().filter(pk=OuterRef("pk"))))


def references_agree() -> pgtrigger.Trigger:
    """A trigger that checks, once for all rows of a statement, that what a claim refers to exists and fits together.

    It stands in for foreign keys, which check row by row and would take most of the time of accepting a large file.
    Versions and submissions, of which a statement has few, are looked at once each, so that no row is carried through
    more than one join.
    It asks for more than they do: participant, version and submission have to be of the claim's own programme and
    agent, or the participant handed over to the agent. Claims never change, and what they refer to can never be removed
    (see the triggers of those tables).
    """
    return pgtrigger.Trigger(
        name="references_agree",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
        func="""
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT programme_id, agent_id, version_id, submission_id FROM added) a
                  LEFT JOIN contracts_contractversion v ON v.id = a.version_id
                  LEFT JOIN outcomes_submission s ON s.id = a.submission_id
                 WHERE v.programme_id IS DISTINCT FROM a.programme_id OR v.proposed_at IS NULL
                    OR (a.submission_id IS NOT NULL
                        AND (s.programme_id IS DISTINCT FROM a.programme_id OR s.agent_id IS DISTINCT FROM a.agent_id))
            ) OR EXISTS (
                SELECT FROM added a
                  LEFT JOIN delivery_participant p ON p.id = a.participant_id
                 WHERE p.programme_id IS DISTINCT FROM a.programme_id
                    OR (p.agent_id IS DISTINCT FROM a.agent_id AND NOT EXISTS (
                            SELECT FROM delivery_transfer t JOIN delivery_transferanswer said ON said.transfer_id = t.id
                             WHERE t.participant_id = a.participant_id AND t.to_agent_id = a.agent_id
                               AND said.kind = 'confirmed' AND t.from_date <= a.event_date))
            ) THEN
                RAISE EXCEPTION 'a claim refers to a participant, version or submission of another programme or agent'
                    USING ERRCODE = 'foreign_key_violation';
            END IF;
            RETURN NULL;
        """,
    )


class Claim(models.Model):
    """An outcome of a participant that was accepted from an agent. Written once; later changes are `ClaimState` rows.

    The natural key makes sending twice change nothing. An amendment is a claim of its own that names the one it takes
    the place of, which is withdrawn. `version` is the contract version that was in force on the event date when the
    claim came in; one that is agreed later for that day prices it in its place. `references_agree` guards the
    references in place of foreign keys.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="claims", db_index=False, db_constraint=False
    )
    agent = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="claims", db_index=False, db_constraint=False
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="claims", db_index=False, db_constraint=False
    )
    outcome = models.SlugField(max_length=60, db_index=False)
    event_date = models.DateField()
    sequence = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    evidence_kind = models.CharField(max_length=60, blank=True)
    evidence_ref = models.CharField(max_length=200, blank=True)
    version = models.ForeignKey(
        ContractVersion, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    submission = models.ForeignKey(
        Submission,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
        db_index=False,
        db_constraint=False,
    )
    row_number = models.PositiveBigIntegerField(null=True, blank=True)
    amends = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amended_by",
        db_index=False,
        db_constraint=False,
    )
    amendment = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How many claims of the same key came before, each withdrawn by the next"
    )
    received_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "outcome", "event_date", "sequence", "amendment"],
                name="outcomes_claim_natural_key",
            ),
            models.UniqueConstraint(
                fields=["amends"], condition=Q(amends__isnull=False), name="outcomes_claim_amended_once"
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="outcomes_claim_sequence_from_one"),
        ]
        indexes = [
            models.Index(fields=["programme", "agent", "event_date", "id"], name="outcomes_claim_in_order"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            references_agree(),
            tallied(Tally.Of.CLAIMS.value),
        ]

    def __str__(self) -> str:
        return f"Claim {self.pk}"

    @property
    def evidence_named(self) -> str:
        """The evidence that the agent named, as people read it."""
        return evidence.named(self.evidence_kind, self.evidence_ref)


def kept_current() -> pgtrigger.Trigger:
    """A trigger that keeps what each claim's state is now, once for all rows of a statement. Whoever writes a later
    state first keeps it: of two people at once, the higher number counts, as it does everywhere else."""
    return pgtrigger.Trigger(
        name="kept_current",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
        func="""
            INSERT INTO outcomes_currentstate AS kept (claim_id, change_id, programme_id, agent_id, event_date, state)
            SELECT DISTINCT ON (a.claim_id) a.claim_id, a.id, c.programme_id, c.agent_id, c.event_date, a.state
              FROM added a JOIN outcomes_claim c ON c.id = a.claim_id
             ORDER BY a.claim_id, a.id DESC
            ON CONFLICT (claim_id) DO UPDATE SET change_id = excluded.change_id, state = excluded.state
                WHERE kept.change_id < excluded.change_id;
            RETURN NULL;
        """,
    )


class ClaimState(models.Model):
    """A change of a claim's state after it was accepted. The latest row counts; a claim without one is accepted."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        SAMPLED = "sampled", "Drawn for checking"
        VERIFIED = "verified", "Verified"
        FAILED = "failed", "Failed verification"
        WITHDRAWN = "withdrawn", "Withdrawn by the agent"

    FALLEN = (State.FAILED, State.WITHDRAWN)

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=20, choices=State.choices)
    reason = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "claim"], name="outcomes_claimstate_state")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            kept_current(),
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.get_state_display()}"


class CurrentStateQuerySet(models.QuerySet["CurrentState"]):
    def fallen(self) -> "CurrentStateQuerySet":
        """Of the claims that do not count: they failed verification, or their agent withdrew them."""
        return self.filter(state__in=ClaimState.FALLEN)


class CurrentState(models.Model):
    """The latest state of a claim whose state was ever changed: kept by a trigger, with the claim's agent and day, so
    that the claims of a state are found in their order however many others there are."""

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.PROTECT, related_name="current", db_constraint=False
    )
    change = models.ForeignKey(
        ClaimState, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    agent = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    event_date = models.DateField()
    state = models.CharField(max_length=20, choices=ClaimState.State.choices)

    objects = CurrentStateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["programme", "agent", "state", "event_date", "claim"], name="outcomes_currentstate_in_order"
            )
        ]
        triggers = [pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Claim {self.pk}: {self.get_state_display()}"
