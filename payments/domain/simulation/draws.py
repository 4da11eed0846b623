"""The figures of one scenario, drawn for many runs at once. Floats are estimates: nobody is paid by what is here.

Within a run a figure is the same for all months. One draw of evidence holds for all segments of an outcome, so that
segments are wrong together, as evidence is; what is left is the chance of counts.
"""

import dataclasses
from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from contracts.domain.assumptions import Range
from contracts.domain.terms import Terms
from payments.domain.simulation import metric_questions, questions, waits
from payments.domain.simulation.history import History
from payments.domain.simulation.questions import NULL, PAST, PESSIMISTIC
from payments.domain.simulation.waits import Wait

Array = NDArray[np.float64]
Truths = NDArray[np.bool_]
Figures = tuple[float, float, float]
NEVER: Figures = (0.0, 0.0, 0.0)


class Chance(Protocol):
    """How counts come about: by chance, or (for break-even and behaviour) exactly as expected."""

    by_chance: bool

    def uniform(self, number: int) -> Array: ...

    def quantiles(self, runs: int) -> Array | None: ...

    def starts(self, mean: Array) -> Array: ...

    def some(self, of: Array, share: Array) -> Array: ...

    def over(self, of: Array, shares: Array) -> Array: ...

    def events(self, mean: Array, dispersion: float) -> Array: ...

    def around(self, mean: Array, spread: float) -> Array: ...


class ByChance:
    """Poisson arrivals, binomial results, multinomial delays, from a seeded generator."""

    by_chance = True

    def __init__(self, generator: np.random.Generator) -> None:
        self.generator = generator

    def uniform(self, number: int) -> Array:
        return self.generator.random(number)

    def quantiles(self, runs: int) -> Array | None:
        return self.generator.random(runs)

    def starts(self, mean: Array) -> Array:
        return self.generator.poisson(mean).astype(np.float64)

    def some(self, of: Array, share: Array) -> Array:
        return self.generator.binomial(of.astype(np.int64), np.broadcast_to(share, of.shape)).astype(np.float64)

    def over(self, of: Array, shares: Array) -> Array:
        if shares.size == 1:
            return of[..., np.newaxis]
        return self.generator.multinomial(of.astype(np.int64), shares).astype(np.float64)

    def events(self, mean: Array, dispersion: float) -> Array:
        """Numbers of events whose variance is so many times their mean: Poisson at 1, beyond it negative binomial."""
        if dispersion <= 1:
            return self.generator.poisson(mean).astype(np.float64)
        size = np.maximum(mean / (dispersion - 1), TINY)
        return self.generator.negative_binomial(size, 1 / dispersion).astype(np.float64)

    def around(self, mean: Array, spread: float) -> Array:
        return self.generator.normal(mean, spread)


class AsExpected:
    """Every count is its mean. Single people, where they are needed, are always the same ones."""

    by_chance = False

    def __init__(self) -> None:
        self.generator = np.random.default_rng(0)

    def uniform(self, number: int) -> Array:
        return self.generator.random(number)

    def quantiles(self, runs: int) -> Array | None:
        return None

    def starts(self, mean: Array) -> Array:
        return mean

    def some(self, of: Array, share: Array) -> Array:
        return of * share

    def over(self, of: Array, shares: Array) -> Array:
        return of[..., np.newaxis] * shares

    def events(self, mean: Array, dispersion: float) -> Array:
        return mean

    def around(self, mean: Array, spread: float) -> Array:
        return mean


def triangular(figures: Figures, quantiles: Array | None, runs: int) -> Array:
    """Values of the triangular distribution at these quantiles; the middle figure where there are none."""
    low, middle, high = figures
    if quantiles is None or high <= low:
        return np.full(runs, middle)
    edge = (middle - low) / (high - low)
    rising = low + np.sqrt(quantiles * (high - low) * (middle - low))
    falling = high - np.sqrt((1 - quantiles) * (high - low) * (high - middle))
    return np.where(quantiles < edge, rising, falling)


def delay(figures: Figures) -> Array:
    """The share of results in each month after the start: a triangular delay in days, put into the nearest month."""
    low, middle, high = (value / DAYS_OF_MONTH for value in figures)
    last = int(np.floor(high + 0.5))
    edges = np.arange(last + 1) + 0.5
    if high <= low:
        shares = np.zeros(last + 1)
        shares[last] = 1.0
        return shares
    below = np.clip((edges - low) ** 2 / ((high - low) * max(middle - low, TINY)), 0, None)
    above = 1 - np.clip((high - edges) ** 2 / ((high - low) * max(high - middle, TINY)), 0, None)
    reached = np.where(edges <= low, 0.0, np.where(edges < middle, below, np.where(edges < high, above, 1.0)))
    shares = np.diff(reached, prepend=0.0)
    found: Array = shares / shares.sum()
    return found


DAYS_OF_MONTH = 365.25 / 12
TINY = 1e-9


@dataclasses.dataclass(frozen=True)
class Level:
    """The figure of a metric in a scenario, and the one without the scheme; None: that of the metric `like`.

    Without a metric to be like, what is not known without the scheme is taken to be the same.
    """

    figure: Figures | None
    base: float | None
    like: str = ""


