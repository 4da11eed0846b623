import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from expertbody import tasks
from expertbody.actions import seats, written_votes
from expertbody.models import Decision, Seat, WrittenBallot, WrittenVote
from stages.models import FindingReply, Programme
from tests import builders
from tests.expertbody import bodies

DAY = bodies.DAY
LATE = DAY + timedelta(days=7, minutes=1)
ALL = {"commissioner": "for", "principal": "for", "agent": "against", "service_users": "for", "academics": "abstained"}


@pytest.fixture
def programme(db: None) -> Programme:
    made = builders.programme_at_stage(5)
    builders.body(made)
    return made


@pytest.fixture
def vote(programme: Programme) -> WrittenVote:
    return bodies.written_vote(programme, builders.finding(programme))


def members(programme: Programme) -> dict[str, Seat]:
    return {seat.constituency: seat for seat in programme.seats.select_related("user", "programme")}


def cast(vote: WrittenVote, given: dict[str, str], **changes: Any) -> None:
    of = members(vote.programme)
    for name, how in given.items():
        words: dict[str, Any] = {"reason": "Too early." if how in ("against", "recused") else "", "at": DAY} | changes
        written_votes.cast(written_vote=vote, vote=how, by=of[name].user, **words)


def close(vote: WrittenVote, **changes: Any) -> WrittenVote:
    given: dict[str, Any] = {"by": members(vote.programme)["agent"].user, "at": LATE} | changes
    return written_votes.close(written_vote=vote, **given)


def test_the_last_ballot_closes_it_and_what_is_carried_becomes_a_decision(vote: WrittenVote) -> None:
    cast(vote, ALL)
    vote.refresh_from_db()
    decision = vote.decision
    assert decision is not None
    assert vote.outcome == WrittenVote.Outcome.CARRIED
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (3, 1, 1)
    assert decision.rationale == "The figures hold."
    assert decision.dissent.endswith(": Too early.")
    assert FindingReply.objects.get().kind == FindingReply.Kind.ACCEPTED
    found = AuditEntry.objects.filter(action__startswith="expertbody.written_vote.").order_by("pk")
    assert [entry.action.rpartition(".")[2] for entry in found] == ["open", *["vote"] * 5, "close"]


