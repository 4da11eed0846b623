"""Limits of a funnel: how far a group's share may lie from the mean of all by chance alone, by its size.

Exact limits of the binomial and the Poisson distribution, as whole numbers of people or events. Source: Spiegelhalter
2005; the usual lines hold 95 % and 99.8 %, two and three standard deviations.
"""

from collections.abc import Callable

from monitoring.domain import distributions
from monitoring.domain.stats import Interval

USUAL, WIDE = 0.95, 0.998


def _quantile(at_most: Callable[[int], float], share: float, low: int, high: int) -> int:
    """The least whole number, from low to high, with at least this share of results at or below it."""
    while low < high:
        middle = (low + high) // 2
        if at_most(middle) >= share:
            high = middle
        else:
            low = middle + 1
    return low


def counts(n: int, centre: float, level: float = USUAL) -> tuple[int, int]:
    """The fewest and the most successes of n that do not lie outside: each tail beyond holds no more than it may."""
    if n < 1 or not 0 < centre < 1:
        raise ValueError(f"There are no limits for {n} people at a share of {centre}.")
    tail = (1 - level) / 2

    def at_most(k: int) -> float:
        return distributions.binomial_at_most(k, n, centre)

    return _quantile(at_most, tail, 0, n), _quantile(at_most, 1 - tail, 0, n)


def limits(n: int, centre: float, level: float = USUAL) -> Interval:
    """The limits of a share: a group of n outside them differs from the centre by more than chance."""
    fewest, most = counts(n, centre, level)
    return Interval(fewest / n, most / n)


def event_counts(expected: float, level: float = USUAL) -> tuple[int, int]:
    """The fewest and the most events that do not lie outside, where `expected` are expected (Poisson)."""
    if expected <= 0:
        raise ValueError("Nothing is expected of nobody.")
    tail, highest = (1 - level) / 2, int(expected + 40 * expected**0.5 + 100)

    def at_most(k: int) -> float:
        return distributions.poisson_at_most(k, expected)

    return _quantile(at_most, tail, 0, highest), _quantile(at_most, 1 - tail, 0, highest)


def lies_outside(successes: int, n: int, centre: float, level: float = WIDE) -> bool:
    """Whether a group's successes lie outside its limits."""
    fewest, most = counts(n, centre, level)
    return not fewest <= successes <= most
