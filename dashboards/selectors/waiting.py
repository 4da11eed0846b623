"""A matter that waits for a person."""

import dataclasses
import enum
from datetime import date, datetime


class Urgency(enum.IntEnum):
    """The order in which matters are shown."""

    OVERDUE = 0
    CRITICAL = 1
    TODAY = 2
    RED = 3
    SOON = 4
    ASKED = 5
    LATER = 6


@dataclasses.dataclass(frozen=True)
class Matter:
    """One matter: what it is, in which programme, since when, by when, and the page on which it is dealt with.

    `record` tells it apart from others that are dealt with on the same page and have days. It never changes, as titles
    do. What `happens` does so on its day, whoever does what by then: a meeting, the end of a term.
    """

    urgency: Urgency
    kind: str
    colour: str
    title: str
    programme: str
    url: str
    do: str
    detail: str = ""
    since: datetime | None = None
    by_date: date | None = None
    plain_url: str = ""
    record: str = ""
    happens: bool = False

    @property
    def key(self) -> str:
        """What it is known by, however it is called and whatever its day."""
        return f"{self.url} {self.record}".strip()

    def is_overdue(self, today: date) -> bool:
        return self.by_date is not None and self.by_date < today
