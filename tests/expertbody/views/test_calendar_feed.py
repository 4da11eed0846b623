"""Dates in a person's calendar: as a file, and under a secret address that keeps up."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from icalendar import Calendar

from accounts.models import User
from expertbody.actions import meetings, seats
from expertbody.models import Seat
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies

PAGE = "/calendar/"


def events(answer: Any) -> list[Any]:
    calendar: Any = Calendar.from_ical(answer.content)
    return list(calendar.events)


def made(client: Client, member: User) -> str:
    """The address that the page shows."""
    client.force_login(member)
    page = client.post(PAGE, {"do": "make"}).content.decode()
    found = re.search(r"http://testserver(/calendar/[\w-]+\.ics)", page)
    assert found
    return found[1]


def test_a_member_saves_a_meeting_and_it_stays_the_same_event_when_it_is_moved(
    client: Client, programme: Programme, body: list[Seat], member: User, stranger: User
) -> None:
    meeting = bodies.meeting(programme, at=now())
    address = reverse("expertbody:meeting_ics", args=[programme.slug, 1])
    client.force_login(member)
    assert address in client.get(meeting.get_absolute_url()).content.decode()
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    (before,) = events(answer)
    assert before["SUMMARY"] == f"Expert Body, {programme.name}"
    assert before["URL"] == f"http://testserver{meeting.get_absolute_url()}"
    assert not any(seat.user.name in answer.content.decode() for seat in body)
    later = meeting.starts_at + timedelta(days=1)
    meetings.change(
        meeting=meeting, starts_at=later, place="Library", chair=meeting.chair, reason="The room is taken.",
        by=builders.system(), at=now(),
    )  # fmt: skip
    (after,) = events(client.get(address))
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt
    assert after["LOCATION"] == "Library"
    client.force_login(stranger)
    assert client.get(address).status_code == 404


def test_a_calendar_program_reads_the_meetings_of_every_body_on_which_the_person_sits(
    client: Client, programme: Programme, member: User
) -> None:
    other, foreign = (builders.programme_at_stage(5, at=now() - timedelta(days=40)) for _ in range(2))
    for one in (other, foreign):
        builders.body(one, from_date=localdate() - timedelta(days=30))
    seat = builders.seat(other, "academics", user=member, from_date=localdate() - timedelta(days=9))
    for one in (programme, other, foreign):
        bodies.meeting(one, at=now())
    address = made(client, member)
    client.logout()
    answer = client.get(address)
    assert "no-store" in answer.headers["Cache-Control"]
    said = {event["SUMMARY"] for event in events(answer)}
    assert said == {f"Expert Body, {programme.name}", f"Expert Body, {other.name}"}
    seats.end(seat=seat, on=localdate() - timedelta(days=1), because="Moved away.", by=builders.system(), at=now())
    assert len(events(client.get(address))) == 1


def test_the_address_is_shown_once_and_stops_when_the_person_says_so(client: Client, member: User) -> None:
    address = made(client, member)
    page = client.get(PAGE).content.decode()
    assert "It cannot be shown again" in page
    assert address not in page
    newer = made(client, member)
    assert client.get(address).status_code == 404
    assert client.get(newer).status_code == 200
    assert "The address is stopped" in client.post(PAGE, {"do": "stop"}).content.decode()
    assert client.get(newer).status_code == 404
    assert client.get("/calendar/nobody-made-this.ics").status_code == 404


def test_who_holds_no_role_is_told_so(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    page = client.get(PAGE).content.decode()
    assert "You hold no role in any programme now" in page
    assert "address</button>" not in page
    assert "Make an address" not in page
    assert "You hold no role" in client.post(PAGE, {"do": "make"}).content.decode()


def test_a_meeting_that_is_cancelled_stays_in_calendars_as_cancelled(
    client: Client, programme: Programme, member: User
) -> None:
    meeting = bodies.meeting(programme, at=now())
    address = made(client, member)
    (before,) = events(client.get(address))
    meetings.cancel(meeting=meeting, reason="Ruth is ill.", by=builders.system(), at=now())
    (after,) = events(client.get(address))
    assert (before["UID"], before["STATUS"], before["SEQUENCE"]) == (after["UID"], "CONFIRMED", 0)
    assert after["DTEND"].dt - after["DTSTART"].dt == timedelta(minutes=meeting.minutes)
    assert (after["STATUS"], after["SEQUENCE"], after["DTSTART"].dt) == ("CANCELLED", 1, before["DTSTART"].dt)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt
    assert b"Ruth" not in client.get(address).content
