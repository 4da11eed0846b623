"""The tests behind the questions about gaming: each takes whole counts and returns what they show. Exact throughout.

Each test is one-sided, towards what would be gaming, and its chance is exact or errs on the side of silence: on clean
data it asks no more often than the chance that the contract allows. Nothing here proves gaming.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitoring.domain import distributions, exact, stats
from monitoring.domain.stats import Interval

Counts = tuple[float, ...]


@dataclass(frozen=True)
class Shown:
    """What counts show: how many stand behind it, the estimate with its interval, and the chance of as much by luck.

    `p` is None for what is counted one by one and needs no chance: a single case is worth the question.
    """

    sample: int
    estimate: float
    interval: Interval | None
    p: float | None


NOTHING = Shown(0, 0.0, None, 1.0)


class HasChance(Protocol):
    @property
    def chance(self) -> float: ...


def by(test: Callable[[Counts, float], Shown]) -> Callable[[Counts, HasChance], Shown]:
    """The test with the interval that belongs to a rule's chance: both tails hold it."""
    return lambda counts, rule: test(counts, 1 - rule.chance)


def more_than_half(counts: Counts, level: float) -> Shown:
    """Of things that would fall on either side alike, as many on the one side: an exact binomial test against half."""
    side, other = (int(count) for count in counts[:2])
    n = side + other
    if not n:
        return NOTHING
    return Shown(n, side / n, exact.clopper_pearson(side, n, level), stats.binomial_as_high(side, n, 0.5))


def higher_hazard(counts: Counts, level: float) -> Shown:
    """Losses of those at risk after a day, against those before it: the ratio of both rates, tested given all losses.

    The people at risk later are the fewer of the two samples. Losses of people are rarer than a Poisson count supposes,
    so the test errs on the side of silence.
    """
    after, at_risk_after, before, at_risk_before = (int(count) for count in counts)
    if not at_risk_after or not at_risk_before:
        return NOTHING
    losses, share = after + before, at_risk_after / (at_risk_after + at_risk_before)
    interval = _ratio(after, losses, share, level)
    ratio = (after / at_risk_after) / (before / at_risk_before) if before else (math.inf if after else 1.0)
    p = distributions.binomial_at_least(after, losses, share) if losses else 1.0
    return Shown(min(at_risk_after, at_risk_before), ratio, interval, p)


def _ratio(events: int, total: int, share: float, level: float) -> Interval | None:
    """The interval of a ratio of two rates, by the share of all events that fall to the first."""
    if not total:
        return None
    found, scale = exact.clopper_pearson(events, total, level), (1 - share) / share
    high = math.inf if found.high == 1.0 else scale * found.high / (1 - found.high)
    return Interval(scale * found.low / (1 - found.low) if found.low < 1 else math.inf, high)


def more_than_expected(counts: Counts, level: float) -> Shown:
    """Events against the number expected of them if they fell evenly: an exact Poisson test. The sample is all events.

    The counts are those that fell into the time, all of them, and the number expected in the time.
    """
    events, n, expected = int(counts[0]), int(counts[1]), counts[2]
    if not n or expected <= 0:
        return NOTHING
    found = stats.poisson_interval(events, level)
    interval = Interval(found.low / expected, found.high / expected)
    return Shown(n, events / expected, interval, stats.poisson_as_high(events, expected))


def above_the_others(counts: Counts, level: float) -> Shown:
    """A share against that of the others: Fisher's exact test, one-sided. The estimate is the share itself."""
    hits, n, other_hits, other_n = (int(count) for count in counts)
    if not n or not other_n:
        return NOTHING
    p = _hypergeometric_at_least(hits, n, hits + other_hits, n + other_n)
    return Shown(min(n, other_n), hits / n, exact.clopper_pearson(hits, n, level), p)


def times_the_others(counts: Counts, level: float) -> Shown:
    """As `above_the_others`, with the ratio of both shares as the estimate."""
    hits, n, other_hits, other_n = (int(count) for count in counts)
    if not n or not other_n:
        return NOTHING
    p = _hypergeometric_at_least(hits, n, hits + other_hits, n + other_n)
    interval = _ratio(hits, hits + other_hits, n / (n + other_n), level)
    ratio = (hits / n) / (other_hits / other_n) if other_hits else (math.inf if hits else 1.0)
    return Shown(min(n, other_n), ratio, interval, p)


