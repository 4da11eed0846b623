"""Numbers of people at fixed moments, for those who may not see rows: the ends of the periods that are over.

A number that is told every day tells what one day has changed, which may be one person. So nothing is told between two
moments, and a later moment only what differs from all that was told before by nobody or by more than a few. What was
taken in by a moment never changes afterwards, so that whoever looks again later finds the same.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Sum
from django.utils.timezone import make_aware

from contracts.models import Period
from delivery.domain import suppression
from delivery.domain.suppression import EVERYTHING, Figure, Kind, Place, Rule
from delivery.models import Tally
from delivery.selectors import disclosure_rules
from stages.models import Programme

KEPT_SECONDS = 30 * 24 * 60 * 60
Table = Mapping[Place, Figure]
Found = TypeVar("Found")


@dataclasses.dataclass(frozen=True)
class Moment:
    """The end of a day: the last of a period."""

    day: date

    @property
    def before(self) -> datetime:
        """What came before this had come by the moment."""
        return make_aware(datetime.combine(self.day + timedelta(days=1), time()))


@dataclasses.dataclass(frozen=True)
class Told:
    """The table of the last moment of which anything can be told, and its places that cannot."""

    moment: Moment
    place: int
    table: Table
    hidden: frozenset[Place]
    rule: Rule

    @property
    def people(self) -> int:
        """The whole, rounded as the rule asks."""
        return self.rule.rounded(self.table[EVERYTHING].people)

    @property
    def by_row(self) -> dict[str, int]:
        """The people of each row, rounded as the rule asks, whether or not they are hidden."""
        rows = ((row, figure) for (row, column), figure in self.table.items() if column is None)
        return {row: self.rule.rounded(figure.people) for row, figure in rows if row is not None}

    @property
    def hidden_rows(self) -> frozenset[str]:
        return frozenset(row for row, column in self.hidden if row is not None and column is None)


def over(programme: Programme, today: date) -> list[Moment]:
    """The moments that have come, in their order: the ends of periods, and of quarters once the last period is over."""
    ends = Period.objects.filter(programme=programme).order_by("ends_on").values_list("ends_on", flat=True).distinct()
    days = list(ends)
    while days and days[-1] < today:
        days.append(_end_of_quarter(days[-1] + timedelta(days=1)))
    return [Moment(day) for day in days if day < today]


def _end_of_quarter(day: date) -> date:
    """The last day of the calendar quarter."""
    month = (day.month + 2) // 3 * 3
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def kept(programme: Programme, name: str, moments: Sequence[Moment], make: Callable[[], Found]) -> Found:
    """What `make` finds of the moments, which is the same whenever it is looked for."""
    key = f"moments:{name}:{programme.pk}:" + ":".join(f"{one.day:%y%m%d}" for one in (moments[0], moments[-1]))
    known: Found | None = cache.get(key)
    if known is None:
        known = make()
        cache.set(key, known, KEPT_SECONDS)
    return known


def taken_in(programme: Programme, of: str, moments: Sequence[Moment]) -> list[dict[str, int]]:
    """For each moment, how many rows of the kind had been taken in by it, by the code of their segment."""
    if not moments:
        return []
    rows = Tally.objects.filter(programme=programme, of=of).order_by("received_on")
    days = list(rows.values_list("received_on", "segment").annotate(number=Sum("number")))
    found, so_far, place = [], Counter[str](), 0
    for moment in moments:
        while place < len(days) and days[place][0] <= moment.day:
            so_far[days[place][1]] += days[place][2]
            place += 1
        found.append(dict(so_far))
    return found


def told(programme: Programme, moments: Sequence[Moment], tables: Sequence[Table], kind: Kind) -> Told | None:
    """The last moment whose whole can be told, by the rule for counts of no outcome in particular; None: not yet."""
    if not tables:
        return None
    rule = disclosure_rules.rules(programme).other
    hidden = suppression.hidden_over_time(tables, rule, kind=kind)
    for place in reversed(range(len(tables))):
        if EVERYTHING in tables[place] and EVERYTHING not in hidden[place]:
            return Told(moments[place], place, tables[place], hidden[place], rule)
    return None


def started(programme: Programme, moments: Sequence[Moment]) -> Told | None:
    """How many participants have been taken in, by segment."""
    tables = [
        suppression.with_totals({(name, ""): Figure(number, 0) for name, number in one.items()})
        for one in taken_in(programme, Tally.Of.PARTICIPANTS, moments)
    ]
    return told(programme, moments, tables, Kind.SO_FAR)
