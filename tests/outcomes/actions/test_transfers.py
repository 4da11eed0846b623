"""Handing a participant over: agreed on both sides, by event date, and nothing claimed twice."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from delivery.models import Participant, TransferAnswer
from delivery.selectors import participant_events
from outcomes.actions import exits, people, single_claims
from outcomes.actions.transfers import TransferRefused
from outcomes.models import Claim, RowError, Submission
from stages.actions.visits import StageClosed
from tests import builders
from tests.kept import kept
from tests.outcomes import handovers
from tests.outcomes.handovers import DAY, hand_over, propose
from tests.outcomes.scheme import SENT, Scheme, table

pytestmark = pytest.mark.django_db
HEADER = "participant,outcome,achieved_on,sequence"


@pytest.fixture
@kept
def scheme() -> Scheme:
    return handovers.scheme_of_two()


@pytest.fixture
def south(scheme: Scheme) -> User:
    return handovers.other_agent(scheme)


@pytest.fixture
def person(scheme: Scheme) -> Participant:
    return scheme.participant("P-1")


def problems(submission: Submission) -> list[tuple[int, str]]:
    found = RowError.objects.filter(submission=submission).order_by("row_number", "pk")
    return list(found.values_list("row_number", "code"))


def test_it_holds_once_the_other_agent_has_agreed(scheme: Scheme, person: Participant, south: User) -> None:
    transfer = propose(scheme, person, south)
    assert participant_events.holder(person) == scheme.agent
    assert person not in Participant.objects.visible_to(south)
    handovers.answer(transfer, south)
    assert participant_events.holder(person).code == "southern-works"
    assert participant_events.agent_on(person, date(2025, 5, 31)) == scheme.agent
    assert person in Participant.objects.visible_to(south)
    assert person in Participant.objects.visible_to(scheme.user)
    assert AuditEntry.objects.filter(action="outcomes.transfer.answer", by=south).exists()


def test_each_agent_claims_for_its_own_days_only(scheme: Scheme, person: Participant, south: User) -> None:
    hand_over(scheme, person, south)
    content = table(HEADER, [("P-1", "qualification", "2025-05-31", 1), ("P-1", "qualification", "2025-06-01", 2)])
    assert problems(scheme.send(content)) == [(3, "handed_over")]
    error = RowError.objects.get()
    assert "The participant was yours until 31 May 2025." in error.reason
    assert Claim.objects.get().agent == scheme.agent
    theirs = table(HEADER, [("S-1", "qualification", "2025-06-01", 2), ("S-1", "qualification", "2025-05-31", 3)])
    sent = scheme.send(theirs, by=south, agent=south.memberships.get().organisation)
    assert problems(sent) == [(3, "handed_over")]
    assert [(claim.agent.code, claim.participant) for claim in Claim.objects.order_by("event_date")] == [
        ("northern-works", person), ("southern-works", person),
    ]  # fmt: skip


def test_the_agent_that_took_over_amends_under_its_own_reference(
    scheme: Scheme, person: Participant, south: User
) -> None:
    theirs = south.memberships.get().organisation
    scheme.participant("P-1", agent=theirs)
    hand_over(scheme, person, south)
    scheme.send(table(HEADER, [("S-1", "qualification", "2025-06-01", 1)]), by=south, agent=theirs)
    row = {"achieved_on": "2025-06-02"}
    new = single_claims.amend(claim=Claim.objects.get(), row=row, reason="A slip", by=south, at=SENT)
    assert (new.participant, new.event_date) == (person, date(2025, 6, 2))


def test_what_one_agent_has_claimed_cannot_be_claimed_by_the_next(
    scheme: Scheme, person: Participant, south: User
) -> None:
    scheme.send(table("participant,outcome,achieved_on", [("P-1", "job_outcome", "2025-03-01")]))
    hand_over(scheme, person, south)
    sent = scheme.send(
        table("participant,outcome,achieved_on", [("S-1", "job_outcome", "2025-07-01")]),
        by=south, agent=south.memberships.get().organisation,
    )  # fmt: skip
    assert problems(sent) == [(2, "too_many_times")]


def test_a_reference_taken_over_cannot_start_again(scheme: Scheme, person: Participant, south: User) -> None:
    hand_over(scheme, person, south)
    content = table("participant,started_on,group", [("S-1", "2025-06-01", "1"), ("S-2", "2025-06-01", "1")])
    sent = scheme.send(content, kind="participants", by=south, agent=south.memberships.get().organisation)
    assert problems(sent) == [(2, "already_started")]


def test_nobody_else_can_propose_or_answer(scheme: Scheme, person: Participant, south: User) -> None:
    for who in (south, builders.member(scheme.programme, Role.COMMISSIONER)):
        with pytest.raises(Forbidden):
            propose(scheme, person, south, by=who)
    transfer = propose(scheme, person, south)
    for who in (scheme.user, builders.member(scheme.programme, Role.VERIFIER)):
        with pytest.raises(Forbidden):
            handovers.answer(transfer, who)


def test_one_person_of_both_agents_cannot_agree_with_themselves(
    scheme: Scheme, person: Participant, south: User
) -> None:
    builders.member(scheme.programme, Role.AGENT, organisation=south.memberships.get().organisation, user=scheme.user)
    transfer = propose(scheme, person, south)
    with pytest.raises(Forbidden, match="you proposed"):
        handovers.answer(transfer, scheme.user)
    with pytest.raises(DatabaseError, match="cannot decide"), transaction.atomic():
        TransferAnswer.objects.create(transfer=transfer, kind="confirmed", decided_by=scheme.user, decided_at=SENT)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"from_date": date(2025, 1, 9)}, "started on 10 January 2025"),
        ({"from_date": date(2025, 1, 10)}, "started on 10 January 2025"),
        ({"from_date": date(2025, 3, 1)}, "An outcome of 1 March 2025 was claimed by Northern Works"),
        ({"reference": " "}, "reference at the other agent"),
        ({"reference": "S-9"}, "has another participant “S-9”"),
        ({"reason": ""}, "why the participant is handed over"),
    ],
)
def test_a_handover_that_cannot_be_is_refused(
    scheme: Scheme, person: Participant, south: User, fields: dict[str, object], message: str
) -> None:
    scheme.participant("S-9", agent=south.memberships.get().organisation)
    scheme.send(table("participant,outcome,achieved_on", [("P-1", "job_outcome", "2025-03-01")]))
    with pytest.raises(TransferRefused, match=message):
        propose(scheme, person, south, **fields)


def test_a_handover_goes_to_another_agent_of_the_programme(scheme: Scheme, person: Participant, south: User) -> None:
    for agent in (scheme.agent, builders.organisation("Elsewhere")):
        with pytest.raises(TransferRefused, match="another agent of this programme"):
            propose(scheme, person, south, to_agent=agent)


def test_an_outcome_claimed_meanwhile_stops_the_agreement(scheme: Scheme, person: Participant, south: User) -> None:
    transfer = propose(scheme, person, south)
    scheme.send(table("participant,outcome,achieved_on", [("P-1", "job_outcome", DAY)]))
    with pytest.raises(TransferRefused, match="An outcome of 1 June 2025"):
        handovers.answer(transfer, south)
    handovers.answer(transfer, south, "refused", "Claimed by you.")
    with pytest.raises(TransferRefused, match="answered already"):
        handovers.answer(transfer, south)
    assert participant_events.holder(person) == scheme.agent


def test_a_participant_may_come_back(scheme: Scheme, person: Participant, south: User) -> None:
    hand_over(scheme, person, south)
    back = propose(scheme, person, scheme.user, by=south, reference="P-1", from_date=date(2025, 8, 1))
    with pytest.raises(TransferRefused, match="proposed already"):
        propose(scheme, person, scheme.user, by=south, reference="P-1", from_date=date(2025, 9, 1))
    handovers.answer(back, scheme.user)
    days = ["2025-05-31", "2025-06-01", "2025-08-01"]
    content = table(HEADER, [("P-1", "qualification", day, 1 + place) for place, day in enumerate(days)])
    assert problems(scheme.send(content)) == [(3, "handed_over")]


def test_nothing_is_handed_over_while_delivery_is_closed(scheme: Scheme, person: Participant, south: User) -> None:
    builders.pass_decided_elsewhere(scheme.programme, 5)
    with pytest.raises(StageClosed):
        propose(scheme, person, south)


@pytest.mark.parametrize("act", ["propose", "exit", "not an outcome"])
def test_a_participant_handed_over_while_the_lock_is_waited_for_is_the_other_agents(
    scheme: Scheme, person: Participant, south: User, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    transfer = propose(scheme, person, south)
    handovers.meanwhile(monkeypatch, lambda: handovers.answer(transfer, south))
    acts: dict[str, Callable[[], object]] = {
        "propose": lambda: propose(scheme, person, south, reference="S-2", from_date=date(2025, 9, 1)),
        "exit": lambda: exits.record(
            participant=person, exited_on=date(2025, 7, 1), reason="completed", note="", by=scheme.user, at=SENT
        ),
        "not an outcome": lambda: people.not_an_outcome(
            participant=person, outcome="job_outcome", day=date(2025, 7, 1), sequence=1, reason="not_ours", note="",
            by=scheme.user, at=SENT,
        ),
    }  # fmt: skip
    with pytest.raises(TransferRefused, match="handed over meanwhile and is not with Northern Works"):
        acts[act]()
