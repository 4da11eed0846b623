import threading
from typing import Any

import pytest
from django.db import connection

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from expertbody.actions import decisions, seats
from expertbody.models import Decision
from stages.actions import gates
from stages.models import Finding, FindingReply, Programme
from stages.selectors import visits
from tests import builders

DAY = builders.later(days=31)


def decide(programme: Programme, finding: Finding, *, by: User, **changes: Any) -> Decision:
    given: dict[str, Any] = {
        "subject_kind": "finding", "subject_id": finding.pk, "resolution": "accept", "rationale": "The figures hold.",
        "votes_for": 4, "votes_against": 1, "abstentions": 0, "at": DAY,
    }  # fmt: skip
    return decisions.record(programme=programme, by=by, **(given | changes))


@pytest.fixture
def programme(db: None) -> Programme:
    made = builders.programme_at_stage(5)
    builders.body(made)
    return made


def member(programme: Programme) -> User:
    return programme.seats.select_related("user").order_by("pk")[0].user


def test_a_decision_is_recorded_carried_out_and_audited(programme: Programme) -> None:
    finding = builders.finding(programme)
    made = decide(programme, finding, by=member(programme), dissent="Too early to say.")
    assert (made.number, made.votes_for, made.dissent) == (1, 4, "Too early to say.")
    assert finding.replies.get().kind == FindingReply.Kind.ACCEPTED
    assert finding.replies.get().text == "The figures hold."
    entry = AuditEntry.objects.get(action="expertbody.decision.record")
    assert entry.after["votes"] == [4, 1, 0]


def test_reopening_carries_out_in_the_same_transaction(programme: Programme) -> None:
    finding = builders.finding(programme, stages=(4,))
    decide(programme, finding, by=member(programme), resolution="reopen")
    assert visits.is_open(programme, 4)


def test_what_the_action_refuses_is_raised_and_nothing_is_stored(programme: Programme) -> None:
    visit = builders.open_visit(programme, 5)
    request = gates.ask(visit=visit, note="", by=builders.system(), at=DAY)
    with pytest.raises(Refused, match="cannot be closed yet"):
        decide(programme, builders.finding(programme), by=member(programme), subject_kind="gate",
               subject_id=request.pk, resolution="pass")  # fmt: skip
    assert Decision.objects.count() == 0
    assert visits.is_open(programme, 5)


def test_only_a_member_whose_term_is_running_records_decisions(programme: Programme) -> None:
    finding = builders.finding(programme)
    commissioner = builders.member(programme, Role.COMMISSIONER)
    with pytest.raises(Forbidden):
        decide(programme, finding, by=commissioner)
    seat = programme.seats.select_related("user", "programme").order_by("pk")[0]
    seats.end(seat=seat, on=builders.MOMENT.date(), because="Left.", by=builders.system(), at=builders.later(hours=1))
    with pytest.raises(Forbidden, match="term is running"):
        decide(programme, finding, by=seat.user)


def test_a_member_of_one_body_decides_nothing_in_another_programme(programme: Programme) -> None:
    other = builders.programme_at_stage(5)
    with pytest.raises(Forbidden):
        decide(other, builders.finding(other), by=member(programme))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"votes_for": 5, "votes_against": 1}, "only 5 members are seated"),
        ({"votes_for": 0, "votes_against": 0}, "No votes were entered"),
        ({"votes_for": 2, "votes_against": 2}, "more votes for it than against"),
        ({"rationale": " "}, "Enter the reason"),
        ({"resolution": "celebrate"}, "not something that the Expert Body can decide"),
        ({"subject_kind": "weather"}, "not something that the Expert Body can decide"),
        ({"subject_id": 999_999}, "does not wait for a decision"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_what_to_do(
    programme: Programme, changes: dict[str, Any], message: str
) -> None:
    finding = builders.finding(programme)
    with pytest.raises(decisions.DecisionRefused, match=message):
        decide(programme, finding, by=member(programme), **changes)
    assert Decision.objects.count() == 0


def test_a_matter_is_decided_once_and_the_second_is_told_by_whom(programme: Programme) -> None:
    finding = builders.finding(programme)
    first = decide(programme, finding, by=member(programme))
    with pytest.raises(decisions.AlreadyDecided, match=f"{first.decided_by} recorded decision 1"):
        decide(programme, finding, by=member(programme), resolution="dismiss")
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_decide_at_once_one_wins_and_the_other_is_told() -> None:
    programme = builders.programme_at_stage(5)
    people = [seat.user for seat in builders.body(programme)][:2]
    finding = builders.finding(programme)
    together = threading.Barrier(2)
    said: list[str] = []

    def decide_now(person: User) -> None:
        try:
            together.wait()
            said.append(f"decision {decide(programme, finding, by=person).number}")
        except Refused as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide_now, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["AlreadyDecided", "decision 1"]
    assert finding.replies.count() == 1
