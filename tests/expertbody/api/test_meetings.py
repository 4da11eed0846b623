"""Meetings of the Expert Body, read by other systems: as on the pages, by everybody with a role in the programme."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Role
from expertbody.actions import agenda, meetings
from stages.models import Programme
from tests import builders, interface
from tests.expertbody import bodies
from tests.expertbody.actions.test_pack_record import meet

pytestmark = pytest.mark.django_db
DAY = bodies.DAY


@pytest.fixture
def programme() -> Programme:
    made = builders.programme_at_stage(5)
    builders.body(made)
    return made


@pytest.fixture
def system(programme: Programme) -> interface.Caller:
    person = builders.member(programme, Role.ANALYST)
    return interface.system_of(person)


def rows(system: interface.Caller, programme: Programme, **asked: Any) -> list[Any]:
    answer = system.get(f"programmes/{programme.slug}/meetings/", **asked)
    assert answer.status_code == 200, answer.content
    found: list[Any] = answer.json()["results"]
    return found


def test_a_meeting_is_read_with_its_agenda_who_came_and_how_each_voted(
    system: interface.Caller, programme: Programme
) -> None:
    finding = builders.finding(programme)
    made = meet(programme, "finding", finding.pk, "accept")
    found = system.get(f"programmes/{programme.slug}/meetings/{made.number}/").json()
    assert found["state"] == "closed"
    assert found["starts_at"] < found["ends_at"]
    decided, talk = found["agenda"]
    assert (decided["motion"]["carried"], decided["motion"]["decision"]) == (True, 1)
    assert {one["constituency"]: one["cast"] for one in decided["motion"]["votes"]} == {
        "commissioner": "for", "principal": "for", "agent": "recused", "service_users": "for", "academics": "against",
    }  # fmt: skip
    assert [one["constituency"] for one in decided["recused"]] == ["agent"]
    assert (talk["title"], talk["about"], talk["motion"]) == ("Letters", "Item", None)
    assert {one["constituency"]: one["attendance"] for one in found["members"]}["agent"] == "apologies"
    assert found["minutes_approved_in"] is None
    assert "It pays my employer." not in str(found), "what the interest is stands on the page of the item alone"


def test_meetings_are_found_by_how_they_stand_and_by_their_words(
    system: interface.Caller, programme: Programme
) -> None:
    over = bodies.meeting_over(programme)
    off = bodies.meeting(programme, minutes=90)
    agenda.add_free(meeting=off, title="Posters", asked="", by=builders.system(), at=DAY)
    meetings.cancel(meeting=off, reason="Two members are ill.", by=builders.system(), at=DAY)
    opened = bodies.meeting(programme)
    meetings.open_meeting(meeting=opened, by=opened.chair.user, at=DAY)
    called = bodies.meeting(programme, at=DAY + timedelta(days=3))
    assert [one["number"] for one in rows(system, programme)] == [4, 3, 2, 1]
    for state, meeting in (("closed", over), ("cancelled", off), ("open", opened), ("called", called)):
        (row,) = rows(system, programme, state=state)
        assert (row["number"], row["state"]) == (meeting.number, state)
    (found,) = rows(system, programme, q="poster")
    assert (found["number"], found["cancelled_because"]) == (off.number, "Two members are ill.")
    assert rows(system, programme, q="poster", state="open") == []
    (narrow,) = rows(system, programme, q="poster", fields="number,ends_at")
    assert narrow == {"number": 2, "ends_at": (off.starts_at + timedelta(minutes=90)).strftime("%Y-%m-%dT%H:%M:%SZ")}


def test_a_meeting_that_is_not_there_is_none(system: interface.Caller, programme: Programme) -> None:
    answer = system.get(f"programmes/{programme.slug}/meetings/9/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert system.get(f"programmes/{programme.slug}/meetings/", state="over").status_code == 400
