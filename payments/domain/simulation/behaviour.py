"""What the contract rewards: at which performance the agents break even, and what gaming would bring them.

Worked out on one run in which every count is its mean, so that the figures follow from the terms and not from chance.
"""

import dataclasses
from typing import Any

import numpy as np

from payments.domain.simulation import events, questions
from payments.domain.simulation.draws import Array, AsExpected, Figured, draw
from payments.domain.simulation.engine import Case, as_expected
from payments.domain.simulation.flows import Flows, Run
from payments.domain.simulation.metric_figures import Measures
from payments.domain.simulation.people import People
from payments.domain.simulation.rules import Pricing

MOVED = 0.5
STEPS = 40
MOST_EFFECT = 5.0
"""How many times the expected change in metrics is looked at, where no rate sets an end."""


def margin(found: Flows) -> float:
    return float(found.due.sum() - found.spent.sum())


def break_even(case: Case) -> dict[str, Any]:
    """By how much the expected rates may be multiplied until pay covers cost; None where no rate up to 100% does.

    Of metrics, it is the part of the expected change that comes about. Halving the interval: what is paid never falls
    when performance rises.
    """
    highest = max((middle for _, middle, _ in case.figures.rates.values()), default=0.0)
    most = 1 / highest if highest else MOST_EFFECT if _changes(case.figures) else 0.0

    def left(factor: float) -> float:
        effort = {code: np.array(factor) for code in case.figures.lags}
        return margin(as_expected(case, effort=effort, effect=factor))

    if left(0.0) >= 0:
        return {"factor": 0.0, "rates": [], "metrics": []}
    if not most or left(most) < 0:
        return {"factor": None, "rates": [], "metrics": []}
    low, high = 0.0, most
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if left(middle) >= 0 else (middle, high)
    rates = [[*key, middle, min(middle * high, 1.0)] for key, (_, middle, _) in case.figures.rates.items()]
    metrics = [
        [code, figure, max(base + high * (figure - base), 0.0)]
        for code, (figure, base) in _changes(case.figures).items()
    ]
    return {"factor": high, "rates": rates, "metrics": metrics}


def _changes(figures: Figured) -> dict[str, tuple[float, float]]:
    """The metrics that the scheme is expected to change: what is expected, and what it would be without the scheme."""
    found = {}
    for code, level in figures.metrics.items():
        like = figures.metrics.get(level.like)
        base = level.base if level.base is not None else like.figure[1] if like and like.figure else None
        if level.figure is not None and base is not None and level.figure[1] != base:
            found[code] = (level.figure[1], base)
    return found


@dataclasses.dataclass(frozen=True)
class Behaviour:
    """What agents are paid and spend, and how many more results there are than there would have been anyway."""

    pay: float
    spent: float
    results: float
    added: float | None

    def document(self) -> dict[str, float | None]:
        return {"pay": self.pay, "spent": self.spent, "results": self.results, "added": self.added}


def gaming(case: Case, anyway: Figured | None) -> dict[str, Any]:
    """Plain conduct beside each behaviour. `anyway`: the figures of no effect, where they are known."""
    plain = as_expected(case)
    found: dict[str, Any] = {"plain": _told(plain, case, case.mix, anyway).document(), "best": "", "worst": ""}
    segments = case.months.segments
    if len(segments) > 1:
        by_start = (plain.by_segment - plain.spent_by_segment)[0] / np.maximum(plain.starts[0], 1e-9)
        order = by_start.argsort(kind="stable")
        best, worst = int(order[-1]), int(order[0])
        mix = case.mix.copy()
        mix[best] += mix[worst] * MOVED
        mix[worst] *= 1 - MOVED
        found |= {"best": segments[best], "worst": segments[worst]}
        found["cream"] = _told(as_expected(case, mix=mix), case, mix, anyway).document()
        if anyway is not None:
            found["park"] = _parked(case, anyway, worst).document()
    if case.terms.periods:
        found["bunch"] = _bunched(case, anyway).document()
    return found


def _told(found: Flows, case: Case, mix: Array, anyway: Figured | None) -> Behaviour:
    """`added`: results less those that the same people would have reached anyway, by the same delays and checks."""
    results = sum(float(number.sum()) for number in found.results.values())
    added = None
    if anyway is not None:
        nothing = as_expected(dataclasses.replace(case, figures=_without(case.figures, anyway)), mix=mix)
        added = results - sum(float(number.sum()) for number in nothing.results.values())
    return Behaviour(float(found.due.sum()), float(found.spent.sum()), results, added)


