"""Every history of a very small table, so that nothing is left to chance: what was shown never bounds a few.

Somebody who may not see rows keeps what is shown at each moment, and knows that people are only ever added. They can
tell from each other only histories that differ in what is shown. So for every history and every small number in it, of
people at a moment or of those who came between two, there must be another history in which all that is shown is the
same and that number is not small.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pytest

from delivery.domain.suppression import EVERYTHING, Figure, Kind, Place, Rule
from tests.dashboards import looking
from tests.dashboards.looking import TARGETS, Shown

RULE = Rule(threshold=3)
CELLS = (("northway", "young"), ("southway", "young"))
PLACES: dict[Place, list[int]] = {CELLS[0]: [0], CELLS[1]: [1], EVERYTHING: [0, 1]}
Numbers = npt.NDArray[np.int8]
State = tuple[int, ...]
"""The parts of a cell at a moment: those who achieved; and of a share all people."""


@dataclasses.dataclass(frozen=True)
class World:
    """All histories of two cells in which each number is at most `most`, and is never less than it was before."""

    kind: Kind
    moments: int
    most: int

    @property
    def states(self) -> list[State]:
        if self.kind is Kind.EVENTS:
            return [(achieved,) for achieved in range(self.most + 1)]
        return [(achieved, people) for people in range(self.most + 1) for achieved in range(people + 1)]

    def rows(self) -> list[tuple[State, ...]]:
        """Every history of one cell."""
        found: list[tuple[State, ...]] = [()]
        for _moment in range(self.moments):
            found = [
                (*row, state)
                for row in found
                for state in self.states
                if not row or all(now >= before for before, now in zip(row[-1], state, strict=True))
            ]
        return found

    @cached_property
    def cells(self) -> Numbers:
        """By history of both cells: cell, moment, part."""
        rows = np.array(self.rows(), dtype=np.int8)
        first, second = np.meshgrid(np.arange(len(rows)), np.arange(len(rows)), indexing="ij")
        return np.stack([rows[first.ravel()], rows[second.ravel()]], axis=1)

    @cached_property
    def counts(self) -> dict[tuple[int, Place, str], Numbers]:
        """By moment, place and what is counted, the number in every history."""
        found = {}
        for moment, (place, inside) in itertools.product(range(self.moments), PLACES.items()):
            sums = self.cells[:, inside, moment, :].sum(axis=1, dtype=np.int8)
            found[moment, place, "achieved"] = sums[:, 0]
            if self.kind is Kind.SHARE:
                found[moment, place, "people"] = sums[:, 1]
                found[moment, place, "others"] = sums[:, 1] - sums[:, 0]
        return found

    def secrets(self) -> Iterator[Numbers]:
        """Every number that must not be known to be small: at a moment, and come since an earlier one."""
        yield from self.counts.values()
        for (moment, place, name), later in self.counts.items():
            if name != "others":
                yield from (later - self.counts[before, place, name] for before in range(moment))


def table_of(kind: Kind, states: Sequence[Sequence[int]]) -> dict[tuple[str, str], Figure]:
    """The people beside events are many, and stay as they are."""
    events = kind is Kind.EVENTS
    return {
        cell: Figure(20 if events else int(state[1]), int(state[0])) for cell, state in zip(CELLS, states, strict=True)
    }


Seen = frozenset[tuple[int, Place, str, int]]


def seen_of(kind: Kind, shown: Sequence[Shown]) -> Seen:
    """Every number that is shown, with its moment and place; a row's total is its only cell."""
    found = set()
    for one in shown:
        for place, figure in one.figures.items():
            where = EVERYTHING if place[0] is None else (place[0], "young")
            found.add((one.day, where, "achieved", figure.achieved))
            if kind is Kind.SHARE:
                found.add((one.day, where, "people", figure.people))
    return frozenset(found)


def few_found_out(kind: Kind, moments: int, most: int, targets: int, *, remembers: bool = True) -> list[object]:
    """The histories in which what is shown bounds a small number below the threshold."""
    small, large = World(kind, moments, most), World(kind, moments, most + RULE.threshold)
    secrets_small, secrets_large = list(small.secrets()), list(large.secrets())
    greatest: dict[Seen, list[int]] = {}
    found: list[object] = []
    for place, history in enumerate(small.cells):
        days = [table_of(kind, history[:, moment]) for moment in range(moments)]
        shown = looking.looked_at(days, TARGETS[kind][:targets], RULE, remembers=remembers)
        seen = seen_of(kind, shown)
        if seen not in greatest:
            alike = np.ones(len(large.cells), dtype=bool)
            for moment, at, name, number in seen:
                alike &= large.counts[moment, at, name] == number
            where = np.flatnonzero(alike)
            greatest[seen] = [int(secret[where].max()) for secret in secrets_large]
        for own, high in zip(secrets_small, greatest[seen], strict=True):
            if 0 < own[place] < RULE.threshold and high < RULE.threshold:
                found.append((history.tolist(), sorted(seen, key=str), int(own[place]), high))
    return found


@pytest.mark.parametrize("targets", [1, 2])
def test_no_history_of_a_number_bounds_a_few(targets: int) -> None:
    assert few_found_out(Kind.EVENTS, 3, 4, targets) == []


@pytest.mark.parametrize("targets", [1, 2])
def test_no_history_of_a_share_bounds_a_few(targets: int) -> None:
    assert few_found_out(Kind.SHARE, 2, 3, targets) == []


def test_the_same_attack_succeeds_where_nothing_is_remembered() -> None:
    """So that the tests above are known to be able to fail."""
    assert few_found_out(Kind.EVENTS, 2, 5, 1, remembers=False)
