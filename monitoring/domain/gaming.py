"""Gaming: what may be looked for in an agent's figures, and when it is worth a question.

A question is not a finding: each pattern here has innocent causes too. An indicator says how many must stand behind it,
what is tested, beyond which line and how rarely clean data may cross it. Below its smallest sample nothing is said, and
that is neither a pass nor a failure.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from contracts.domain import question_rules
from contracts.domain.question_rules import QuestionRule
from monitoring.domain import gaming_tests
from monitoring.domain.gaming_tests import Counts, Shown
from monitoring.domain.stats import Interval


class State(StrEnum):
    ASKS = "asks"
    QUIET = "quiet"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Rule:
    """What a contract may set for an indicator: the smallest sample, the line, and the chance of a false alarm.

    The test is held to half the chance, the one tail of an interval that holds the rest.
    """

    fewest: int
    threshold: float
    chance: float = float(question_rules.CHANCE)


def rule_of(stated: QuestionRule) -> Rule:
    """A rule of the contract in the numbers that tests reckon with."""
    return Rule(stated.fewest, float(stated.threshold), float(stated.chance))


@dataclass(frozen=True)
class Indicator:
    """A pattern that may be gaming. `asks` is the question, with the counts under the names of `counts`.

    A count whose name begins with “pounds” is money. Name, line and smallest sample are contract data. Two groups whose
    level may change from period to period are compared `within_periods` too.
    """

    code: str
    looks_at: str
    test: str
    counts: tuple[str, ...]
    labels: tuple[str, ...]
    asks: str
    show: Callable[[Counts, Rule], Shown]
    stages: tuple[tuple[int, str], ...]
    compares_others: bool = False
    within_periods: bool = False

    @property
    def name(self) -> str:
        return question_rules.BY_CODE[self.code].name

    @property
    def measured(self) -> str:
        return question_rules.BY_CODE[self.code].measured

    @property
    def usual(self) -> Rule:
        return rule_of(question_rules.USUAL[self.code])

    @property
    def counts_cases(self) -> bool:
        """Each case can be looked up, so that no chance is reckoned."""
        return question_rules.BY_CODE[self.code].counts_cases

    def line(self, rule: Rule) -> str:
        """Beyond which line it is asked, in words."""
        return question_rules.amount(self.measured, Decimal(str(rule.threshold)))


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


def read(indicator: Indicator, counts: Counts, rule: Rule | None = None, *, periods: Sequence[Counts] = ()) -> Reading:
    """Too few where the sample is below the smallest; a question where the line is crossed by more than luck.

    `periods`: the counts of which `counts` are the sum.
    """
    rule = rule or indicator.usual
    shown = indicator.show(counts, rule)
    if indicator.within_periods and len(periods) > 1 and shown.p is not None:
        shown = replace(shown, p=max(shown.p, gaming_tests.within_periods(periods)))
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
    named = {name: told(name, count) for name, count in zip(indicator.counts, counts, strict=True)}
    return indicator.asks.format(**named)


def told(name: str, count: float) -> str:
    """A count as people write it, or an amount of money."""
    if name.startswith("pounds"):
        return f"{'−' if count < 0 else ''}£{abs(count):,.2f}"
    return plain(count)


def plain(count: float) -> str:
    """A count as people write it: whole, or with one place."""
    return f"{count:,.0f}" if count == int(count) else f"{count:,.1f}"


NONE_IN_EITHER = "none in either"


def in_words(indicator: Indicator, estimate: float, interval: Interval | None, chance: float) -> str:
    """The estimate with its interval: “82% (99.5% interval 63% to 94%)”. Two rates of nothing have neither."""
    said = amount(indicator, estimate)
    if interval is None:
        return NONE_IN_EITHER
    level = 100 * (1 - chance)
    return f"{said} ({level:.6g}% interval {amount(indicator, interval.low)} to {amount(indicator, interval.high)})"


def amount(indicator: Indicator, value: float) -> str:
    """A share in per cent, a ratio as “2.1 times”, a difference in standard deviations."""
    if math.isinf(value):
        return "no limit"
    if indicator.measured == "share":
        return f"{100 * value:.0f}%"
    if indicator.measured == "ratio":
        return f"{value:.1f} times"
    size = f"{abs(value):.2f}"
    return f"{'−' if value < 0 and float(size) else ''}{size} standard deviations"
