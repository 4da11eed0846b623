"""Of which new measurements people who may not see rows are told.

A period is judged again when data come in late. Whoever kept the figures of the day before would subtract them, and
what came in may be one person's. So they are told of the new measurement only if the whole of its table has moved by
nobody or by more than a few since each time that they were told of the same, by whatever target; of its parts those are
hidden that have not (see `shown`). Otherwise what they were told last stands for them until enough has come in. Who
came late in an earlier period is among those who came late in a later one: so neither may those who came in the later
one alone be few.

It is decided when the measurements are written, once, as the figures that were told depend on it for ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from delivery.domain import movements
from delivery.domain.suppression import EVERYTHING, Figure, Place
from delivery.selectors import disclosure_rules
from delivery.selectors.disclosure_rules import Rules
from monitoring.actions.judging import Judging
from monitoring.models import Measurement
from monitoring.selectors import measurements, tables
from monitoring.selectors.tables import Thing, Told


def decide(judgings: Sequence[Judging]) -> None:
    """Say of each new measurement whether it is told: in two queries, however many there are. Nothing is written."""
    again = [one for one in judgings if one.brief.last_run]
    programmes = {one.brief.programme.pk: one.brief.programme for one in again}
    periods = {span.key for one in again for span in one.changed}
    earlier = measurements.told_of_periods(periods) if periods else []
    if not earlier:
        return
    known: dict[int, list[Measurement]] = defaultdict(list)
    for before in earlier:
        known[before.period.programme_id].append(before)
    rules = disclosure_rules.of_programmes([programmes[key] for key in known])
    for one in again:
        key = one.brief.programme.pk
        if key in known:
            decide_all(one.measurements, known[key], rules[key])


def decide_all(new: Sequence[Measurement], earlier: Iterable[Measurement], rules: Rules) -> None:
    """The same for one programme, `earlier` being what was told of the periods, in its order."""
    known = list(earlier)
    memory = _Memory(rules, {one.period_id: one.period.starts_on for one in known})
    for one in known:
        memory.keep(one)
    for one in sorted(new, key=memory.order_of):
        one.is_told = memory.may_tell(one)
        if one.is_told:
            memory.keep(one)
        else:
            memory.kept_back[tables.thing_of(one), one.period_id].append(tables.scope_of(one))


class _Memory:
    """What was told of some periods of one programme, given with their first days."""

    def __init__(self, rules: Rules, starts: Mapping[int, date]) -> None:
        self.rules = rules
        self.starts = starts
        self.told: dict[Thing, dict[int, list[Told]]] = defaultdict(lambda: defaultdict(list))
        self.people: dict[tuple[int, Place], set[int]] = defaultdict(set)
        self.kept_back: dict[tuple[Thing, int], list[Place]] = defaultdict(list)

    def order_of(self, one: Measurement) -> tuple[object, ...]:
        """Period after period: first the targets that speak of everybody, then those that speak of a part."""
        return self._starts_on(one), one.period_id, tables.scope_of(one) != EVERYTHING, one.target_id

    def _starts_on(self, one: Measurement) -> date:
        """One of which nothing was told yet comes last: nothing can have come late in it."""
        return self.starts.get(one.period_id, date.max)

    def _told_of(self, one: Measurement) -> Told:
        return tables.told_of(one, self._starts_on(one))

    def keep(self, one: Measurement) -> None:
        told = self._told_of(one)
        self.told[tables.thing_of(one)][one.period_id].append(told)
        self.people[one.period_id, told.scope].add(_people(tables.table_of(one)))

    def may_tell(self, one: Measurement) -> bool:
        """The first time always, as nothing could stand for it: what of it is hidden is decided all the same.

        A part is told of only together with the whole, so that nobody can set one beside the other as it was before.
        """
        scope, told = tables.scope_of(one), self.told[tables.thing_of(one)][one.period_id]
        if not any(before.scope == scope for before in told):
            return True
        if any(tables.covers(whole, scope) for whole in self.kept_back[tables.thing_of(one), one.period_id]):
            return False
        rule, kind = self.rules.of(one.target.outcome.code), tables.kind_of(one.target.measure)
        table = tables.table_of(one)
        beside = [self._beside(before, one) for before in told]
        if any(movements.differ_by_few(part, table, rule, kind) for parts in beside for part in parts):
            return False
        last = [part for parts in beside[-movements.LAST :] for part in parts]
        if not all(movements.may_follow(part, table, rule, kind) for part in last):
            return False
        known = self.people[one.period_id, scope]
        return not any(0 < abs(_people(table) - number) < rule.threshold for number in known)

    def _beside(self, before: Told, one: Measurement) -> list[Mapping[Place, Figure]]:
        """What was told of the same, and as it would stand if only those had come since who came in earlier periods."""
        part = before.within(tables.scope_of(one))
        if part is None:
            return []
        memory, kind = self.told[tables.thing_of(one)], tables.kind_of(one.target.measure)
        return [part, *tables.shifted(part, memory, self._told_of(one), before.run, kind)]


def _people(table: Mapping[Place, Figure]) -> int:
    return table[EVERYTHING].people if EVERYTHING in table else 0
