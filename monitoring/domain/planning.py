"""What a number of people can and cannot show, before anybody is counted. Standard library only.

By the same formulas as the verdicts: two-sided tests at 5 % and 80 % power unless said otherwise.
"""

import dataclasses
import math

from monitoring.domain import distributions, stats
from monitoring.domain.stats import Interval

SIZES = (40, 60, 100, 142, 231, 400, 1000)
"""Numbers of people shown beside the one asked for; 142 and 231 are those of two published evaluations."""
MOST_PEOPLE = 1_000_000


def power(n: int, share: float, other: float, alpha: float = 0.05) -> float:
    """The chance, from 0 to 1, that n people show a true share of `other` to differ from the fixed share `share`.

    Normal approximation, each hypothesis with its own variance; a result on the wrong side does not count.
    """
    z = stats.NORMAL.inv_cdf(1 - alpha / 2)
    spread, spread_other = math.sqrt(share * (1 - share) / n), math.sqrt(other * (1 - other) / n)
    reach = abs(share - other) - z * spread
    if spread_other == 0:
        return 1.0 if reach > 0 else 0.0
    return stats.NORMAL.cdf(reach / spread_other)


def exact_power(n: int, share: float, other: float, alpha: float = 0.05) -> float:
    """The same by the exact two-sided binomial test: what the small numbers of a planned cohort really give."""
    better = other > share
    counts = range(math.ceil(n * share), n + 1) if better else range(math.floor(n * share), -1, -1)
    edge = next((k for k in counts if stats.binomial_two_sided(k, n, share) < alpha), None)
    if edge is None:
        return 0.0
    if better:
        return distributions.binomial_at_least(edge, n, other)
    return distributions.binomial_at_most(edge, n, other)


def power_between_groups(n_1: int, n_2: int, share: float, other: float, alpha: float = 0.05) -> float:
    """The chance that n_1 people with the true share `other` and n_2 with `share` show the difference between them."""
    z = stats.NORMAL.inv_cdf(1 - alpha / 2)
    pooled = (n_1 * other + n_2 * share) / (n_1 + n_2)
    spread = math.sqrt(other * (1 - other) / n_1 + share * (1 - share) / n_2)
    reach = abs(share - other) - z * math.sqrt(pooled * (1 - pooled) * (1 / n_1 + 1 / n_2))
    if spread == 0:
        return 1.0 if reach > 0 else 0.0
    return stats.NORMAL.cdf(reach / spread)


def smallest_between_groups(
    n_1: int, n_2: int, share: float, *, rise: bool, power: float = 0.8, alpha: float = 0.05
) -> float:
    """The smallest true difference from `share`, the level of n_2 people, that n_1 others show with this power.

    Never more than there is room for: where even that would not be shown, all the room is returned.
    """
    room = 1 - share if rise else share
    low, high = 0.0, room

    def seen(difference: float) -> bool:
        other = share + difference if rise else share - difference
        return power_between_groups(n_1, n_2, share, min(max(other, 0.0), 1.0), alpha) >= power

    if not seen(high):
        return room
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if seen(middle) else (middle, high)
    return high


@dataclasses.dataclass(frozen=True)
class Size:
    """What so many people show against a fixed share. `fall` and `rise` in shares; None: not even the whole of it.

    `interval` is the 95 % interval when just the fixed share is observed; `least` the least number of successes above
    it that differs (exact test); `most` the greatest number below it.
    """

    people: int
    fall: float | None
    rise: float | None
    interval: Interval
    least: int | None
    most: int | None


def size(n: int, share: float, power: float = 0.8, alpha: float = 0.05) -> Size:
    """What n people can show against the fixed share."""
    fall = stats.smallest_detectable_fall(n, share, power, alpha)
    rise = stats.smallest_detectable_rise(n, share, power, alpha)
    below = stats.least_significant(n, 1 - share, alpha)
    return Size(
        n,
        fall if fall < share else None,
        rise if rise < 1 - share else None,
        stats.wilson(n * share, n, 1 - alpha),
        stats.least_significant(n, share, alpha),
        None if below is None else n - below,
    )
