"""Claims as pages show them, to those who may see single people."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts.models import Organisation, User
from contracts.models import ContractVersion, OutcomeDefinition, Period
from contracts.selectors import versions
from delivery.models import Participant, Tally
from delivery.selectors import keyset, participant_events, participants
from govuk.components import Event
from outcomes.models import Claim, ClaimState, CurrentState, Question
from outcomes.models.claims import ClaimQuerySet
from outcomes.selectors import questions
from stages.models import Programme

PAGE = 50
RARE = 500
WALKED = 20_000
STATE_WORDS = dict(ClaimState.State.choices)
Listed = TypeVar("Listed", bound=QuerySet[Any])


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means any."""

    reference: str = ""
    outcome: str = ""
    state: str = ""
    agent: str = ""
    achieved_from: date | None = None
    achieved_until: date | None = None
    open_questions: bool = False


def search(
    user: User, programme: Programme, wanted: Wanted, cursor: keyset.Cursor | None, size: int = PAGE
) -> keyset.Page[Claim]:
    """Claims that the person may see, latest event first. The time does not grow with the number of claims."""
    shown = with_state(Claim.objects.select_related("agent", "participant", "version"))
    agents = [one for one in participants.agents(user, programme) if wanted.agent in {"", one.code}]
    return keyset.over(_lists(programme, wanted, agents), "event_date", cursor, size, shown)


def _lists(programme: Programme, wanted: Wanted, agents: Sequence[Organisation]) -> list[QuerySet[Any]]:
    """For each agent, what is looked for in an order that an index gives: its claims, or those of a state."""
    if (
        wanted.outcome
        and not OutcomeDefinition.objects.filter(version__programme=programme, code=wanted.outcome).exists()
    ):
        return []
    few = participants.few_named(programme, wanted.reference) if wanted.reference else None
    claims = _narrowed(_of_people(programme, wanted.reference, few), wanted)
    if _is_rare(wanted.state) and few is None and not wanted.open_questions:
        return [_in_state(programme, wanted, claims).filter(agent=agent) for agent in agents]
    if wanted.state:
        claims = claims.alias(state_now=_state()).filter(state_now=wanted.state)
    picked = _picked(programme, agents) if wanted.open_questions else {}
    parts = [(claims.filter(agent=agent), picked.get(agent.pk)) for agent in agents]
    return [found if few_of_it is None else found.filter(pk__in=few_of_it) for found, few_of_it in parts]


def _in_state(programme: Programme, wanted: Wanted, claims: ClaimQuerySet) -> QuerySet[CurrentState]:
    """The current states of the claims that are in the state."""
    found = CurrentState.objects.filter(programme=programme, state=wanted.state)
    found = _of_days(found, wanted)
    return _each_with(found, claims.filter(pk=OuterRef("pk"))) if wanted.outcome or wanted.reference else found


def _of_people(programme: Programme, reference: str, few: list[int] | None) -> ClaimQuerySet:
    """The claims of participants whose reference begins so, of which there may be few."""
    found = Claim.objects.filter(programme=programme)
    if few is not None:
        return found.filter(participant__in=few)
    if not reference:
        return found
    people = Participant.objects.filter(programme=programme, reference__startswith=reference)
    return _each_with(found, people.filter(pk=OuterRef("participant")))


def _picked(programme: Programme, agents: Sequence[Organisation]) -> dict[int, list[int]]:
    """The claims with open questions of each agent, where they are rare enough to be looked up one by one. Where they
    are not, a walk through the agent's days soon has a page full; so has one through all days of an agent with few
    claims. Either way the time does not grow with the number of claims."""
    tallies = Tally.objects.filter(programme=programme, of=Tally.Of.CLAIMS).order_by().values("agent")
    large = tallies.annotate(total=Sum("number")).filter(total__gt=WALKED)
    asked = Question.objects.open().filter(submission__programme=programme)
    found = _few_of_each(asked.annotate(whose=F("submission__agent")), large, agents)
    return {agent: few for agent, few in found.items() if len(few) <= RARE}


def _few_of_each(found: QuerySet[Any], large: QuerySet[Any], agents: Sequence[Organisation]) -> dict[int, list[int]]:
    """The first claims of each agent that has a large number of claims, one more than are rare. Nothing is looked for
    of the others: a walk through all their days is short. One query, however many agents there are."""
    claims: dict[int, list[int]] = {}
    marks = large.values_list("agent", Value(0, output_field=BigIntegerField()))
    parts = [
        found.order_by()
        .filter(Exists(large.filter(agent=agent)), whose=agent.pk)
        .values_list(Value(agent.pk, output_field=BigIntegerField()), "claim")[: RARE + 1]
        for agent in agents
    ]
    for agent, claim in marks.union(*parts, all=True):
        claims.setdefault(agent, []).extend([claim] if claim else [])
    return claims


def _is_rare(state: str) -> bool:
    """Whether claims come to the state by a change of their own."""
    return state not in {"", ClaimState.State.ACCEPTED}


def _narrowed(found: ClaimQuerySet, wanted: Wanted) -> ClaimQuerySet:
    if wanted.outcome:
        found = found.filter(outcome=wanted.outcome)
    found = _of_days(found, wanted)
    if wanted.open_questions:
        found = _each_with(found, Question.objects.unanswered().filter(claim=OuterRef("pk")))
        found = found.alias(withdrawal=_withdrawal()).filter(withdrawal=None)
    return found


def _of_days(found: Listed, wanted: Wanted) -> Listed:
    if wanted.achieved_from:
        found = found.filter(event_date__gte=wanted.achieved_from)
    return found.filter(event_date__lte=wanted.achieved_until) if wanted.achieved_until else found


