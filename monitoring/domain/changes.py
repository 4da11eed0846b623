"""Difference-in-differences: the change where the programme ran, less the change where it did not.

It supposes that both would have changed alike without the programme. A panel lets that be looked at: the trend of the
gap before the start is given with its interval beside each result. Sources: Ashenfelter and Card 1985; Bertrand, Duflo
and Mullainathan 2004 (one mean before and one after for each place, so that serial correlation does no harm); Zou and
Donner 2008 (recovery of intervals).
"""

import dataclasses
import math
from collections.abc import Sequence

from monitoring.domain import distributions, stats
from monitoring.domain.stats import LEVEL, Interval

Share = tuple[int, int]
"""Successes and people."""


@dataclasses.dataclass(frozen=True)
class Change:
    """A difference of differences, in points as a share (or in the panel's unit), with its interval and p-value.

    `error`: its standard error; `df`: the degrees of freedom behind it, without bound where it is taken for known.
    """

    difference: float
    interval: Interval
    p: float
    error: float
    df: float = math.inf


def of_shares(
    treated_before: Share, treated_after: Share, other_before: Share, other_after: Share, level: float = LEVEL
) -> Change:
    """The difference-in-differences of four shares of different people: (after − before) less the others'.

    The interval recovers the spread of each change from its Newcombe interval; p is by the normal approximation with
    each share's own variance, as of a saturated regression with robust errors.
    """
    groups = (treated_before, treated_after, other_before, other_after)
    for successes, n in groups:
        if n <= 0 or not 0 <= successes <= n:
            raise ValueError(f"{successes} of {n} is not a share of anybody.")
    before, after, before_2, after_2 = (successes / n for successes, n in groups)
    change, change_2 = after - before, after_2 - before_2
    gap = change - change_2
    one = stats.newcombe(*treated_after, *treated_before, level)
    two = stats.newcombe(*other_after, *other_before, level)
    down = math.hypot(change - one.low, two.high - change_2)
    up = math.hypot(one.high - change, change_2 - two.low)
    error = math.sqrt(math.fsum(k / n * (1 - k / n) / n for k, n in groups))
    p = distributions.normal_two_sided(gap / error) if error else (1.0 if gap == 0 else 0.0)
    return Change(gap, Interval(gap - down, gap + up), p, error)


@dataclasses.dataclass(frozen=True)
class Trend:
    """The slope of the gap between the groups before the start, for each period, with its interval.

    An interval that holds nought does not prove parallel trends; one that does not speaks against them.
    """

    slope: float
    interval: Interval

    @property
    def speaks_against(self) -> bool:
        return not self.interval.holds(0.0)


Series = Sequence[float]
"""A place's figure in each period, in the order of the periods."""


def of_panel(treated: Sequence[Series], others: Sequence[Series], start: int, level: float = LEVEL) -> Change:
    """The difference-in-differences over a panel of places. `start` is the place of the first period after the start.

    Each place is one observation: its mean after less its mean before. Welch's t between the two groups of places,
    which have two places each at least.
    """
    one, two = ([_change(series, start) for series in places] for places in (treated, others))
    if len(one) < 2 or len(two) < 2:
        raise ValueError("A panel needs two places on either side.")
    (mean_1, error_1), (mean_2, error_2) = _mean(one), _mean(two)
    error = error_1 + error_2
    parts = error_1**2 / (len(one) - 1) + error_2**2 / (len(two) - 1)
    return _by_t(mean_1 - mean_2, math.sqrt(error), error**2 / parts if parts else math.inf, level)


def of_gaps(treated: Sequence[Series], others: Sequence[Series], start: int, level: float = LEVEL) -> Change:
    """The difference-in-differences where there are few places: each period is one observation.

    The gap between the groups' means since the start, less the gap before, by Student's t with one variance for both
    (Donald and Lang 2007). It supposes that the gaps of periods that follow each other do not hang together.
    """
    gaps = _gaps(treated, others)
    before, after = gaps[:start], gaps[start:]
    if not before or not after or len(gaps) < 3:
        raise ValueError("Gaps need three periods, with one before the start and one after it.")
    means = [math.fsum(side) / len(side) for side in (before, after)]
    left = math.fsum((gap - mean) ** 2 for side, mean in zip((before, after), means, strict=True) for gap in side)
    df = len(gaps) - 2
    return _by_t(means[1] - means[0], math.sqrt(left / df * (1 / len(before) + 1 / len(after))), df, level)


NOTHING = 1e-12
"""Below it a spread or a change is the rounding of the machine."""


def _by_t(gap: float, error: float, df: float, level: float) -> Change:
    if error < NOTHING:
        return Change(gap, Interval(gap, gap), 1.0 if abs(gap) < NOTHING else 0.0, error, df)
    half = distributions.t_quantile(df, level) * error
    return Change(gap, Interval(gap - half, gap + half), distributions.t_two_sided(gap / error, df), error, df)


def with_error(seen: Change, error: float, df: float, level: float = LEVEL) -> Change:
    """The same difference with another standard error, for one that was nought; the degrees of freedom where few."""
    return _by_t(seen.difference, error, seen.df if math.isfinite(seen.df) else df, level)


def _change(series: Series, start: int) -> float:
    before, after = series[:start], series[start:]
    if not before or not after:
        raise ValueError("A panel needs a period before the start and one after it.")
    return math.fsum(after) / len(after) - math.fsum(before) / len(before)


def _mean(values: Sequence[float]) -> tuple[float, float]:
    """The mean, and the square of its standard error."""
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)


def mean_series(places: Sequence[Series]) -> list[float]:
    """The mean of the places in each period."""
    return [math.fsum(of_one) / len(places) for of_one in zip(*places, strict=True)]


def _gaps(treated: Sequence[Series], others: Sequence[Series]) -> list[float]:
    return [one - two for one, two in zip(mean_series(treated), mean_series(others), strict=True)]


def pre_trend(treated: Sequence[Series], others: Sequence[Series], start: int, level: float = LEVEL) -> Trend | None:
    """The straight line through the gap of the groups' means in the periods before the start; None below three."""
    if start < 3:
        return None
    gaps = _gaps(treated, others)[:start]
    middle, mean = (start - 1) / 2, math.fsum(gaps) / start
    spread = math.fsum((place - middle) ** 2 for place in range(start))
    slope = math.fsum((place - middle) * (gap - mean) for place, gap in enumerate(gaps)) / spread
    left = math.fsum((gap - mean - slope * (place - middle)) ** 2 for place, gap in enumerate(gaps))
    half = distributions.t_quantile(start - 2, level) * math.sqrt(left / (start - 2) / spread)
    return Trend(slope, Interval(slope - half, slope + half))