def within_periods(periods: Sequence[Counts]) -> float:
    """The chance of as many hits by luck, where each period is compared with itself (Mantel and Haenszel, 1959).

    Levels that change from period to period, while the sizes of both groups change too, make groups that are alike in
    every period differ in the sum. The normal approximation has its correction for whole counts.
    """
    over = spread = 0.0
    for period in periods:
        hits, n, other_hits, other_n = (int(count) for count in period)
        total, marked = n + other_n, hits + other_hits
        if total > 1:
            over += hits - n * marked / total
            spread += n * other_n * marked * (total - marked) / (total * total * (total - 1))
    if spread <= 0:
        return 1.0
    z = (over - 0.5) / math.sqrt(spread)
    tail = distributions.normal_two_sided(z) / 2
    return tail if z > 0 else 1 - tail


def _hypergeometric_at_least(hits: int, drawn: int, marked: int, total: int) -> float:
    upper = range(hits, min(drawn, marked) + 1)
    return min(1.0, math.fsum(distributions.hypergeometric_pmf(k, drawn, marked, total) for k in upper))


def fewer_than_planned(counts: Counts, level: float) -> Shown:
    """A share of all against a planned one: how far below, as a standardised difference; an exact binomial test.

    The counts are those of the group, all of them, and the number planned for the group. The difference is taken in
    standard deviations of a yes or no, as the mean of both variances gives them; above nought it is a shortfall.
    """
    hits, n, planned = int(counts[0]), int(counts[1]), counts[2]
    if not n or not 0 < planned < n:
        return NOTHING
    share = planned / n
    found = exact.clopper_pearson(hits, n, level)
    interval = Interval(_standardised(share, found.high), _standardised(share, found.low))
    return Shown(n, _standardised(share, hits / n), interval, stats.binomial_as_low(hits, n, share))


def _standardised(one: float, other: float) -> float:
    spread = math.sqrt((one * (1 - one) + other * (1 - other)) / 2)
    return (one - other) / spread


def less_than_the_others(counts: Counts, level: float) -> Shown:
    """How many times as much the others achieved, each against what was expected: exact, given all achievements.

    The counts are achieved and expected in the group and in the others, and the people of the group, who are the
    sample. Of all achievements those of the group are binomial with its share of the expected ones.
    """
    achieved, others, n = int(counts[0]), int(counts[2]), int(counts[4])
    expected, others_expected = counts[1], counts[3]
    if not n or expected <= 0 or others_expected <= 0 or not others:
        return NOTHING
    total, share = achieved + others, others_expected / (expected + others_expected)
    ratio = (others / others_expected) / (achieved / expected) if achieved else math.inf
    p = distributions.binomial_at_least(others, total, share)
    return Shown(n, ratio, _ratio(others, total, share, level), p)


def fewer_than_before(counts: Counts, level: float) -> Shown:
    """How many times as many there were in as long a time before: an exact binomial test of both against one half."""
    before, now = (int(count) for count in counts)
    n = before + now
    if not n:
        return NOTHING
    ratio = before / now if now else math.inf
    return Shown(n, ratio, _ratio(before, n, 0.5, level), stats.binomial_as_high(before, n, 0.5))


def fewer_but_more_often(counts: Counts, level: float) -> Shown:
    """Fewer people have any, while all of them together have more a head: both must be beyond luck, so that the larger
    chance counts. The counts are people with any, people and events, now and before; the estimate is of events a head.

    Events of one person come in clusters, which a Poisson count does not know. That both must hold, against each other,
    makes up for it.
    """
    some, n, events, some_before, n_before, events_before = (int(count) for count in counts)
    if not n or not n_before:
        return NOTHING
    total, share = events + events_before, n / (n + n_before)
    interval = _ratio(events, total, share, level)
    ratio = (events / n) / (events_before / n_before) if events_before else (math.inf if events else 1.0)
    fewer = _hypergeometric_at_least(some_before, n_before, some + some_before, n + n_before)
    oftener = distributions.binomial_at_least(events, total, share) if total else 1.0
    return Shown(min(n, n_before), ratio, interval, max(fewer, oftener))


def fewer_than_promised(counts: Counts, level: float) -> Shown:
    """How many times as many were promised as came: an exact Poisson test. The sample is the number promised."""
    promised, came = counts[0], int(counts[1])
    if promised <= 0:
        return NOTHING
    found = stats.poisson_interval(came, level)
    interval = Interval(promised / found.high, promised / found.low if found.low else math.inf)
    ratio = promised / came if came else math.inf
    return Shown(int(promised), ratio, interval, stats.poisson_as_low(came, promised))


def any_at_all(counts: Counts, level: float) -> Shown:
    """Cases that should not occur, as a share of all: no chance is reckoned, because each of them can be looked up."""
    cases, n = (int(count) for count in counts[:2])
    if not n:
        return NOTHING
    return Shown(n, cases / n, exact.clopper_pearson(cases, n, level), None)