@dataclasses.dataclass(frozen=True)
class Figured:
    """The ranges of one scenario: starts in a year, by outcome and segment what follows, and levels of metrics."""

    starts: Figures
    rates: Mapping[tuple[str, str], Figures]
    lags: Mapping[str, Figures]
    failures: Mapping[str, Figures]
    costs: Mapping[str, Figures]
    metrics: Mapping[str, Level] = dataclasses.field(default_factory=dict)
    waits: Mapping[str, Wait] = dataclasses.field(default_factory=dict)


def figured(terms: Terms, scenario: str, history: History | None = None) -> Figured:
    """The figures of the scenario, from the assumptions of the version or from what its programme's records say."""
    assumed = terms.assumptions
    outcomes = questions.paid_outcomes(terms)
    segments = questions.segments(terms)
    rates = {
        (code, segment.code): three(
            questions.rate_without(terms, code, segment)
            if scenario == NULL
            else questions.rate(terms, code, segment.code)
        )
        for code in outcomes
        for segment in segments
    }
    found = Figured(
        starts=three(assumed.starts),
        rates=rates,
        lags={code: three(questions.lag(terms, code)) for code in outcomes},
        failures={code: three(assumed.failure(code)) for code in outcomes},
        costs={segment.code: three(assumed.cost(segment.code)) for segment in segments},
        metrics={code: _level(terms, code, scenario) for code in metric_questions.wanted(terms)},
        waits=waits.of_terms(terms),
    )
    if scenario == PESSIMISTIC:
        return _at_worst(found)
    return _as_recorded(found, history) if scenario == PAST and history is not None else found


def _level(terms: Terms, code: str, scenario: str) -> Level:
    """What a metric's figures are drawn around. What others are compared with is the same in every scenario."""
    stated, base = terms.assumptions.metric(code), metric_questions.base(terms, code)
    figure = three(stated.range if stated is not None else None)
    without, like = None if base is None else float(base), metric_questions.comparator(terms, code)
    if metric_questions.only_compares(terms, code):
        return Level(figure, None)
    if scenario == NULL:
        return Level(None if without is None else (without, without, without), without, like)
    if scenario == PESSIMISTIC:
        bad = figure[0] if terms.metric(code).direction == "higher" else figure[2]
        figure = (bad, bad, bad)
    return Level(figure, without, like)


def three(figures: Range | None) -> Figures:
    return NEVER if figures is None else (float(figures.low), float(figures.expected), float(figures.high))


def _at_worst(found: Figured) -> Figured:
    return dataclasses.replace(
        found,
        rates={key: (low, low, low) for key, (low, _, _) in found.rates.items()},
        lags={key: (middle, high, high) for key, (_, middle, high) in found.lags.items()},
        failures={key: (high, high, high) for key, (_, _, high) in found.failures.items()},
        costs={key: (high, high, high) for key, (_, _, high) in found.costs.items()},
    )


def _as_recorded(found: Figured, history: History) -> Figured:
    return dataclasses.replace(
        found,
        starts=history.starts,
        rates={key: history.rates.get(key, figures) for key, figures in found.rates.items()},
        lags={key: history.lags.get(key, figures) for key, figures in found.lags.items()},
        failures={key: history.failures.get(key, figures) for key, figures in found.failures.items()},
        metrics={
            code: dataclasses.replace(level, figure=history.metrics.get(code, level.figure))
            for code, level in found.metrics.items()
        },
    )


@dataclasses.dataclass(frozen=True)
class Levels:
    """What the figures of a metric vary around, by run: in this scenario, and without the scheme."""

    figure: Array
    base: Array


@dataclasses.dataclass(frozen=True)
class Drawn:
    """The figures of many runs: by run (starts, failures, metrics), by run and segment (rates, costs).

    `delays`: the share of each outcome's results by months since the start; `own`: before anything was waited for.
    """

    starts: Array
    rates: Mapping[str, Array]
    failures: Mapping[str, Array]
    costs: Array
    delays: Mapping[str, Array]
    own: Mapping[str, Array]
    metrics: Mapping[str, Levels] = dataclasses.field(default_factory=dict)


def draw(figured: Figured, segments: list[str], chance: Chance, runs: int) -> Drawn:
    """Draw once for each run; the order of drawing is fixed, so that a seed always gives the same figures."""
    starts = triangular(figured.starts, chance.quantiles(runs), runs)
    rates = {}
    for code in figured.lags:
        quantiles = chance.quantiles(runs)
        columns = [triangular(figured.rates[code, segment], quantiles, runs) for segment in segments]
        rates[code] = np.stack(columns, axis=1)
    failures = {code: triangular(figures, chance.quantiles(runs), runs) for code, figures in figured.failures.items()}
    quantiles = chance.quantiles(runs)
    costs = np.stack([triangular(figured.costs[segment], quantiles, runs) for segment in segments], axis=1)
    own = {code: delay(lag) for code, lag in figured.lags.items()}
    delays = waits.together(own, figured.waits)
    return Drawn(starts, rates, failures, costs, delays, own, _levels(figured, chance, runs))


def _levels(figured: Figured, chance: Chance, runs: int) -> dict[str, Levels]:
    """Metrics in their order: first those that others are compared with."""
    found: dict[str, Levels] = {}
    for code, level in figured.metrics.items():
        quantiles = chance.quantiles(runs)
        like = found[level.like].figure if level.like in found else None
        own = triangular(level.figure or NEVER, quantiles, runs)
        figure = like if level.figure is None and like is not None else own
        base = (figure if like is None else like) if level.base is None else np.full(runs, level.base)
        found[code] = Levels(figure, base)
    return found
