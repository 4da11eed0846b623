"""People drawn one by one: where a contract limits what is paid for a person, or asks what a person has done before.

Elsewhere only their numbers are drawn, which is much faster. Very large programmes are stood for by a sample.
"""

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contracts.domain.rules import ONCE, Bonus, OutcomeFee, outcomes_of
from contracts.domain.terms import Terms
from payments.domain.simulation import questions, waits
from payments.domain.simulation.draws import Array, Chance, Drawn, Truths

Numbers = NDArray[np.signedinteger[Any]]
NEVER = -1
MOST_PEOPLE, SAMPLE, ON_THE_MEANS = 8_000, 5_000, 20_000
"""Beyond so many starts in a run, so many people stand for all of them; and so many where counts are means."""


@dataclasses.dataclass(frozen=True)
class People:
    """`cell`: for each person, the place of run, agent, segment and month of the start in an array of this shape.

    `later`: for each outcome and each time that it may be reached, the months since the start, or −1 for never.
    """

    shape: tuple[int, int, int, int]
    cell: Numbers
    later: Mapping[str, list[Numbers]]

    @cached_property
    def start(self) -> Numbers:
        return self.cell % self.shape[3]

    @cached_property
    def segment(self) -> Numbers:
        return self.cell // self.shape[3] % self.shape[2]

    @cached_property
    def run(self) -> Numbers:
        found: Numbers = self.cell // (self.shape[1] * self.shape[2] * self.shape[3])
        return found

    def counts(self, outcome: str, delays: int) -> Array:
        """Results by (run, agent, segment, month of the start, months since)."""
        size = int(np.prod(self.shape)) * delays
        places = [self.cell[found >= 0] * delays + found[found >= 0] for found in self.later[outcome]]
        number = np.bincount(np.concatenate(places), minlength=size).astype(np.float64)
        return number.reshape(*self.shape, delays)

    def claimed(self, terms: Terms, target: list[int]) -> "People":
        """The same with each result held back until the month named for its own.

        What a rule pays only so long after a result that is held back is claimed when that time has passed.
        """
        months = np.array(target, dtype=np.int32)
        start, last = self.start, self.shape[3]

        def moved(later: Numbers) -> Numbers:
            inside = (later >= 0) & (start + later < last)
            held: Numbers = np.where(inside, months[np.where(inside, start + later, 0)] - start, NEVER)
            return held

        found: dict[str, list[Numbers]] = {}
        for code, of in self.later.items():
            found[code] = [moved(waits.put_off(terms, code, start, moved(one), found)) for one in of]
        return dataclasses.replace(self, later=found)


def wanted(terms: Terms) -> bool:
    """Whether what is paid for one result depends on what else the same person has reached or been paid for."""
    return (
        any(cap.scope == "participant" for cap in terms.caps)
        or bool(questions.spans(terms))
        or any(isinstance(rule, Bonus) and rule.before for rule in terms.rules)
        or any(
            isinstance(rule, OutcomeFee) and rule.paid == ONCE and questions.times(terms, code) > 1
            for rule in terms.rules
            for code in outcomes_of(rule)
        )
    )


def by_starts(starts: Array) -> Numbers:
    """Everybody who starts, in cells."""
    return np.repeat(np.arange(starts.size, dtype=np.int32), starts.astype(np.int64).ravel())


def sample(runs: int, segments: int, months: int, number: int) -> Numbers:
    """As many people in every cell as make up about this number in a run, of one agent who stands for all."""
    return np.repeat(np.arange(runs * segments * months, dtype=np.int32), max(number // (segments * months), 1))


def reach(
    terms: Terms,
    drawn: Drawn,
    chance: Chance,
    shape: tuple[int, int, int, int],
    cell: Numbers,
    shares: Mapping[str, Array],
) -> People:
    """Draw what each person reaches and when. `shares`: by outcome, the share of those who may that do, verified."""
    found = People(shape, cell, {})
    run, segment = found.run, found.segment
    later: dict[str, list[Numbers]] = {}
    reached: dict[str, Truths] = {}
    for code, share in shares.items():
        may, likely = np.ones(len(cell), dtype=np.bool_), share
        before = [parent for parent in questions.parents(terms, code) if parent in reached]
        if before:
            may = np.any([reached[parent] for parent in before], axis=0)
        others = [other for other in _other_routes(terms, code) if other in reached]
        if others:
            may = may & ~np.any([reached[other] for other in others], axis=0)
            free = 1 - np.sum([shares[other] for other in others], axis=0)
            likely = np.divide(share, free, out=np.ones_like(share), where=free > 0)
        later[code] = []
        months = np.cumsum(drawn.own[code])
        for _ in range(questions.times(terms, code)):
            hit = np.flatnonzero(may & (chance.uniform(len(cell)) < likely[run, segment]))
            after = np.full(len(cell), NEVER, dtype=np.int32)
            drawn_months = np.searchsorted(months, chance.uniform(len(hit)), side="right")
            after[hit] = np.minimum(drawn_months, months.size - 1)
            later[code].append(waits.put_off(terms, code, found.start, after, later))
        reached[code] = np.any([one >= 0 for one in later[code]], axis=0)
    return dataclasses.replace(found, later=later)


def _other_routes(terms: Terms, code: str) -> list[str]:
    """The other routes to the same payment: who has taken one of them takes no other."""
    return [
        route.outcome
        for rule in terms.rules
        if isinstance(rule, OutcomeFee) and code in (route.outcome for route in rule.routes)
        for route in rule.routes
        if route.outcome != code
    ]
