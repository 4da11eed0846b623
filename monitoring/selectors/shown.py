"""Which figures of a programme people who may not see rows are shown: one decision for every page, file and chart.

The finest tables are decided on, agents by segments and months of start, period after period, with all their totals.
Whatever is shown is a figure of these tables, so that no choice of filters, and no memory of an earlier period, gives
more than the tables themselves.

What was told is decided on once, in its order, run after run, with all that was told before in mind, so that a decision
stands when more comes in. Somebody who kept what was shown on every day has no more than what was decided on together.
"""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Max, OuterRef

from delivery.domain import movements, suppression
from delivery.domain.suppression import EVERYTHING, NOBODY, Figure, Kind, Place, Rule
from delivery.selectors import disclosure_rules
from delivery.selectors.disclosure_rules import Rules
from monitoring.domain import months_apart
from monitoring.domain.month_memory import MonthMemory
from monitoring.domain.months_apart import Months
from monitoring.models import Measurement, MonitorRun, Publication
from monitoring.selectors import measurements, tables
from monitoring.selectors.tables import Table, Thing, Told
from stages.models import Programme

EDITION = "7"
KEEP_SECONDS = 7 * 24 * 3600


@dataclasses.dataclass(frozen=True)
class Hidden:
    """What is not shown, by measurement: places among agents and segments. `months` names those whose months are, and
    `beside` those whose numbers beside the table may be, as they differ by few from none that were told before."""

    rules: Rules
    places: Mapping[int, frozenset[Place]]
    months: frozenset[int]
    beside: frozenset[int]

    def is_hidden(self, measurement: int, place: Place) -> bool:
        """What was never decided on is not shown."""
        return measurement not in self.places or place in self.places[measurement]


def hidden(programme: Programme) -> Hidden:
    """The decision on everything that was ever told, kept until there is more or another rule.

    It goes on from the decision of the run before, where that is still kept.
    """
    rules = disclosure_rules.rules(programme)
    last, before = _last_of_runs(programme)
    kept: Hidden | None = cache.get(_key("shown", programme, last, rules))
    if kept is None:
        decision = _go_on(programme, before, rules)
        kept = Hidden(rules, decision.places, frozenset(decision.months), frozenset(decision.beside))
        cache.set(_key("shown", programme, last, rules), kept, KEEP_SECONDS)
        cache.set(_key("decided", programme, last, rules), decision, KEEP_SECONDS)
    return kept


def _go_on(programme: Programme, before: int, rules: Rules) -> "_Decision":
    """The decision up to now. What it rests on is many times as large as what pages read of it, and kept beside it."""
    decision: _Decision = cache.get(_key("decided", programme, before, rules)) or _first(programme, rules)
    decision.take_all(measurements.ever_told(programme).filter(pk__gt=decision.last))
    return decision


def _last_of_runs(programme: Programme) -> tuple[int, int]:
    """The keys of the last measurements told by the last run that told any, and by the one before; 0 without."""
    told = Measurement.objects.filter(run=OuterRef("pk")).told().order_by().values("run")
    runs = MonitorRun.objects.filter(programme=programme).annotate(last=told.annotate(last=Max("pk")).values("last"))
    last = [*runs.filter(last__isnull=False).order_by("-id").values_list("last", flat=True)[:2], 0, 0]
    return last[0], last[1]


def _key(what: str, programme: Programme, last: int, rules: Rules) -> str:
    return f"{what}:{EDITION}:{programme.pk}:{last}:{rules.version}".replace(" ", "")


def _first(programme: Programme, rules: Rules) -> "_Decision":
    """Before anything is told; with the figures that were published by the rules of their day."""
    decision = _Decision(rules)
    for published in Publication.objects.filter(programme=programme).values_list("shown", flat=True):
        decision.remember(published)
    return decision


def numbers(programme: Programme, hidden: Hidden) -> frozenset[int]:
    """Every count of everybody that is shown, and what runs of shown months sum up to."""
    found: set[int] = set()
    for one in measurements.told(programme).defer(None):
        if tables.scope_of(one) == EVERYTHING and not hidden.is_hidden(one.pk, EVERYTHING):
            found |= {one.numerator, one.denominator or one.numerator}
        if one.pk in hidden.months:
            by_month = _months_of(one)
            found.update(runs([by_month[month].people for month in sorted(by_month, key=str)]))
    return frozenset(found)


def runs(numbers: Sequence[int]) -> list[int]:
    """The sums of all neighbours: of one, of two, and so on."""
    so_far = [0, *itertools.accumulate(numbers)]
    return [later - earlier for earlier, later in itertools.combinations(so_far, 2)]


