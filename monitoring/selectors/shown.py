"""Which figures of a programme people who may not see rows are shown: one decision for every page, file and chart.

The finest tables are decided on, agents by segments and months of start, period after period, with all their totals.
Whatever is shown is a figure of these tables, so that no choice of filters, and no memory of an earlier period, gives
more than the tables themselves.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.core.cache import cache

from contracts.models import Target
from delivery.domain import suppression
from delivery.domain.suppression import EVERYTHING, NOBODY, Figure, Kind, Place
from delivery.selectors import disclosure_rules
from delivery.selectors.disclosure_rules import Rules
from monitoring.models import Measurement
from monitoring.selectors import measurements
from stages.models import Programme

EDITION = "1"
KEEP_SECONDS = 7 * 24 * 3600
Thing = tuple[str, str]


@dataclasses.dataclass(frozen=True)
class Hidden:
    """What is not shown, by measurement: places among agents and segments. `months` names those whose months are."""

    rules: Rules
    places: Mapping[int, frozenset[Place]]
    months: frozenset[int]

    def is_hidden(self, measurement: int, place: Place) -> bool:
        """What was never decided on is not shown."""
        return measurement not in self.places or place in self.places[measurement]


def hidden(programme: Programme) -> Hidden:
    """The decision for all standing measurements, kept until there are new ones or another rule."""
    rules = disclosure_rules.rules(programme)
    last = Measurement.objects.filter(run__programme=programme).order_by("-pk").values_list("pk", flat=True).first()
    key = f"shown:{EDITION}:{programme.pk}:{last}:{rules.version}".replace(" ", "")
    kept: tuple[dict[int, frozenset[Place]], frozenset[int]] | None = cache.get(key)
    if kept is None:
        decision = _Decision(rules)
        decision.take_all(measurements.standing(programme).defer(None))
        kept = decision.places, frozenset(decision.months)
        cache.set(key, kept, KEEP_SECONDS)
    return Hidden(rules, *kept)


def numbers(programme: Programme, hidden: Hidden) -> frozenset[int]:
    """Every count of everybody that is shown, and what runs of shown months sum up to."""
    found: set[int] = set()
    for one in measurements.standing(programme).defer(None):
        if _scope(one) == EVERYTHING and not hidden.is_hidden(one.pk, EVERYTHING):
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
"""The measure under which publications remember which measurements they told: see `open_data`."""


def decided(programme: Programme, remembered: Memory, standing: Sequence[Measurement]) -> tuple[Hidden, Memory]:
    """The decision on some measurements with the figures of earlier publications in mind, and the figures it shows."""
    rules = disclosure_rules.rules(programme)
    decision = _Decision(rules)
    decision.remember(remembered)
    decision.take_all(standing)
    taken: Memory = [(str(one.pk), STANDING, one.target.code, one.period.code, 0, 0) for one in standing]
    return Hidden(rules, decision.places, frozenset(decision.months)), decision.memory() + taken


def changed_by_few(earlier: Measurement, later: Measurement, rules: Rules) -> bool:
    """Whether any figure of the later has moved by a few from the earlier, of those who achieved or of all people."""
    least = rules.of(later.target.outcome.code).threshold
    before, now = table_of(earlier), table_of(later)
    for place in before.keys() | now.keys():
        one, other = before.get(place, NOBODY), now.get(place, NOBODY)
        moved = (one.people - other.people, one.achieved - other.achieved)
        if any(0 < abs(number) < least for number in moved):
            return True
    return False


def kind_of(measure: str) -> Kind:
    return Kind.SHARE if measure == Target.Measure.RATE else Kind.EVENTS


def table_of(one: Measurement) -> dict[Place, Figure]:
    """Agents by segments, with totals."""
    cells: dict[tuple[str, str], Figure] = {}
    for agent, segment, people, achieved, _matured in one.details["cells"]:
        cells[agent, segment] = cells.get((agent, segment), NOBODY) + Figure(people, achieved)
    return suppression.with_totals(cells)


def _months_of(one: Measurement) -> dict[Place, Figure]:
    """The cohorts by month of start, each as a row."""
    found: dict[Place, Figure] = {}
    for month, _agent, _segment, people, achieved, _matured in one.cohorts:
        found[month, None] = found.get((month, None), NOBODY) + Figure(people, achieved)
    return found


def _scope(one: Measurement) -> Place:
    target = one.target
    return (target.agent.code if target.agent else None, target.segment.code if target.segment else None)


class _Decision:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.places: dict[int, frozenset[Place]] = {}
        self.months: set[int] = set()
        self.shown: dict[Thing, dict[Place, set[Figure]]] = defaultdict(dict)
        self.shown_months: dict[Thing, dict[Place, set[Figure]]] = defaultdict(dict)
        self.known_months: dict[tuple[Place, int], int] = {}
        self.whole: dict[tuple[Thing, int], frozenset[Place]] = {}
        self.people: dict[int, dict[Place, set[int]]] = defaultdict(lambda: defaultdict(set))

    def take_all(self, standing: Iterable[Measurement]) -> None:
        """Period after period: first the targets that speak of everybody, then those that speak of a part."""
        for one in sorted(standing, key=lambda one: (one.period.starts_on, _scope(one) != EVERYTHING, one.target_id)):
            self.take(one)

    def remember(self, memory: Memory) -> None:
        """Take these figures as known to everybody."""
        for outcome, measure, row, column, people, achieved in memory:
            if measure in (MONEY, STANDING):
                continue
            shown, place = (self.shown_months, (row, None)) if column == MONTH else (self.shown, (row, column))
            shown[outcome, measure].setdefault(place, set()).add(Figure(people, achieved))
            if column == MONTH:
                self.known_months[place, people] = people

    def memory(self) -> Memory:
        """All figures that are known after the decision."""
        found: Memory = []
        for (outcome, measure), places in self.shown.items():
            found += [
                (outcome, measure, row, column, one.people, one.achieved)
                for (row, column), figures in places.items()
                for one in figures
            ]
        for (outcome, measure), places in self.shown_months.items():
            found += [
                (outcome, measure, row, MONTH, one.people, one.achieved)
                for (row, _column), figures in places.items()
                for one in figures
            ]
        return sorted(found, key=str)

    def take(self, one: Measurement) -> None:
        """Decide on one measurement with all that was shown before it."""
        thing = (one.target.outcome.code, one.target.measure)
        rule, kind = self.rules.of(thing[0]), kind_of(thing[1])
        scope, table = _scope(one), table_of(one)
        where = {place: (place[0] or scope[0], place[1] or scope[1]) for place in table}
        shown = self.shown[thing]
        before = {place: shown.get(whole, set()) for place, whole in where.items()}
        beside = {place: self.people[one.period_id].get(whole, set()) for place, whole in where.items()}
        if scope == EVERYTHING and kind is Kind.SHARE:
            beside[EVERYTHING] = beside.get(EVERYTHING, set()) | {self._known(one)}
        closed = self.whole.get((thing, one.period_id), frozenset())
        hidden = suppression.hidden_places(
            table,
            rule,
            kind=kind,
            before=before,
            beside=beside,
            closed={place for place, whole in where.items() if whole in closed},
        )
        self.places[one.pk] = hidden
        for place in table.keys() - hidden:
            shown.setdefault(where[place], set()).add(table[place])
            self.people[one.period_id][where[place]].add(table[place].people)
        if scope == EVERYTHING:
            self.whole[thing, one.period_id] = closed | hidden
            if kind is Kind.SHARE:
                self._months(one, thing, hidden)

    def _known(self, one: Measurement) -> int:
        """How many of the people belong to months that were shown once: a month of start stays as it is for ever."""
        return sum(self.known_months.get((month, figure.people), 0) for month, figure in _months_of(one).items())

    def _months(self, one: Measurement, thing: Thing, hidden: frozenset[Place]) -> None:
        """All months are shown or none: one that was shown before could not hide another from those who remember it."""
        months, before = _months_of(one), self.shown_months[thing]
        if EVERYTHING in hidden or suppression.secrets(months, self.rules.of(thing[0]), Kind.SHARE, before):
            return
        self.months.add(one.pk)
        for month, figure in months.items():
            before.setdefault(month, set()).add(figure)
            self.known_months[month, figure.people] = figure.people
