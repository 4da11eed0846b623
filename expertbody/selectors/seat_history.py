"""Which constituencies were seated when, and the days on which one had nobody."""

import dataclasses
from datetime import date, timedelta

from expertbody.domain import composition, gaps
from expertbody.models import Seat
from stages.models import Programme

ENDS_SOON = timedelta(days=90)


@dataclasses.dataclass(frozen=True)
class Line:
    """One constituency over time: its terms and its gaps, the earliest first."""

    name: str
    seats: list[Seat]
    gaps: list[gaps.Gap]

    @property
    def is_empty_now(self) -> bool:
        return any(gap.last is None for gap in self.gaps)


def lines(programme: Programme, as_of: date) -> list[Line]:
    """The five constituencies from the day on which the first member was seated to the day; none before that."""
    by_code: dict[str, list[Seat]] = {}
    for seat in programme.seats.select_related("user").order_by("from_date", "pk"):
        by_code.setdefault(seat.constituency, []).append(seat)
    if not by_code:
        return []
    first = min(seat.from_date for found in by_code.values() for seat in found)
    return [_line(one, by_code.get(one.code, []), first, as_of) for one in composition.CONSTITUENCIES]


def _line(one: composition.Constituency, seats: list[Seat], first: date, as_of: date) -> Line:
    terms = [gaps.Term(seat.from_date, seat.until_date) for seat in seats]
    return Line(one.name, seats, gaps.gaps(terms, min(first, as_of), as_of))


def ending(programme: Programme, as_of: date) -> list[Seat]:
    """The terms that run today and end within 90 days, the first to end first."""
    found = programme.seats.held_on(as_of).filter(until_date__lte=as_of + ENDS_SOON)
    return list(found.select_related("user").order_by("until_date", "pk"))