Memory = list[tuple[str, str, str | None, str | None, int, int]]
"""Figures that were shown: outcome, measure, agent, segment (or a month under MONTH), people, achieved."""

MONTH = "month"
MONEY = "money"
"""The measure under which publications remember the counts behind their amounts: see `open_money`."""

STANDING = "standing"
"""The measure under which publications once remembered which measurements they told."""


def _months_of(one: Measurement) -> dict[Place, Figure]:
    """The cohorts by month of start, each as a row."""
    found: dict[Place, Figure] = {}
    for month, _agent, _segment, people, achieved, _matured in one.cohorts:
        found[month, None] = found.get((month, None), NOBODY) + Figure(people, achieved)
    return found


def in_order(told: Iterable[Measurement]) -> list[Measurement]:
    """Run after run, in each period after period: first the targets that speak of everybody, then those of a part."""
    return sorted(told, key=lambda one: (one.run_id, tables.order_of(one)))


Dated = dict[date, set[Figure]]
"""Figures by the first day of the period of which they were shown."""

Earlier = list[tuple[Told, Table]]
"""What was told before, each with its table of those of whom the target speaks."""


class _Decision:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.last = 0
        self.places: dict[int, frozenset[Place]] = {}
        self.months: set[int] = set()
        self.beside: set[int] = set()
        self.shown: dict[Thing, dict[Place, Dated]] = {}
        self.known_months = MonthMemory()
        self.people: dict[int, dict[Place, set[int]]] = {}
        self.told: dict[Thing, dict[int, list[Told]]] = {}
        self.judged: dict[tuple[Thing, Place, date, Figure], list[Months]] = {}

    def take_all(self, told: Iterable[Measurement]) -> None:
        """Decide on what was told since."""
        for one in in_order(told):
            self.take(one)
            self.last = max(self.last, one.pk)

    def remember(self, memory: Iterable[Sequence[Any]]) -> None:
        """Take these figures as known to everybody, of whichever period."""
        for outcome, measure, row, column, people, achieved in memory:
            if measure in (MONEY, STANDING):
                continue
            thing, figure = (outcome, measure), Figure(people, achieved)
            if column == MONTH:
                self.known_months.keep(thing, 0, 0, date.min, {frozenset({(row, None)}): figure})
            else:
                _add(self.shown.setdefault(thing, {}), (row, column), date.min, figure)

    def take(self, one: Measurement) -> None:
        """Decide on one measurement with all that was told before it."""
        thing, day = tables.thing_of(one), one.period.starts_on
        rule, kind = self.rules.of(thing[0]), tables.kind_of(thing[1])
        own, table = tables.scope_of(one), tables.table_of(one)
        where = {place: (place[0] or own[0], place[1] or own[1]) for place in table}
        shown, people = self.shown.setdefault(thing, {}), self.people.setdefault(one.period_id, {})
        months = tables.months_of_places(one)
        before = {place: self._before(thing, whole, day, months.get(place, {})) for place, whole in where.items()}
        beside = {place: people.get(whole, set()) for place, whole in where.items()}
        if own == EVERYTHING and kind is Kind.SHARE:
            floors = self.known_months.floors(thing, one.period_id, day, _months_of(one))
            before[EVERYTHING] = before.get(EVERYTHING, set()) | floors
        earlier = self._earlier(one)
        last = [(told, self._beside(one, (told, part))) for told, part in earlier[-movements.LAST :]]
        hidden = suppression.hidden_places(
            table,
            rule,
            kind=kind,
            before=before,
            beside=beside,
            closed=self._closed(one, where, last),
            floors=self._floors(one, where, earlier),
            again={place: shown.get(whole, {}).get(day, set()) for place, whole in where.items()} if earlier else None,
        )
        self.places[one.pk] = hidden
        for place in table.keys() - hidden:
            _add(shown, where[place], day, table[place])
            self.judged.setdefault((thing, where[place], day, table[place]), []).append(months.get(place, {}))
            people.setdefault(where[place], set()).add(table[place].people)
        if own == EVERYTHING and kind is Kind.SHARE:
            self._months(one, thing, hidden)
            self._numbers(one, rule)
        parts = [part for _told, beside in last for part in beside]
        small = movements.small_numbers(table, rule, kind, before, parts)
        small = small.union(*(told.small for told, _table in earlier))
        told = tables.told_of(one, day, frozenset(where[place] for place in hidden), small)
        self.told.setdefault(thing, {}).setdefault(one.period_id, []).append(told)

    def _before(self, thing: Thing, place: Place, day: date, months: Months) -> set[Figure]:
        """What was shown of the place in the same period and in earlier ones: of a later one those who came since are
        in neither alone. Not what speaks of so many other people that nothing follows from the two."""
        rule = self.rules.of(thing[0])
        found: set[Figure] = set()
        for first, figures in self.shown.get(thing, {}).get(place, {}).items():
            for figure in figures if first <= day else ():
                judged = self.judged.get((thing, place, first, figure), ())
                if not judged or not all(months_apart.are_apart(one, months, rule) for one in judged):
                    found.add(figure)
        return found

    def _earlier(self, one: Measurement) -> Earlier:
        """What was told of the same period before, by this run or by an earlier one, with its table for the same."""
        told = self.told.get(tables.thing_of(one), {}).get(one.period_id, [])
        parts = [(before, before.within(tables.scope_of(one))) for before in told]
        return [(before, part) for before, part in parts if part is not None]

    def _beside(self, one: Measurement, pair: tuple[Told, Table]) -> list[Table]:
        """What was told before, and as it would stand if only those had come who came in earlier periods since."""
        before, table = pair
        memory, kind = self.told.get(tables.thing_of(one), {}), tables.kind_of(one.target.measure)
        return [table, *tables.shifted(table, memory, tables.told_of(one, one.period.starts_on), before.run, kind)]

    def _closed(
        self, one: Measurement, where: Mapping[Place, Place], last: Sequence[tuple[Told, Sequence[Table]]]
    ) -> set[Place]:
        """What would tell too much beside what was told before."""
        rule, kind = self.rules.of(one.target.outcome.code), tables.kind_of(one.target.measure)
        found: set[Place] = set()
        table = tables.table_of(one)
        for told, beside in last:
            hidden = [place for place, whole in where.items() if whole in told.hidden]
            found = found.union(*(movements.hidden_places(part, table, rule, kind) for part in beside))
            found |= movements.still_hidden(beside[0], table, hidden, told.small, rule)
        return found

    def _floors(self, one: Measurement, where: Mapping[Place, Place], earlier: Earlier) -> dict[Place, Figure]:
        """The last figures of the same period that were shown before others came, with those who are known to have come
        in earlier periods since."""
        found: dict[Place, Figure] = {}
        table, own = tables.table_of(one), tables.told_of(one, one.period.starts_on)
        memory, kind = self.told.get(tables.thing_of(one), {}), tables.kind_of(one.target.measure)
        for told, before in earlier:
            if before == table:
                continue
            known = {place for place in before if place in where and where[place] not in told.hidden}
            found |= {place: before[place] for place in known}
            for first, last in tables.told_elsewhere(memory, own, told.run):
                hidden = first.hidden | last.hidden
                for lifted in tables.shifted_by(before, first, last, own, kind):
                    found |= {
                        place: _greater(found[place], lifted[place]) for place in known if where[place] not in hidden
                    }
        return found

    def _months(self, one: Measurement, thing: Thing, hidden: frozenset[Place]) -> None:
        """All months are shown or none: one that was shown before could not hide another from those who remember it."""
        months, day, period = _months_of(one), one.period.starts_on, one.period_id
        if EVERYTHING in hidden:
            return
        shown = {frozenset(months): sum(months.values(), NOBODY)}
        if self.known_months.may_show(thing, period, day, months, self.rules.of(thing[0])):
            self.months.add(one.pk)
            shown |= {frozenset({month}): figure for month, figure in months.items()}
        else:
            self.known_months.close(thing, period)
        self.known_months.keep(thing, one.run_id, period, day, shown)

    def _numbers(self, one: Measurement, rule: Rule) -> None:
        told = self.told.get(tables.thing_of(one), {}).get(one.period_id, [])
        whole = [other for other in told if not any(other.scope)]
        now = tables.numbers_of(one)
        pairs = [pair for other in whole for pair in zip(other.numbers, now, strict=True)]
        if not any(0 < abs(later - earlier) < rule.threshold for earlier, later in pairs):
            self.beside.add(one.pk)


def _greater(one: Figure, other: Figure) -> Figure:
    return Figure(max(one.people, other.people), max(one.achieved, other.achieved))


def _add(known: dict[Place, Dated], place: Place, day: date, figure: Figure) -> None:
    known.setdefault(place, {}).setdefault(day, set()).add(figure)
