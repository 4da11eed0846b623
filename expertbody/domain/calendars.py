"""Meetings and days as an iCalendar file (RFC 5545). It holds no names of people: a calendar is shown to many.

It has no METHOD, which would ask for an organiser by name (RFC 5546). A meeting that is cancelled stays in it as
cancelled, so that every calendar which knows it learns of that; days that are not in it any more are over.
"""

import dataclasses
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from unicodedata import category

from icalendar import Calendar, Event, vText

PRODUCT = "-//PbR Manager//Dates//EN"


@dataclasses.dataclass(frozen=True)
class Entry:
    """A meeting as a calendar knows it. `key` never changes while the meeting lives; each change adds to `changes`, and
    so does that it is cancelled."""

    key: str
    programme: str
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str
    changed_at: datetime
    changes: int
    is_cancelled: bool = False

    @property
    def uid(self) -> str:
        return _uid(self.key)


@dataclasses.dataclass(frozen=True)
class Days:
    """Something that takes whole days, both ends included, and leaves the person free. `key` is as for an entry."""

    key: str
    summary: str
    first: date
    last: date
    url: str
    read_at: datetime


def calendar(name: str, entries: Iterable[Entry], days: Iterable[Days] = ()) -> bytes:
    """The file, which programs for calendars read."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", vText(_text(name)))
    for entry in entries:
        made.add_component(_event(entry))
    for one in days:
        made.add_component(_whole_days(one))
    return bytes(made.to_ical())


def _text(written: str) -> str:
    """Without the control characters that the format forbids; lines stay apart."""
    return "".join(one for one in "\n".join(written.splitlines()) if one in "\n\t" or category(one) not in ("Cc", "Cs"))


def _uid(key: str) -> str:
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, key)}@pbr-manager"


def _whole_days(days: Days) -> Event:
    event = Event()
    event.add("uid", _uid(days.key))
    event.add("dtstamp", days.read_at.astimezone(UTC))
    event.add("dtstart", days.first)
    event.add("dtend", days.last + timedelta(days=1))  # the first day after it, as the format has it
    event.add("summary", _text(days.summary))
    event.add("url", days.url)
    event.add("transp", "TRANSPARENT")
    return event


def _event(entry: Entry) -> Event:
    event = Event()
    changed = entry.changed_at.astimezone(UTC)
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", _text(f"Expert Body, {entry.programme}"))
    event.add("location", _text(entry.place))
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("sequence", entry.changes)
    return event
