"""Claims: brought in by a pack, or withdrawn by the agent who made them."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from contracts.domain import value_ranges
from contracts.selectors import agreements
from delivery.domain.contract import Contract
from delivery.models import Participant
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.actions import questions
from outcomes.models import Claim, ClaimState
from outcomes.selectors import claim_names
from stages.models import Programme

BATCH = 5000


class ClaimRefused(Refused):
    """A claim cannot be taken. `place` is its place in the sequence that was given, from 0."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__(message)
        self.place = place


class AlreadyWithdrawn(Refused):
    """The claim was withdrawn before."""


@dataclasses.dataclass(frozen=True)
class NewClaim:
    agent: Organisation
    reference: str
    outcome: str
    event_date: date
    sequence: int = 1
    value: Decimal | None = None
    evidence_kind: str = ""
    evidence_ref: str = ""
    amendment: int = 0
    amends: tuple[date, int, int] | None = None
    """The day, the sequence and the amendment of the claim of the same outcome whose place this one takes."""
    received_at: datetime | None = None
    submission: int | None = None
    row_number: int | None = None


@transaction.atomic
def withdraw(*, claim: Claim, reason: str, by: User, at: datetime) -> ClaimState:
    """Take a claim back, with the reason. It stays on record; what was paid for it is adjusted by the next pricing.

    Only the agent's own people may do it. Raises `Forbidden` or `AlreadyWithdrawn`.
    """
    permissions.require_to_act_for(by, "claim.withdraw", claim.programme, claim.agent)
    Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)
    if ClaimState.objects.filter(claim=claim, state=ClaimState.State.WITHDRAWN).exists():
        raise AlreadyWithdrawn("This claim has been withdrawn already.")
    if not reason.strip():
        raise Refused("Enter the reason for withdrawing the claim.")
    state = ClaimState.objects.create(
        claim=claim, state=ClaimState.State.WITHDRAWN, reason=reason.strip(), changed_by=by, changed_at=at
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.claim.withdraw",
        programme=claim.programme.slug,
        subject=claim,
        after={"state": state.state, "reason": state.reason},
    )
    if claim.submission is not None:
        questions.recount(claim.submission)
    return state


@transaction.atomic
def bring_in(*, programme: Programme, claims: Sequence[NewClaim], by: User, at: datetime) -> int:
    """Record claims that were accepted elsewhere, as a programme pack brings them; all or none.

    Those on record already are left as they are. Returns how many are new. Who may load them is decided by the caller.
    """
    hold(programme, {claim.agent.pk for claim in claims})
    contract = contracts.of(programme)
    people = {
        (found.agent_id, found.reference): found
        for found in Participant.objects.filter(programme=programme).only(
            "agent_id", "reference", "started_on", "attributes"
        )
    }
    by_pk = {found.pk: found for found in people.values()}
    people |= {(agent, name): by_pk[pk] for (agent, pk), name in claim_names.known_as(programme).items()}
    new = [_checked(programme, contract, people, place, claim, at) for place, claim in enumerate(claims)]
    count = Claim.objects.filter(programme=programme).count()
    Claim.objects.bulk_create(
        (one for one, given in zip(new, claims, strict=True) if given.amends is None),
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip
    for place, amended, earlier in _amendments(new, claims):
        _bring_in_amendment(place, amended, earlier)
    added = Claim.objects.filter(programme=programme).count() - count
    if added:
        audit.record(
            by=by,
            at=at,
            action="outcomes.claims.bring_in",
            programme=programme.slug,
            subject=programme,
            after={"claims": added},
        )
    return added


def _amendments(new: Sequence[Claim], claims: Sequence[NewClaim]) -> list[tuple[int, Claim, tuple[date, int, int]]]:
    """What takes the place of an earlier claim, in the order in which that was done."""
    found = [
        (place, one, given.amends)
        for place, (one, given) in enumerate(zip(new, claims, strict=True))
        if given.amends is not None
    ]
    return sorted(found, key=lambda row: (row[1].received_at, row[0]))


def _bring_in_amendment(place: int, new: Claim, earlier: tuple[date, int, int]) -> None:
    same = Claim.objects.filter(participant=new.participant_id, outcome=new.outcome)
    if same.filter(event_date=new.event_date, sequence=new.sequence, amendment=new.amendment).exists():
        return
    day, sequence, amendment = earlier
    new.amends = same.filter(event_date=day, sequence=sequence, amendment=amendment).first()
    if new.amends is None:
        raise ClaimRefused(place, "The claim whose place it takes is not in the pack, or came later.")
    new.save(force_insert=True)


def hold(programme: Programme, agents: Iterable[int]) -> None:
    """Wait until no file of these agents is being accepted, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        for agent in sorted(agents):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock_key(programme.pk, agent)])


def lock_key(programme_id: int, agent_id: int) -> str:
    """The name of the lock under which claims and participants of an agent are taken in."""
    return f"outcomes:{programme_id}:{agent_id}"


def _checked(
    programme: Programme,
    contract: Contract,
    people: dict[tuple[int, str], Participant],
    place: int,
    given: NewClaim,
    at: datetime,
) -> Claim:
    participant = people.get((given.agent.pk, given.reference))
    if participant is None:
        raise ClaimRefused(place, f"{given.agent} has no participant “{given.reference}”.")
    version = contract.version_on(given.event_date.isoformat())
    if version is None:
        raise ClaimRefused(place, agreements.none_in_force(programme, given.event_date))
    outcome = next((outcome for outcome in version.outcomes if outcome.code == given.outcome), None)
    if outcome is None:
        raise ClaimRefused(place, f"The contract version in force has no outcome “{given.outcome}”.")
    if wrong := outcome.eligibility.broken_by(participant.attributes):
        raise ClaimRefused(place, f"The outcome is not for this participant, by the attribute “{wrong}”.")
    if not outcome.values.takes(given.value):
        raise ClaimRefused(place, f"The outcome counts only with a value {value_ranges.in_words(outcome.values)}.")
    days = (given.event_date - participant.started_on).days
    if days < 0 or (outcome.window_days is not None and days > outcome.window_days):
        raise ClaimRefused(place, "The date is before the participant's start or after the window of the outcome.")
    if given.sequence > outcome.max_per_participant:
        raise ClaimRefused(place, f"The outcome counts at most {outcome.max_per_participant} times a participant.")
    return Claim(
        programme=programme,
        agent=given.agent,
        participant=participant,
        outcome=given.outcome,
        event_date=given.event_date,
        sequence=given.sequence,
        value=given.value,
        evidence_kind=given.evidence_kind,
        evidence_ref=given.evidence_ref,
        version_id=version.pk,
        submission_id=given.submission,
        row_number=given.row_number,
        amendment=given.amendment,
        received_at=given.received_at or at,
    )
