"""The table behind a measurement: agents by segments with totals, and what of it is compared with other tables."""

import dataclasses
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from contracts.models import Target
from delivery.domain import movements, suppression
from delivery.domain.suppression import EVERYTHING, NOBODY, Figure, Kind, Place
from monitoring.models import Measurement

BESIDE = ("period_starts", "period_achieved", "not_due", "late")
Table = dict[Place, Figure]
Thing = tuple[str, str]
"""An outcome and how it is measured: several targets of one outcome share a memory."""


@dataclasses.dataclass(frozen=True)
class Told:
    """What was told of one measurement: its table without totals, for the agent and segment that its target speaks of
    (None: of all), and the numbers beside it.

    `run` is the monitor's that made it, in the order of runs. `hidden` are the places of the table that were not shown,
    as those of everybody's table; `small` names which of its numbers were small somewhere.
    """

    scope: Place
    run: int
    starts_on: date
    cells: dict[tuple[str, str], Figure]
    numbers: tuple[int, ...]
    hidden: frozenset[Place] = frozenset()
    small: frozenset[str] = frozenset()

    def within(self, scope: Place) -> dict[Place, Figure] | None:
        """The table, with totals, of an agent and a segment; None where the target leaves some of theirs out."""
        if not covers(self.scope, scope):
            return None
        agent, segment = scope
        return suppression.with_totals(
            {
                cell: figure
                for cell, figure in self.cells.items()
                if agent in (None, cell[0]) and segment in (None, cell[1])
            }
        )


Memory = Mapping[int, Sequence[Told]]
"""By period what was told of one thing, run after run."""


def told_elsewhere(memory: Memory, of: Told, since: int) -> Iterator[tuple[Told, Told]]:
    """Of each earlier period that was told anew since a run: what had been told of it by then, and what was last.

    Those of its people who came late are among those of the later period, where they are judged in both.
    """
    for told in memory.values():
        if len(told) > 1 and told[0].starts_on < of.starts_on:
            covering = [one for one in told if covers(one.scope, of.scope)]
            known = [one for one in covering if one.run <= since]
            if known and covering[-1].cells != known[-1].cells:
                yield known[-1], covering[-1]


def shifted(before: Table, memory: Memory, of: Told, since: int, kind: Kind) -> Iterator[Table]:
    """A table that was told by a run, as it would stand if only those had come who came in one earlier period since."""
    for first, last in told_elsewhere(memory, of, since):
        yield from shifted_by(before, first, last, of, kind)


def shifted_by(before: Table, first: Told, last: Told, of: Told, kind: Kind) -> Iterator[Table]:
    """The same for one of these periods, as far as it speaks of everybody of whom the table does."""
    one, other = first.within(of.scope), last.within(of.scope)
    if one is not None and other is not None:
        yield movements.if_only_they_had_come(before, one, other, kind)


def covers(whole: Place, part: Place) -> bool:
    """Whether everybody of whom a target with the one scope speaks is among those of the other."""
    return all(own in (None, other) for own, other in zip(whole, part, strict=True))


def told_of(
    one: Measurement, starts_on: date, hidden: frozenset[Place] = frozenset(), small: frozenset[str] = frozenset()
) -> Told:
    """Of a measurement in a period that starts on a day. If it is not written yet, its run is the last of all."""
    run = sys.maxsize if one.run_id is None else one.run_id
    return Told(scope_of(one), run, starts_on, _cells(one), numbers_of(one), hidden, small)


def kind_of(measure: str) -> Kind:
    return Kind.SHARE if measure == Target.Measure.RATE else Kind.EVENTS


def table_of(one: Measurement) -> dict[Place, Figure]:
    """Agents by segments, with totals."""
    return suppression.with_totals(_cells(one))


def months_of_places(one: Measurement) -> dict[Place, dict[str, Figure]]:
    """Of each place of the table the months of start of those who are judged; nothing of a number of events."""
    found: dict[Place, dict[str, Figure]] = {}
    for month, agent, segment, people, achieved, _matured in one.cohorts:
        for place in ((agent, segment), (agent, None), (None, segment), EVERYTHING):
            months = found.setdefault(place, {})
            months[month] = months.get(month, NOBODY) + Figure(people, achieved)
    return found


def _cells(one: Measurement) -> dict[tuple[str, str], Figure]:
    cells: dict[tuple[str, str], Figure] = {}
    for agent, segment, people, achieved, _matured in one.details["cells"]:
        cells[agent, segment] = cells.get((agent, segment), NOBODY) + Figure(people, achieved)
    return cells


def scope_of(one: Measurement) -> Place:
    """The agent and the segment that the target speaks of; None where of all."""
    target = one.target
    return (target.agent.code if target.agent else None, target.segment.code if target.segment else None)


def numbers_of(one: Measurement) -> tuple[int, ...]:
    """The numbers beside the table of a rate: who started, and achieved, in the period; who is not due yet, or late."""
    return tuple(int(one.details.get(name) or 0) for name in BESIDE)


def thing_of(one: Measurement) -> Thing:
    return one.target.outcome.code, one.target.measure


def order_of(one: Measurement) -> tuple[object, ...]:
    """Period after period: first the targets that speak of everybody, then those that speak of a part."""
    return one.period.starts_on, scope_of(one) != EVERYTHING, one.target_id
