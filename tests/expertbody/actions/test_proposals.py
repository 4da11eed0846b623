from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from expertbody.actions import decisions, proposals
from expertbody.models import Decision, Proposal, Seat
from expertbody.selectors import decidable
from expertbody.selectors import decisions as shown
from stages.actions import pauses as pauses_action
from stages.models import Programme
from stages.selectors import pauses, visits
from tests import builders
from tests.expertbody import bodies

Kind = Proposal.Kind


@pytest.fixture
def programme(db: None) -> Programme:
    made = builders.programme_at_stage(5)
    builders.body(made)
    return made


def seat(programme: Programme, constituency: str) -> Seat:
    return programme.seats.select_related("user", "programme").get(constituency=constituency)


def states(programme: Programme) -> dict[int, str]:
    rows = shown.with_states(programme, programme.decisions.order_by("number"))
    return {row.decision.number: row.state for row in rows}


def test_a_proposal_waits_for_the_body_and_is_audited(programme: Programme) -> None:
    made = bodies.proposal(programme, by=builders.member(programme, Role.COMMISSIONER))
    (matter,) = decidable.waiting(programme)
    assert (matter.title, matter.summary) == ("Pause stage 5, delivery", "The figures are being checked.")
    assert AuditEntry.objects.get(action="expertbody.proposal.propose").subject_id == str(made.pk)


def test_only_commissioners_and_members_propose(programme: Programme) -> None:
    with pytest.raises(Forbidden):
        bodies.proposal(programme, by=builders.member(programme, Role.AGENT))


@pytest.mark.parametrize(
    ("kind", "stage", "message"),
    [
        (Kind.REOPEN, 5, "is open already"),
        (Kind.PAUSE, 4, "is not open"),
        (Kind.RESUME, 5, "is not paused"),
        (Kind.PAUSE, None, "Select the stage"),
        (Kind.END_SEAT, None, "Select a member"),
        (Kind.CHAIR, None, "Select a member"),
    ],
)
def test_what_cannot_be_done_is_not_proposed(programme: Programme, kind: str, stage: int | None, message: str) -> None:
    with pytest.raises(proposals.ProposalRefused, match=message):
        bodies.proposal(programme, kind, stage)


def test_a_proposal_needs_a_reason_and_waits_once(programme: Programme) -> None:
    with pytest.raises(proposals.ProposalRefused, match="Enter why"):
        bodies.proposal(programme, why=" ")
    bodies.proposal(programme)
    with pytest.raises(proposals.ProposalRefused, match="waits for a decision"):
        bodies.proposal(programme)


def test_the_body_reopens_a_stage(programme: Programme) -> None:
    bodies.decide(programme, Kind.REOPEN, bodies.proposal(programme, Kind.REOPEN, 4).pk, "reopen")
    assert visits.is_open(programme, 4)
    assert decidable.waiting(programme) == []
    assert states(programme) == {1: "Carried out"}


def test_the_body_pauses_a_stage_and_the_decision_is_in_force_until_one_supersedes_it(programme: Programme) -> None:
    bodies.decide(programme, Kind.PAUSE, bodies.proposal(programme).pk, "pause")
    assert pauses.paused_stages(programme) == {5}
    assert states(programme) == {1: "In force"}
    resumption = bodies.proposal(programme, Kind.RESUME)
    with pytest.raises(decisions.DecisionRefused, match="Decision 1 on the same matter is in force: “Pause the stage”"):
        bodies.decide(programme, Kind.RESUME, resumption.pk, "resume")
    assert pauses.paused_stages(programme) == {5}
    made = bodies.decide(
        programme, Kind.RESUME, resumption.pk, "resume", supersedes=1, supersedes_because="They are right now."
    )
    assert made.supersedes == programme.decisions.get(number=1)
    assert pauses.paused_stages(programme) == frozenset()
    assert states(programme) == {1: "Superseded", 2: "Carried out"}


def test_a_pause_that_was_ended_otherwise_is_in_force_no_more(programme: Programme) -> None:
    bodies.decide(programme, Kind.PAUSE, bodies.proposal(programme).pk, "pause")
    pauses_action.resume(programme=programme, stage=5, because="Yes.", by=builders.system(), at=bodies.DAY)
    assert states(programme) == {1: "Carried out"}


def test_a_proposal_that_is_declined_changes_nothing(programme: Programme) -> None:
    bodies.decide(programme, Kind.PAUSE, bodies.proposal(programme).pk, "decline")
    assert pauses.paused_stages(programme) == frozenset()
    assert decidable.waiting(programme) == []


def test_the_body_ends_a_term_and_appoints_its_chair(programme: Programme) -> None:
    agent = seat(programme, "agent")
    ending = bodies.proposal(programme, Kind.END_SEAT, None, seat=agent)
    bodies.decide(programme, Kind.END_SEAT, ending.pk, "end")
    agent.refresh_from_db()
    assert (agent.until_date, agent.ended_because) == (bodies.DAY.date(), "The members agree.")
    choice = bodies.proposal(programme, Kind.CHAIR, None, seat=seat(programme, "service_users"))
    bodies.decide(programme, Kind.CHAIR, choice.pk, "appoint")
    assert seat(programme, "service_users").is_chair
    assert not seat(programme, "academics").is_chair
    assert AuditEntry.objects.get(action="expertbody.seat.appoint_chair").before["chair"]


def test_a_second_choice_of_the_chair_has_to_supersede_the_first(programme: Programme, settings: Any) -> None:
    first = bodies.proposal(programme, Kind.CHAIR, None, seat=seat(programme, "service_users"))
    bodies.decide(programme, Kind.CHAIR, first.pk, "appoint")
    second = bodies.proposal(programme, Kind.CHAIR, None, seat=seat(programme, "agent"))
    with pytest.raises(decisions.DecisionRefused, match="Decision 1 on the same matter is in force"):
        bodies.decide(programme, Kind.CHAIR, second.pk, "appoint")
    bodies.decide(programme, Kind.CHAIR, second.pk, "appoint", supersedes=1, supersedes_because="A year each.")
    assert seat(programme, "agent").is_chair
    assert programme.seats.filter(is_chair=True).count() == 1


def test_whose_term_is_over_neither_chairs_nor_is_proposed(programme: Programme) -> None:
    past = builders.seat(programme, until_date=builders.MOMENT.date() + timedelta(days=2))
    with pytest.raises(proposals.ProposalRefused, match="whose term is running"):
        bodies.proposal(programme, Kind.CHAIR, None, seat=past)


def test_a_finding_is_decided_again_only_by_superseding(programme: Programme) -> None:
    finding = builders.finding(programme)
    bodies.decided(programme, finding)
    with pytest.raises(decisions.AlreadyDecided):
        bodies.decide(programme, "finding", finding.pk, "dismiss")
    bodies.decide(
        programme, "finding", finding.pk, "dismiss", supersedes=1, supersedes_because="The file held an error."
    )
    assert states(programme) == {1: "Superseded", 2: "In force"}
    assert Decision.objects.get(number=2).supersedes_because == "The file held an error."


def test_a_decision_supersedes_one_about_the_same_matter_only(programme: Programme) -> None:
    bodies.decided(programme)
    other = builders.finding(programme)
    with pytest.raises(decisions.DecisionRefused, match="about another matter"):
        bodies.decided(programme, other, supersedes=1, supersedes_because="So.")
