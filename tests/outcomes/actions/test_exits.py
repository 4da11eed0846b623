"""Participants who leave: outcomes may follow, except after what ends them for good."""

from datetime import date

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from delivery.models import Exit, Participant
from delivery.selectors import participant_events
from outcomes.actions import exits
from outcomes.actions.exits import ExitRefused
from outcomes.models import Claim, RowError
from stages.actions.visits import StageClosed
from tests import builders
from tests.outcomes.scheme import SENT, Scheme, table

pytestmark = pytest.mark.django_db
LEFT = date(2025, 6, 1)


@pytest.fixture
def person(scheme: Scheme) -> Participant:
    return scheme.participant("P-1")


def leave(scheme: Scheme, person: Participant, reason: str = "completed", day: date = LEFT, note: str = "") -> Exit:
    return exits.record(participant=person, exited_on=day, reason=reason, note=note, by=scheme.user, at=SENT)


def claim(scheme: Scheme, day: date) -> None:
    scheme.send(table("participant,outcome,achieved_on", [("P-1", "qualification", day)]))


def test_outcomes_still_count_after_somebody_completed_the_service(scheme: Scheme, person: Participant) -> None:
    leave(scheme, person)
    claim(scheme, date(2025, 7, 1))
    assert Claim.objects.count() == 1
    assert AuditEntry.objects.get(action="outcomes.exit.record").after["reason"] == "completed"


def test_none_counts_after_somebody_was_found_not_to_be_eligible(scheme: Scheme, person: Participant) -> None:
    leave(scheme, person, "not_eligible")
    claim(scheme, date(2025, 7, 1))
    assert not Claim.objects.exists()
    assert "after the participant left the programme for good (1 June 2025)" in RowError.objects.get().reason


def test_such_an_exit_cannot_lie_before_an_outcome_that_was_claimed(scheme: Scheme, person: Participant) -> None:
    claim(scheme, date(2025, 7, 1))
    with pytest.raises(ExitRefused, match="An outcome of 1 July 2025 was claimed"):
        leave(scheme, person, "died")
    leave(scheme, person, "lost_contact")


def test_whoever_left_can_come_back_and_leave_again(scheme: Scheme, person: Participant) -> None:
    with pytest.raises(ExitRefused, match="has not left"):
        leave(scheme, person, "returned")
    leave(scheme, person, "objected")
    with pytest.raises(ExitRefused, match="recorded already"):
        leave(scheme, person, "died")
    leave(scheme, person, "returned")
    assert participant_events.last_exit(person) is None
    claim(scheme, date(2025, 7, 1))
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "day", "note", "message"),
    [
        ("completed", date(2025, 1, 9), "", "started on 10 January 2025"),
        ("completed", date(2025, 12, 2), "", "in the future"),
        ("bored", LEFT, "", "Select why"),
        ("completed", LEFT, "Call 07700 900123", "seems to hold"),
    ],
)
def test_an_exit_that_cannot_be_is_refused(
    scheme: Scheme, person: Participant, reason: str, day: date, note: str, message: str
) -> None:
    with pytest.raises(ExitRefused, match=message):
        leave(scheme, person, reason, day, note)


def test_only_the_agents_own_people_record_it_while_delivery_is_open(scheme: Scheme, person: Participant) -> None:
    for role in (Role.AGENT, Role.COMMISSIONER, Role.VERIFIER):
        with pytest.raises(Forbidden):
            exits.record(
                participant=person, exited_on=LEFT, reason="completed", note="", at=SENT,
                by=builders.member(scheme.programme, role),
            )  # fmt: skip
    builders.pass_decided_elsewhere(scheme.programme, 5)
    with pytest.raises(StageClosed):
        leave(scheme, person)