def _each_with(found: Listed, rows: QuerySet[Any]) -> Listed:
    """The claims, or their states, that have such rows, asked of each on the walk. As a bare condition, the database
    might join all claims with all rows first, and sort them."""
    return found.filter(Case(When(Exists(rows), then=Value(True)), default=Value(False), output_field=BooleanField()))


def _state() -> Coalesce:
    """The last state given to a claim."""
    found = CurrentState.objects.filter(pk=OuterRef("pk")).values("state")
    return Coalesce(Subquery(found), Value(ClaimState.State.ACCEPTED.value))


def _withdrawal() -> Subquery:
    """The withdrawal of a claim: looked for once a claim is known to have a question, and not among all withdrawals."""
    found = ClaimState.objects.filter(claim=OuterRef("pk"), state=ClaimState.State.WITHDRAWN)
    return Subquery(found.values("pk")[:1])


def _open_question() -> Subquery:
    """A question about a claim that nobody has answered. Asked for each claim of a page, and not of all questions."""
    return Subquery(Question.objects.open().filter(claim=OuterRef("pk")).order_by().values("pk")[:1])


def with_state(found: QuerySet[Claim]) -> QuerySet[Claim]:
    """The claims with `state`, the last one given to them, and `outcome_name`, as the contract names the outcome."""
    named = OutcomeDefinition.objects.filter(version=OuterRef("version"), code=OuterRef("outcome"))
    asked = found.alias(question=_open_question())
    return asked.annotate(
        state=_state(),
        has_open_questions=Case(When(question__isnull=False, then=Value(True)), default=Value(False)),
        outcome_name=Coalesce(Subquery(named.values("name")[:1]), F("outcome"), output_field=CharField()),
    )


def find(user: User, programme: Programme, claim_id: int) -> Claim:
    """The claim, if the person may see it; otherwise the page does not exist for them."""
    found = with_state(Claim.objects.filter(programme=programme).visible_to(user))
    claim = (
        found.select_related("agent", "participant", "version", "submission", "programme").filter(pk=claim_id).first()
    )
    if claim is None:
        raise Http404("No such claim")
    return claim


def as_row(claim: Claim) -> dict[str, str]:
    """The claim as the cells of a row, under the reference that its agent knows; a value without trailing noughts."""
    return {
        "participant": participant_events.reference_on(claim.participant, claim.event_date),
        "outcome": claim.outcome,
        "achieved_on": claim.event_date.isoformat(),
        "sequence": str(claim.sequence),
        "value": "" if claim.value is None else f"{claim.value.normalize():f}",
        "evidence_kind": claim.evidence_kind,
        "evidence_ref": claim.evidence_ref,
    }


def as_it_stands(claim: Claim) -> dict[str, Any]:
    """The claim as a form shows it, to be amended."""
    return as_row(claim) | {"achieved_on": claim.event_date}


def about(claim: Claim) -> dict[str, Any]:
    """What the page of a claim tells of its outcome and segment, what took its place, and the questions about it."""
    segment, by = claim.participant.segment, version(claim)
    return {
        "definition": definition(claim, by),
        "version": by,
        "segment": participants.segment_names(claim.participant).get(segment, segment),
        "amendment": amendment(claim),
        "questions": questions.of_claim(claim),
    }


def amendment(claim: Claim) -> Claim | None:
    """The claim that has taken the place of this one."""
    return Claim.objects.filter(amends=claim, participant=claim.participant_id).first()


def states(claim: Claim) -> list[ClaimState]:
    """What happened to the claim after it was accepted, in order."""
    return list(ClaimState.objects.filter(claim=claim).select_related("changed_by").order_by("pk"))


def version(claim: Claim) -> ContractVersion:
    """The version by which the claim is priced: the one in force on its event date, even if it was agreed later."""
    return versions.ByDay(claim.programme).on(claim.event_date)


def definition(claim: Claim, by: ContractVersion) -> OutcomeDefinition | None:
    """The outcome as the version by which the claim is priced defines it."""
    return OutcomeDefinition.objects.filter(version=by, code=claim.outcome).first()


def period(claim: Claim) -> Period | None:
    """The period in whose statement the claim belongs by its event date."""
    return Period.objects.filter(
        programme=claim.programme_id, starts_on__lte=claim.event_date, ends_on__gte=claim.event_date
    ).first()


def standing(claim: Claim, last_state: str, found: Period | None) -> str:
    """What decides now whether the claim is paid, in words."""
    if last_state == ClaimState.State.WITHDRAWN:
        return (
            "The agent withdrew the claim, so it is not paid. Anything paid before is adjusted on the next statement."
        )
    if last_state == ClaimState.State.FAILED:
        return "The claim failed verification, so it is not paid."
    if last_state == ClaimState.State.SAMPLED:
        return "The claim was drawn for checking. Unless it fails, it is priced like every other claim."
    where = f"of the period {found.code}" if found else "of the first period that covers its date"
    then = "it is paid once the principal has approved that statement."
    if claim.programme.is_sandbox:
        then = "as this is a sandbox, it is never paid."
    return (
        f"The claim is accepted. The next pricing puts it on the statement {where} if the contract pays for it; {then}"
    )


def ladder(claim: Claim, changes: list[ClaimState]) -> list[Event]:
    """The life of the claim as a timeline, the latest first."""
    source = (
        f"Row {claim.row_number} of {claim.submission.filename}" if claim.submission else "Loaded with the programme"
    )
    checked = "Checked against the contract, the participant and earlier claims"
    events = [
        Event(title="Received", at=claim.received_at, detail=source),
        Event(title="Accepted", at=claim.received_at, detail=checked),
    ]
    for change in changes:
        words, who = change.get_state_display(), change.changed_by.name
        events.append(Event(title=words, at=change.changed_at, by=who, detail=change.reason))
    return events[::-1]
