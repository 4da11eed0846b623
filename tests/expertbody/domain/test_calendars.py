import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import given, strategies
from icalendar import Calendar

from expertbody.domain import calendars

ENTRY = calendars.Entry(
    key="meeting 1",
    programme="Getting home; safely, Northmere",
    starts_at=datetime(2026, 7, 1, 14, 0, tzinfo=timezone(timedelta(hours=1))),
    ends_at=datetime(2026, 7, 1, 16, 30, tzinfo=timezone(timedelta(hours=1))),
    place="Town Hall, room 4; ring\nthe bell",
    url="https://pbr.example/meetings/1/",
    changed_at=datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
    changes=0,
)


def events(entries: list[calendars.Entry]) -> list[Any]:
    made: Any = Calendar.from_ical(calendars.calendar("Meetings", entries))
    return list(made.events)


def test_a_meeting_is_an_event_that_calendars_understand() -> None:
    (event,) = events([ENTRY])
    assert event["SUMMARY"] == "Expert Body, Getting home; safely, Northmere"
    assert event["LOCATION"] == "Town Hall, room 4; ring\nthe bell"
    assert event["DTSTART"].dt == datetime(2026, 7, 1, 13, 0, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 7, 1, 15, 30, tzinfo=UTC)
    assert event["DTSTAMP"].dt == ENTRY.changed_at
    assert (event["STATUS"], event["SEQUENCE"], event["URL"]) == ("CONFIRMED", 0, ENTRY.url)


def test_a_meeting_that_is_moved_stays_the_same_event() -> None:
    moved = dataclasses.replace(ENTRY, starts_at=ENTRY.starts_at + timedelta(days=1), changes=1)
    assert moved.uid == ENTRY.uid
    assert dataclasses.replace(ENTRY, key="meeting 2").uid != ENTRY.uid


def test_a_meeting_that_is_cancelled_stays_with_both_its_ends_and_counts_as_changed() -> None:
    (event,) = events([dataclasses.replace(ENTRY, changes=2, is_cancelled=True)])
    assert (event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCELLED", 2, ENTRY.uid)
    assert event["DTEND"].dt > event["DTSTART"].dt


def test_a_calendar_without_meetings_is_still_a_calendar() -> None:
    assert not events([])


def test_days_are_whole_with_both_ends_and_leave_the_person_free() -> None:
    read_at = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    period = calendars.Days("period 1", "A: period q1", date(2026, 1, 1), date(2026, 3, 31), "/periods/q1/", read_at)
    made: Any = Calendar.from_ical(calendars.calendar("Dates", [ENTRY], [period]))
    _meeting, event = made.events
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 1, 1), date(2026, 4, 1))
    assert (event["SUMMARY"], event["TRANSP"], event["DTSTAMP"].dt) == ("A: period q1", "TRANSPARENT", read_at)


@given(strategies.text(min_size=1, max_size=300), strategies.text(max_size=300))
def test_the_file_is_what_the_format_asks_for_whatever_a_programme_is_called(programme: str, place: str) -> None:
    entry = dataclasses.replace(ENTRY, programme=programme, place=place)
    days = calendars.Days("due 1", programme, date(2026, 1, 1), date(2026, 1, 1), "/a/", ENTRY.changed_at)
    made = calendars.calendar(programme, [entry], [days])
    lines = made.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and line.decode() for line in lines), "folded between characters"
    assert not any(byte < 32 and byte != 9 for line in lines for byte in line)
    assert made.count(b"BEGIN:VEVENT") == made.count(b"\r\nUID:") == made.count(b"\r\nDTSTAMP:20260601T090000Z") == 2
    assert b"DTSTART;VALUE=DATE:20260101\r\n" in made
    assert b"DTSTART:20260701T130000Z\r\n" in made
    assert not any(line.startswith(b"METHOD") for line in lines)
    assert [event["SEQUENCE"] for event in Calendar.from_ical(made).events if "SEQUENCE" in event] == [0]
