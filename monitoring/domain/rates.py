"""Ratios of two rates of events per head, for frequency outcomes. Standard library only.

A Poisson rate supposes that events come singly. Where some people have many, the events are over-dispersed and Poisson
intervals are too narrow: the negative binomial adds a dispersion, with variance mean + dispersion · mean². Sources:
Przyborowski and Wilenski 1940 (exact conditional test); Lawless 1987 (negative binomial); Cameron and Trivedi 1998.
"""

import dataclasses
import math
from collections.abc import Mapping

from monitoring.domain import distributions, exact, stats
from monitoring.domain.stats import LEVEL, Interval

FEW = 5
"""Below so many events the variance of a few people says little of how events fall."""
HALF_AN_EVENT = 0.5


@dataclasses.dataclass(frozen=True)
class Ratio:
    """Rate 1 ÷ rate 2 with its interval and two-sided p-value. Without units; below one: fewer events per head."""

    ratio: float
    interval: Interval
    p: float


@dataclasses.dataclass(frozen=True)
class Counts:
    """Events of a group of people. `squares` is the sum of each person's events squared; it tells how they cluster."""

    people: int
    events: int
    squares: int

    @classmethod
    def of(cls, people_by_events: Mapping[int, int]) -> "Counts":
        """From the number of people by how many events each had: {0: 70, 1: 20, 4: 10}."""
        return cls(
            sum(people_by_events.values()),
            sum(events * people for events, people in people_by_events.items()),
            sum(events * events * people for events, people in people_by_events.items()),
        )

    @property
    def mean(self) -> float:
        return self.events / self.people

    @property
    def variance(self) -> float:
        """The sample variance of the events of one person (n − 1 in the denominator)."""
        return max(0.0, (self.squares - self.events**2 / self.people) / (self.people - 1))


def dispersion(*groups: Counts) -> float:
    """How much events cluster in people, by moments, over all groups: 0 where they do not, as for Poisson.

    The groups' (variance − mean) added up, over their mean² added up, each weighed by its people.
    """
    excess = math.fsum(group.people * (group.variance - group.mean) for group in groups if group.people > 1)
    squares = math.fsum(group.people * group.mean**2 for group in groups if group.people > 1)
    return max(0.0, excess / squares) if squares else 0.0


def _checked(events: int, people: float) -> None:
    if events < 0 or people <= 0:
        raise ValueError(f"{events} events in {people} people is no rate.")


def exact_ratio(events_1: int, people_1: float, events_2: int, people_2: float, level: float = LEVEL) -> Ratio:
    """Poisson rate 1 ÷ rate 2: given all events those of group 1 are binomial, so that interval and test are exact.

    `people` may be person-years. The ratio is infinite without events in group 2 and 1 without any at all.
    """
    _checked(events_1, people_1)
    _checked(events_2, people_2)
    total = events_1 + events_2
    if total == 0:
        return Ratio(1.0, Interval(0.0, math.inf), 1.0)
    share = exact.clopper_pearson(events_1, total, level)
    scale = people_2 / people_1
    high = math.inf if share.high == 1.0 else scale * share.high / (1 - share.high)
    ratio = math.inf if events_2 == 0 else events_1 / events_2 * scale
    p = stats.binomial_two_sided(events_1, total, people_1 / (people_1 + people_2))
    return Ratio(ratio, Interval(scale * share.low / (1 - share.low), high), p)


def negative_binomial_ratio(
    events_1: int, people_1: int, events_2: int, people_2: int, *, dispersion: float, level: float = LEVEL
) -> Ratio:
    """Rate 1 ÷ rate 2 where events cluster, each person followed equally long: a Wald interval on the logarithm.

    The variance of the log ratio is 1/events + dispersion/people, added over both groups; with dispersion 0 it is the
    Poisson one. Where group 1 has no event its ratio is nought, and half an event gives the upper limit and p, or the
    exact test, whichever is less sure. Needs an event in group 2.
    """
    _checked(events_1, people_1)
    _checked(events_2, people_2)
    if not events_2:
        raise ValueError("Without an event in the other group there is nothing to be a ratio of; use the exact one.")
    if dispersion < 0:
        raise ValueError("A dispersion is not negative.")
    counted = events_1 or HALF_AN_EVENT
    log_ratio = math.log(counted / people_1) - math.log(events_2 / people_2)
    spread = math.sqrt(1 / counted + dispersion / people_1 + 1 / events_2 + dispersion / people_2)
    half = stats.z_of(level) * spread
    p = distributions.normal_two_sided(log_ratio / spread)
    if not events_1:
        singly = exact_ratio(0, people_1, events_2, people_2, level)
        return Ratio(0.0, Interval(0.0, max(math.exp(log_ratio + half), singly.interval.high)), max(p, singly.p))
    return Ratio(math.exp(log_ratio), Interval(math.exp(log_ratio - half), math.exp(log_ratio + half)), p)


def events_against_fixed(group: Counts, baseline: float, level: float = LEVEL) -> tuple[float, Interval, float]:
    """Events per head less a fixed baseline above nought, as `mean_against_fixed`; careful with few events.

    With fewer than five events seen or expected, or where all people had the same number, their own variance says too
    little. Then the wider limits of Student's and of the exact Poisson interval hold, and the larger p.
    """
    difference, interval, p = mean_against_fixed(group, baseline, level)
    if tells_variance(group, baseline):
        return difference, interval, p
    exactly = stats.poisson_interval(group.events, level)
    low, high = exactly.low / group.people - baseline, exactly.high / group.people - baseline
    wider = Interval(min(low, interval.low), max(high, interval.high))
    return difference, wider, max(p, exact.poisson_two_sided(group.events, baseline * group.people))


def tells_variance(group: Counts, baseline: float) -> bool:
    """Whether people differ, and five events or more were seen and expected: their variance is then worth something."""
    return group.variance > 0 and min(group.events, baseline * group.people) >= FEW


def mean_against_fixed(group: Counts, baseline: float, level: float = LEVEL) -> tuple[float, Interval, float]:
    """Events per head less a fixed baseline: the difference, its interval and p, by Student's t over people.

    The people's own variance is used, whatever the clustering. For some dozens of people and more.
    """
    return _by_t(group.mean - baseline, group.variance / group.people, group.people - 1, level)


def mean_difference(one: Counts, two: Counts, level: float = LEVEL) -> tuple[float, Interval, float]:
    """Events per head of group 1 less those of group 2: the difference, its interval and p (Welch 1947)."""
    error_1, error_2 = one.variance / one.people, two.variance / two.people
    error = error_1 + error_2
    df = error**2 / (error_1**2 / (one.people - 1) + error_2**2 / (two.people - 1)) if error else math.inf
    return _by_t(one.mean - two.mean, error, df, level)


def _by_t(difference: float, error: float, df: float, level: float) -> tuple[float, Interval, float]:
    if error == 0:
        return difference, Interval(difference, difference), 1.0 if difference == 0 else 0.0
    half = distributions.t_quantile(df, level) * math.sqrt(error)
    p = distributions.t_two_sided(difference / math.sqrt(error), df)
    return difference, Interval(difference - half, difference + half), p