def test_only_the_chair_opens_one_or_any_member_while_there_is_no_chair(programme: Programme) -> None:
    finding, of = builders.finding(programme), members(programme)
    with pytest.raises(Forbidden, match="Only the chair"):
        bodies.written_vote(programme, finding, by=of["agent"].user)
    with pytest.raises(Forbidden):
        bodies.written_vote(programme, finding, by=builders.member(programme, Role.ANALYST))
    seats.end(seat=of["academics"], on=DAY.date(), because="Left.", by=builders.system(), at=DAY)
    later = DAY + timedelta(days=1)
    assert bodies.written_vote(programme, finding, by=of["agent"].user, at=later).number == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"deadline": DAY + timedelta(hours=23)}, "at least one day"),
        ({"reason": " "}, "Enter the reason"),
        ({"resolution": "fly"}, "Select what the vote asks"),
        ({"subject_id": 0}, "does not wait"),
    ],
)
def test_one_that_cannot_be_is_refused(programme: Programme, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(written_votes.WrittenVoteRefused, match=message):
        bodies.written_vote(programme, builders.finding(programme), **changes)
    assert WrittenVote.objects.count() == 0


def test_a_matter_is_put_to_one_written_vote_at_a_time(programme: Programme) -> None:
    finding = builders.finding(programme)
    bodies.written_vote(programme, finding)
    with pytest.raises(written_votes.WrittenVoteRefused, match="Written vote 1 on this matter is open"):
        bodies.written_vote(programme, finding)


def test_what_contradicts_a_decision_in_force_is_for_a_meeting(programme: Programme) -> None:
    paused = bodies.proposal(programme)
    bodies.decide(programme, paused.kind, paused.pk, "pause")
    resumed = bodies.proposal(programme, kind="resume_stage")
    given: dict[str, Any] = {"subject_kind": resumed.kind, "subject_id": resumed.pk, "resolution": "resume"}
    with pytest.raises(written_votes.WrittenVoteRefused, match="Put the matter to a meeting"):
        bodies.written_vote(programme, builders.finding(programme), **given)


def test_a_member_votes_once_and_nobody_else_votes(vote: WrittenVote) -> None:
    cast(vote, {"agent": "for"})
    with pytest.raises(written_votes.WrittenVoteRefused, match="voted already"):
        cast(vote, {"agent": "against"})
    with pytest.raises(Forbidden):
        written_votes.cast(
            written_vote=vote, vote="for", by=builders.member(vote.programme, Role.ANALYST), at=DAY
        )  # fmt: skip
    ballot = WrittenBallot.objects.get()
    assert ballot.cast == "for"
    with pytest.raises(DatabaseError), transaction.atomic():
        WrittenBallot.objects.filter(pk=ballot.pk).update(cast="against")


def test_a_member_whose_term_has_ended_does_not_vote_and_is_not_waited_for(vote: WrittenVote) -> None:
    seat = members(vote.programme)["agent"]
    seats.end(seat=seat, on=DAY.date(), because="Left.", by=builders.system(), at=DAY)
    later = DAY + timedelta(days=1)
    with pytest.raises(Forbidden, match="term is running"):
        cast(vote, {"agent": "for"}, at=later)
    cast(vote, {name: how for name, how in ALL.items() if name != "agent"}, at=later)
    vote.refresh_from_db()
    assert vote.outcome == WrittenVote.Outcome.CARRIED


def test_whoever_stands_back_says_why_and_does_not_count(vote: WrittenVote) -> None:
    with pytest.raises(written_votes.WrittenVoteRefused, match="what your interest"):
        cast(vote, {"agent": "recused"}, reason=" ")
    cast(vote, ALL | {"agent": "recused"})
    vote.refresh_from_db()
    assert vote.decision is not None
    assert (vote.decision.votes_for, vote.decision.votes_against, vote.decision.abstentions) == (3, 0, 1)


def test_the_quorum_is_judged_on_those_who_voted_and_did_not_stand_back(vote: WrittenVote) -> None:
    cast(vote, {"commissioner": "for", "principal": "for", "service_users": "recused"})
    closed = close(vote)
    assert (closed.outcome, closed.decision) == (WrittenVote.Outcome.NO_QUORUM, None)
    assert Decision.objects.count() == 0


def test_one_that_is_not_carried_leaves_the_matter_waiting(vote: WrittenVote) -> None:
    cast(vote, ALL | {"principal": "against", "commissioner": "against"})
    vote.refresh_from_db()
    assert vote.outcome == WrittenVote.Outcome.NOT_CARRIED
    assert bodies.written_vote(vote.programme, vote.programme.findings.get()).number == 2


def test_it_takes_votes_until_the_deadline_and_is_closed_by_hand_only_then(vote: WrittenVote) -> None:
    with pytest.raises(written_votes.WrittenVoteRefused, match="may still vote"):
        close(vote, at=DAY)
    with pytest.raises(written_votes.WrittenVoteRefused, match="deadline has passed"):
        cast(vote, {"agent": "for"}, at=LATE)
    with pytest.raises(Forbidden):
        close(vote, by=builders.member(vote.programme, Role.COMMISSIONER))
    close(vote)
    with pytest.raises(written_votes.WrittenVoteClosed, match="Nothing was changed"):
        cast(vote, {"agent": "for"})


def test_by_night_what_is_due_is_closed_and_decided_in_the_name_of_its_opener(vote: WrittenVote) -> None:
    cast(vote, {"commissioner": "for", "principal": "for", "service_users": "for"})
    assert written_votes.close_due(at=DAY) == 0
    assert written_votes.close_due(at=LATE) == 1
    vote.refresh_from_db()
    assert vote.decision is not None
    assert vote.decision.decided_by == vote.opened_by
    assert tasks.close_written_votes() == 0


def test_a_matter_that_was_decided_meanwhile_closes_as_overtaken(vote: WrittenVote) -> None:
    bodies.decide(vote.programme, "finding", vote.subject_id, "accept")
    with pytest.raises(written_votes.WrittenVoteRefused, match="decided meanwhile"):
        cast(vote, {"agent": "for"})
    assert close(vote, at=DAY).outcome == WrittenVote.Outcome.OVERTAKEN


def test_a_ballot_is_kept_when_the_decision_cannot_be_carried_out(
    vote: WrittenVote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_given: Any) -> None:
        raise Refused("Not now.")

    monkeypatch.setattr("expertbody.actions.decisions.record", refuse)
    cast(vote, ALL)
    vote.refresh_from_db()
    assert (vote.closed_at, vote.ballots.count()) == (None, 5)
    with pytest.raises(Refused, match=r"Not now\."):
        close(vote)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_one_at_once_one_wins_and_the_other_is_told() -> None:
    programme = builders.programme_at_stage(5)
    builders.body(programme)
    vote = bodies.written_vote(programme, builders.finding(programme))
    of = members(programme)
    cast(vote, {"commissioner": "for", "principal": "for", "service_users": "for"})
    together = threading.Barrier(2)
    said: list[str] = []

    def close_now(person: User) -> None:
        try:
            together.wait()
            close(vote, by=person)
            said.append("closed")
        except Refused as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=close_now, args=[of[name].user]) for name in ("commissioner", "academics")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["WrittenVoteClosed", "closed"]
    assert Decision.objects.count() == 1
