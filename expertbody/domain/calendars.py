"""Meetings as an iCalendar file (RFC 5545). It holds no names of people: a calendar is shown to many."""

import dataclasses
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

PRODUCT = "-//PbR Manager//Expert Body//EN"


@dataclasses.dataclass(frozen=True)
class Entry:
    """A meeting as a calendar knows it. `key` never changes while the meeting lives; each change adds to `changes`."""

    key: str
    programme: str
    starts_at: datetime
    place: str
    url: str
    changed_at: datetime
    changes: int

    @property
    def uid(self) -> str:
        return f"{uuid.uuid5(uuid.NAMESPACE_OID, self.key)}@pbr-manager"


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The file, which programs for calendars read."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    changed = entry.changed_at.astimezone(UTC)
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("summary", f"Expert Body, {entry.programme}")
    event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("status", "CONFIRMED")
    event.add("sequence", entry.changes)
    return event
