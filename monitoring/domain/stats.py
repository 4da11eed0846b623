"""Intervals, exact tests and power for shares and counts. Standard library only; no clock and no randomness.

Sources: Wilson 1927 (score interval); Newcombe 1998, method 10 (difference of two shares); Clopper and Pearson 1934;
Garwood 1936 (Poisson). Each function is tested against an independent implementation.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from monitoring.domain import bisection, distributions

NORMAL = NormalDist()
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def z_of(level: float = LEVEL) -> float:
    """The two-sided normal quantile: 1.96 for 95 %."""
    return NORMAL.inv_cdf(0.5 + level / 2)


Z95 = z_of()


def _checked(successes: float, n: float) -> None:
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share of anybody.")


def wilson(successes: float, n: float, level: float = LEVEL) -> Interval:
    """The Wilson score interval of a share. 24 of 40 gives 45 % to 74 %."""
    _checked(successes, n)
    z = Z95 if level == LEVEL else z_of(level)
    share, z2 = successes / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if successes == n else min(1.0, middle + half))


def newcombe(successes_1: int, n_1: int, successes_2: int, n_2: int, level: float = LEVEL) -> Interval:
    """The interval of share 1 − share 2 from the two Wilson intervals (Newcombe's hybrid score method)."""
    one, two = wilson(successes_1, n_1, level), wilson(successes_2, n_2, level)
    share_1, share_2 = successes_1 / n_1, successes_2 / n_2
    gap = share_1 - share_2
    down = math.hypot(share_1 - one.low, two.high - share_2)
    up = math.hypot(one.high - share_1, share_2 - two.low)
    return Interval(gap - down, gap + up)


def binomial_as_low(successes: int, n: int, share: float) -> float:
    """The exact chance of so few successes, or fewer, if the true share is `share` (one-sided)."""
    _checked(successes, n)
    return distributions.binomial_at_most(successes, n, share)


def binomial_as_high(successes: int, n: int, share: float) -> float:
    """The exact chance of so many successes, or more, if the true share is `share` (one-sided)."""
    _checked(successes, n)
    return distributions.binomial_at_least(successes, n, share)


def binomial_two_sided(successes: int, n: int, share: float) -> float:
    """The exact two-sided p-value: the chance of every result no likelier than the one seen."""
    _checked(successes, n)
    mean = n * share
    if successes == mean:
        return 1.0
    seen = distributions.binomial_pmf(successes, n, share) * (1 + 1e-7)
    if successes < mean:
        first = bisection.first(lambda k: distributions.binomial_pmf(k, n, share) <= seen, math.ceil(mean), n + 1)
        far = distributions.binomial_at_least(first, n, share)
        return min(1.0, distributions.binomial_at_most(successes, n, share) + far)
    first = bisection.first(lambda k: distributions.binomial_pmf(k, n, share) > seen, 0, math.floor(mean) + 1)
    far = distributions.binomial_at_most(first - 1, n, share)
    return min(1.0, distributions.binomial_at_least(successes, n, share) + far)


def least_significant(n: int, share: float, alpha: float = 0.05) -> int | None:
    """The least success count above `share` with a two-sided exact p-value below alpha; None if even n of n is not.

    27 of 40 against one half: p = 0.038, where 26 gives 0.081.
    """
    above = range(math.floor(n * share) + 1, n + 1)
    return next((k for k in above if binomial_two_sided(k, n, share) < alpha), None)


def two_proportion_z(successes_1: int, n_1: int, successes_2: int, n_2: int) -> tuple[float, float]:
    """z and its two-sided p-value for share 1 − share 2, pooled variance. For several hundred people and more."""
    _checked(successes_1, n_1)
    _checked(successes_2, n_2)
    pooled = (successes_1 + successes_2) / (n_1 + n_2)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n_1 + 1 / n_2))
    if spread == 0:
        return 0.0, 1.0
    z = (successes_1 / n_1 - successes_2 / n_2) / spread
    return z, math.erfc(abs(z) / math.sqrt(2))


def poisson_interval(events: int, level: float = LEVEL) -> Interval:
    """The exact interval of the mean number of events (Garwood). Too narrow where events come in clusters."""
    if events < 0:
        raise ValueError(f"{events} events cannot be counted.")
    tail = (1 - level) / 2
    low = distributions.gamma_quantile(events, tail) if events else 0.0
    return Interval(low, distributions.gamma_quantile(events + 1, 1 - tail))


def poisson_as_low(events: int, mean: float) -> float:
    """The exact chance of so few events, or fewer, where `mean` are expected."""
    return distributions.poisson_at_most(events, mean)


def poisson_as_high(events: int, mean: float) -> float:
    """The exact chance of so many events, or more, where `mean` are expected."""
    return distributions.poisson_at_least(events, mean)


def people_needed(share: float, other: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """People needed in one group, against the fixed share `share`, to see a true share of `other` (two-sided).

    Normal approximation with each hypothesis's own variance. A fall of 20 points from 47.5 % needs 46.
    """
    if share == other:
        raise ValueError("No number of people shows a difference of nought.")
    z_alpha, z_power = NORMAL.inv_cdf(1 - alpha / 2), NORMAL.inv_cdf(power)
    root = z_alpha * math.sqrt(share * (1 - share)) + z_power * math.sqrt(other * (1 - other))
    return math.ceil((root / (share - other)) ** 2 - 1e-9)


def people_needed_in_each_arm(share: float, other: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """People needed in each of two equal groups to see the difference between two true shares (two-sided)."""
    if share == other:
        raise ValueError("No number of people shows a difference of nought.")
    z_alpha, z_power = NORMAL.inv_cdf(1 - alpha / 2), NORMAL.inv_cdf(power)
    mean = (share + other) / 2
    apart = math.sqrt(share * (1 - share) + other * (1 - other))
    root = z_alpha * math.sqrt(2 * mean * (1 - mean)) + z_power * apart
    return math.ceil((root / (share - other)) ** 2 - 1e-9)


def smallest_detectable_fall(n: int, share: float = 0.5, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest true fall below the fixed share that n people would show with this power, as a share.

    At 40 people and one half: 0.215, that is 21.5 points. Never more than `share` itself.
    """
    z_alpha, z_power = NORMAL.inv_cdf(1 - alpha / 2), NORMAL.inv_cdf(power)
    threshold = z_alpha * math.sqrt(share * (1 - share) / n)

    def seen(fall: float) -> bool:
        other = max(share - fall, 0.0)
        return fall >= threshold + z_power * math.sqrt(other * (1 - other) / n)

    low, high = 0.0, share
    if not seen(high):
        return share
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if seen(middle) else (middle, high)
    return high


def smallest_detectable_rise(n: int, share: float = 0.5, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest true rise above the fixed share that n people would show with this power, as a share."""
    return smallest_detectable_fall(n, 1 - share, power, alpha)
