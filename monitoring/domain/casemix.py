"""Case-mix: what would be expected of just these people, by segment or by a frozen logistic model.

Indirect standardisation compares what was observed with what the reference would have given for the same people. The
model's coefficients are contract data under a version; its digest is kept with every verdict, so that a model changed
after the event cannot pass for the one agreed. Sources: Breslow and Day 1987 (standardised ratios); Garwood 1936
(limits); Hong 2013 (the exact distribution of a sum of unequal chances).
"""

import dataclasses
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence

from monitoring.domain import distributions, exact, stats
from monitoring.domain.stats import LEVEL, Interval


@dataclasses.dataclass(frozen=True)
class Standardised:
    """Observed ÷ expected with its interval and two-sided p-value. One: as the reference would have done."""

    observed: int
    expected: float
    ratio: float
    interval: Interval
    p: float


@dataclasses.dataclass(frozen=True)
class Model:
    """A logistic model as frozen in a contract: log odds = intercept + coefficient × value, added up over `terms`."""

    version: str
    intercept: float
    terms: Mapping[str, float]
    source: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of version, intercept and coefficients; two models of one digest score everybody alike."""
        document = {"version": self.version, "intercept": self.intercept, "terms": dict(self.terms)}
        return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()

    def chance(self, values: Mapping[str, float]) -> float:
        """The chance of the outcome for one person, from 0 to 1. A value that is missing is an error, never nought."""
        missing = sorted(self.terms.keys() - values.keys())
        if missing:
            raise ValueError(f"The model {self.version} needs {', '.join(missing)} of everybody.")
        odds = self.intercept + math.fsum(weight * values[name] for name, weight in self.terms.items())
        return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))


def expected(people: Mapping[str, int], reference: Mapping[str, float]) -> float:
    """The successes expected of these people, by segment, at the reference's shares. Every segment needs a share."""
    missing = sorted(segment for segment, number in people.items() if number and segment not in reference)
    if missing:
        raise ValueError(f"The reference has no share for {', '.join(missing)}.")
    return math.fsum(number * reference[segment] for segment, number in people.items() if number)


def standardised(observed: int, expected: float, level: float = LEVEL) -> Standardised:
    """The standardised ratio with Garwood's exact limits over what is expected; the reference is taken as exact.

    For rare outcomes and for events. Where the outcome is common the limits are too wide; see `against_chances`.
    """
    if expected <= 0:
        raise ValueError("Nothing is expected of nobody.")
    events = stats.poisson_interval(observed, level)
    interval = Interval(events.low / expected, events.high / expected)
    return Standardised(observed, expected, observed / expected, interval, exact.poisson_two_sided(observed, expected))


def sum_of_chances(chances: Iterable[float]) -> list[float]:
    """The exact distribution of how many succeed when each has a chance of their own: chances of 0, 1, … n successes.

    By adding one person after another; n² steps, so for some thousands of people.
    """
    found = [1.0]
    for chance in chances:
        if not 0 <= chance <= 1:
            raise ValueError(f"{chance} is no chance.")
        stay = 1 - chance
        found = [before * stay + below * chance for before, below in zip([*found, 0.0], [0.0, *found], strict=True)]
    return found


EXACT_UP_TO = 2000
"""More people than this are judged by the normal approximation, which then differs in the fourth place."""


def against_chances(observed: int, chances: Sequence[float], level: float = LEVEL) -> Standardised:
    """Observed successes against each person's own chance: the ratio, its interval and an exact two-sided p-value.

    The interval is Wilson's with the variance that unequal chances leave, Σ p(1 − p), in place of n·p(1 − p); p is
    twice the smaller exact tail, at most one.
    """
    n, mean = len(chances), math.fsum(chances)
    if not 0 <= observed <= n or not 0 < mean < n:
        raise ValueError(f"{observed} of {n} cannot be held against an expectation of {mean:g}.")
    variance = math.fsum(chance * (1 - chance) for chance in chances)
    share = mean / n
    design = variance / (n * share * (1 - share))
    interval = stats.wilson(observed / design, n / design, level) if design > 0 else Interval(mean / n, mean / n)
    if n <= EXACT_UP_TO:
        found = sum_of_chances(chances)
        p = min(1.0, 2 * min(math.fsum(found[: observed + 1]), math.fsum(found[observed:])))
    else:
        p = distributions.normal_two_sided(max(0.0, abs(observed - mean) - 0.5) / math.sqrt(variance))
    scale = n / mean
    return Standardised(observed, mean, observed / mean, Interval(interval.low * scale, interval.high * scale), p)