def _without(figures: Figured, anyway: Figured) -> Figured:
    return dataclasses.replace(figures, rates=anyway.rates)


def _parked(case: Case, anyway: Figured, worst: int) -> Behaviour:
    """Half of the segment that brings least are enrolled and left alone: no cost, the rate they would have anyway."""
    code = case.months.segments[worst]
    figures = case.figures
    rates = {
        key: _mean(middle, anyway.rates[key]) if key[1] == code else middle for key, middle in figures.rates.items()
    }
    costs = {
        key: (cost[0] * (1 - MOVED), cost[1] * (1 - MOVED), cost[2] * (1 - MOVED)) if key == code else cost
        for key, cost in figures.costs.items()
    }
    parked = dataclasses.replace(case, figures=dataclasses.replace(figures, rates=rates, costs=costs))
    return _told(as_expected(parked), case, case.mix, anyway)


def _mean(one: tuple[float, float, float], other: tuple[float, float, float]) -> tuple[float, float, float]:
    kept = 1 - MOVED
    return (
        one[0] * kept + other[0] * MOVED,
        one[1] * kept + other[1] * MOVED,
        one[2] * kept + other[2] * MOVED,
    )


def _bunched(case: Case, anyway: Figured | None) -> Behaviour:
    """Results of every second period are held back and claimed at the beginning of the next one."""
    months = case.months
    drawn = draw(case.figures, months.segments, AsExpected(), 1)
    happened = events.happen(case.terms, drawn, AsExpected(), case.mix, months.count)
    target = _held_back(case)
    wide = max(months.count, 1)
    people = happened.people.claimed(case.terms, target) if happened.people is not None else None
    moved: dict[str, Array] = {code: _move(counts, target, wide) for code, counts in happened.results.items()}
    if happened.people is not None and people is not None:
        for code in questions.waits(case.terms):
            before, after = happened.people, people
            moved[code] = _put_off(happened.results[code], target, before, after, code)
    pricing = Pricing(months, dict.fromkeys(moved, wide), exact=False)
    claimed = events.Events(happened.starts, moved, people)
    found = Run(pricing, claimed, drawn, case.service, Measures(months, drawn, claimed, AsExpected())).price()
    plain = _told(as_expected(case), case, case.mix, anyway)
    return Behaviour(float(found.due.sum()), float(found.spent.sum()), plain.results, plain.added)


def _held_back(case: Case) -> list[int]:
    """For each month, the month in which its results are claimed."""
    months = case.months
    codes = [period.code for period in months.periods]
    places = [codes.index(months.period_of(day)) for day in months.days]
    found = []
    for month, place in enumerate(places):
        later = [other for other, at in enumerate(places) if at > place]
        found.append(later[0] if place % 2 == 0 and later else month)
    return found


def _move(counts: Array, target: list[int], wide: int) -> Array:
    """Counts by start and months since, each result moved to the month in which it is claimed."""
    moved = np.zeros((*counts.shape[:4], wide))
    count, delay = counts.shape[3:]
    for start in range(count):
        for later in range(min(delay, count - start)):
            moved[:, :, :, start, target[start + later] - start] += counts[:, :, :, start, later]
    return moved


def _put_off(counts: Array, target: list[int], before: People, after: People, code: str) -> Array:
    """Counts moved as the results of single people are; to the target, where none of these is in a cell."""
    _, _, _, count, delay = counts.shape
    wide = max(count, 1)
    number = np.zeros(before.shape[2] * count * delay * (wide + 1))
    for was, now in zip(before.later[code], after.later[code], strict=True):
        some = (was >= 0) & (was < delay)
        cell = (before.segment[some] * count + before.start[some]) * delay + was[some]
        number += np.bincount(cell * (wide + 1) + np.where(now[some] < 0, wide, now[some]), minlength=number.size)
    ways = number.reshape(before.shape[2], count, delay, wide + 1)
    known = ways.sum(axis=-1)
    ways = np.divide(ways, known[..., np.newaxis], out=np.zeros_like(ways), where=known[..., np.newaxis] > 0)
    found: Array = np.einsum("rasmd,smdw->rasmw", counts, ways[..., :wide])
    return found + _move(counts * (known == 0), target, wide)


def worked_out(case: Case, anyway: Figured | None) -> dict[str, Any]:
    """Break-even and gaming as one document."""
    return {"break_even": break_even(case), "gaming": gaming(case, anyway)}
