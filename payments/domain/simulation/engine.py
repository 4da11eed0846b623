"""The simulation of one scenario: many possible courses of a contract, summed up as figures with bands.

The same seed, runs and terms give the same figures: runs are drawn in blocks, whose size follows from the terms and
whose generators follow from the seed. All scenarios draw from the same seed, so that they differ by their figures only.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from contracts.domain.days import months_after
from contracts.domain.terms import Terms
from payments.domain.simulation import events, people, questions
from payments.domain.simulation.calendar import Months
from payments.domain.simulation.draws import Array, AsExpected, ByChance, Chance, Figured, draw, figured
from payments.domain.simulation.flows import Flows, Run, months_of_service
from payments.domain.simulation.history import History
from payments.domain.simulation.metric_figures import Measures
from payments.domain.simulation.rules import Pricing

CELLS_OF_A_BLOCK = 1_500_000
LARGEST_BLOCK = 500
PEOPLE_OF_A_BLOCK = 400_000
BANDS = (10, 50, 90)
Progress = Callable[[int], None]


@dataclasses.dataclass(frozen=True)
class Case:
    """What is simulated: the terms, the first day of the contract, and the figures of a scenario."""

    terms: Terms
    first_day: date
    figures: Figured

    @cached_property
    def months(self) -> Months:
        return Months(self.terms, self.first_day)

    @property
    def mix(self) -> Array:
        """The share of starts by segment."""
        segments = questions.segments(self.terms)
        if len(segments) == 1:
            return np.ones(1)
        shares = np.array([float(segment.planned_share or 0) for segment in segments])
        mix: Array = shares / max(shares.sum(), 1e-9)
        return mix

    @property
    def service(self) -> int:
        return months_of_service(self.figures.lags)


def case_of(terms: Terms, first_day: date, scenario: str, history: History | None = None) -> Case:
    return Case(terms, first_day, figured(terms, scenario, history))


def flows(
    case: Case,
    chance: Chance,
    runs: int,
    *,
    mix: Array | None = None,
    effort: Mapping[str, Array] | None = None,
    effect: float = 1.0,
) -> Flows:
    """So many runs at once. `effort` multiplies rates; `effect` is how much of the change in metrics comes about."""
    months = case.months
    drawn = draw(case.figures, months.segments, chance, runs)
    happened = events.happen(case.terms, drawn, chance, case.mix if mix is None else mix, months.count, effort)
    delays = {code: shares.size for code, shares in drawn.delays.items()}
    pricing = Pricing(months, delays, exact=isinstance(chance, ByChance))
    measures = Measures(months, drawn, happened, chance, effect)
    return Run(pricing, happened, drawn, case.service, measures).price()


def as_expected(
    case: Case, *, mix: Array | None = None, effort: Mapping[str, Array] | None = None, effect: float = 1.0
) -> Flows:
    """One run in which every count is its mean and every figure as expected."""
    return flows(case, AsExpected(), 1, mix=mix, effort=effort, effect=effect)


def block_size(case: Case) -> int:
    """How many runs are drawn at once, so that memory stays small whatever the contract."""
    longest = max((draw_size(lag) for lag in case.figures.lags.values()), default=1)
    longest += max((months for _, months in case.figures.waits.values()), default=0)
    cells = max(len(case.terms.agents), 1) * len(case.months.segments) * case.months.count * longest
    drawn = PEOPLE_OF_A_BLOCK // _people_of_a_run(case) if people.wanted(case.terms) else LARGEST_BLOCK
    return max(1, min(LARGEST_BLOCK, CELLS_OF_A_BLOCK // cells, drawn))


def _people_of_a_run(case: Case) -> int:
    """About how many people are drawn one by one in a run."""
    return max(1, min(people.MOST_PEOPLE, int(case.figures.starts[2] * case.months.count / 12)))


def draw_size(lag: tuple[float, float, float]) -> int:
    return int(lag[2] / 30) + 1


def blocks(case: Case, seed: int, runs: int) -> Iterator[Flows]:
    """The runs, block by block."""
    size = block_size(case)
    sizes = [min(size, runs - done) for done in range(0, runs, size)]
    for child, number in zip(np.random.SeedSequence(seed).spawn(len(sizes)), sizes, strict=True):
        yield flows(case, ByChance(np.random.default_rng(child)), number)


def simulate(case: Case, seed: int, runs: int, progress: Progress = lambda done: None) -> dict[str, Any]:
    """The figures of a scenario, as a document. `progress` is told how many runs have been done."""
    found: list[Flows] = []
    for block in blocks(case, seed, runs):
        found.append(block)
        progress(len(block.due))
    return _document(case, together(found))


def together(found: list[Flows]) -> Flows:
    """Blocks as one."""

    def joined(values: list[Any]) -> Any:
        if isinstance(values[0], dict):
            return {code: np.concatenate([one[code] for one in values]) for code in values[0]}
        return np.concatenate(values)

    return Flows(
        **{field.name: joined([getattr(one, field.name) for one in found]) for field in dataclasses.fields(Flows)}
    )


def _document(case: Case, found: Flows) -> dict[str, Any]:
    first = case.months.days[0]
    cash = np.cumsum(found.paid - found.spent, axis=1)
    trough = np.minimum(cash.min(axis=1), 0)
    pay, spent = found.due.sum(axis=1), found.spent.sum(axis=1)
    capital = case.terms.assumptions.working_capital
    return {
        "months": [months_after(first, number).isoformat() for number in range(found.due.shape[1])],
        "cost": _by_month(np.cumsum(found.due, axis=1)),
        "liability": _by_month(np.cumsum(found.earned - found.paid, axis=1)),
        "cash": _by_month(cash),
        "pay": _bands(pay),
        "spent": _bands(spent),
        "margin": _bands(pay - spent),
        "loss": _share(pay < spent),
        "trough": _bands(trough),
        "trough_month": int(np.median(cash.argmin(axis=1))),
        "beyond_capital": None if capital is None else _share(-trough > float(capital)),
        "starts": _bands(found.starts.sum(axis=1)),
        "results": {code: _bands(number.sum(axis=1)) for code, number in found.results.items()},
        "rules": {code: {"pay": _bands(paid)} for code, paid in found.by_rule.items()},
        "figures": {
            code: {"pays": _share(pays), "takes": _share(found.takes[code])} for code, pays in found.pays.items()
        },
        "limited": {code: round(float(share.mean()), 4) for code, share in found.limited.items()},
        "caps": {code: _share(bitten) for code, bitten in found.bitten.items()},
        "segments": {
            code: _of_segment(found.starts[:, place], found.by_segment[:, place], found.spent_by_segment[:, place])
            for place, code in enumerate(case.months.segments)
        },
    }


def _of_segment(starts: Array, paid: Array, spent: Array) -> dict[str, Any]:
    """Pounds for each start of a segment: what it brings, costs and leaves."""
    number = np.maximum(starts, 1)
    return {
        "starts": _bands(starts),
        "pay": _bands(paid / number),
        "spent": _bands(spent / number),
        "margin": _bands((paid - spent) / number),
        "loss": _share(paid < spent),
    }


def _bands(values: Array) -> dict[str, float]:
    told = dict(zip(("low", "middle", "high"), np.percentile(values, BANDS), strict=True))
    return {name: round(float(value), 2) for name, value in (told | {"mean": values.mean()}).items()}


def _by_month(values: Array) -> dict[str, list[float]]:
    low, middle, high = np.percentile(values, BANDS, axis=0)
    return {"low": _list(low), "middle": _list(middle), "high": _list(high)}


def _list(values: Array) -> list[float]:
    return [round(float(value), 2) for value in values]


def _share(true: Any) -> float:
    return round(float(np.mean(true)), 4)
