"""Gaming: what may be looked for in an agent's figures, and when it is worth a question.

A question is not a finding: each pattern here has innocent causes too. An indicator says how many must stand behind it,
what is tested, beyond which line and how rarely clean data may cross it. Below its smallest sample nothing is said, and
that is neither a pass nor a failure.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from monitoring.domain.gaming_tests import Counts, Shown
from monitoring.domain.stats import Interval

CHANCE = 0.005
"""How often, at most, a look at clean data may lead to a question: once in two hundred.

The test is held to half of it, the one tail of an interval that holds the rest.
"""


class State(StrEnum):
    ASKS = "asks"
    QUIET = "quiet"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Rule:
    """What a contract may set for an indicator: the smallest sample, the line, and the chance of a false alarm."""

    fewest: int
    threshold: float
    chance: float = CHANCE


@dataclass(frozen=True)
class Indicator:
    """A pattern that may be gaming. `asks` is the question, with the counts under the names of `counts`."""

    code: str
    name: str
    looks_at: str
    test: str
    counts: tuple[str, ...]
    labels: tuple[str, ...]
    asks: str
    measured: str
    usual: Rule
    show: Callable[[Counts, Rule], Shown]
    stages: tuple[tuple[int, str], ...]
    compares_others: bool = False


@dataclass(frozen=True)
class Reading:
    """What an indicator says of counts, with everything that led to it."""

    indicator: str
    state: State
    counts: Counts
    sample: int
    estimate: float
    interval: Interval | None
    p: float | None
    rule: Rule


def read(indicator: Indicator, counts: Counts, rule: Rule | None = None) -> Reading:
    """Too few where the sample is below the smallest; a question where the line is crossed by more than luck."""
    rule = rule or indicator.usual
    shown = indicator.show(counts, rule)
    state = State.QUIET
    if shown.sample < rule.fewest:
        state = State.TOO_FEW
    elif shown.estimate > rule.threshold and (shown.p is None or shown.p <= rule.chance / 2):
        state = State.ASKS
    return Reading(indicator.code, state, counts, shown.sample, shown.estimate, shown.interval, shown.p, rule)


def pooled(one: Counts, other: Counts) -> Counts:
    """The counts of two periods together."""
    return tuple(a + b for a, b in zip(one, other, strict=True))


def question(indicator: Indicator, counts: Counts) -> str:
    """The question in words, with its counts."""
    named = dict(zip(indicator.counts, (plain(count) for count in counts), strict=True))
    return indicator.asks.format(**named)


def plain(count: float) -> str:
    """A count as people write it: whole, or with one place."""
    return f"{count:,.0f}" if count == int(count) else f"{count:,.1f}"


def in_words(indicator: Indicator, estimate: float, interval: Interval | None, chance: float) -> str:
    """The estimate with its interval: “82% (99.5% interval 63% to 94%)”."""
    said = amount(indicator, estimate)
    if interval is None:
        return said
    level = 100 * (1 - chance)
    return f"{said} ({level:.3g}% interval {amount(indicator, interval.low)} to {amount(indicator, interval.high)})"


def amount(indicator: Indicator, value: float) -> str:
    """A share in per cent, a ratio as “2.1 times”, a difference in standard deviations."""
    if math.isinf(value):
        return "no limit"
    if indicator.measured == "share":
        return f"{100 * value:.0f}%"
    return f"{value:.1f} times" if indicator.measured == "ratio" else f"{value:.2f} standard deviations"
