"""The table behind a measurement: agents by segments with totals, and what of it is compared with other tables."""

import dataclasses

from contracts.models import Target
from delivery.domain import suppression
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

    `hidden` are the places of the table that were not shown, as those of everybody's table; `small` names which of its
    numbers were small somewhere.
    """

    scope: Place
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


def covers(whole: Place, part: Place) -> bool:
    """Whether everybody of whom a target with the one scope speaks is among those of the other."""
    return all(own in (None, other) for own, other in zip(whole, part, strict=True))


def told_of(one: Measurement, hidden: frozenset[Place] = frozenset(), small: frozenset[str] = frozenset()) -> Told:
    return Told(scope_of(one), _cells(one), numbers_of(one), hidden, small)


def kind_of(measure: str) -> Kind:
    return Kind.SHARE if measure == Target.Measure.RATE else Kind.EVENTS


def table_of(one: Measurement) -> dict[Place, Figure]:
    """Agents by segments, with totals."""
    return suppression.with_totals(_cells(one))


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
