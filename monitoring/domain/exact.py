"""Exact intervals and tests for small counts. Standard library only.

Sources: Clopper and Pearson 1934 (interval); Fisher 1935, in the two-sided form of Freeman and Halton 1951, as R and
scipy compute it. Exact methods are conservative: their intervals are rather too wide than too narrow.
"""

import math

from monitoring.domain import distributions
from monitoring.domain.stats import LEVEL, Interval

NEARLY = 1 + 1e-7
"""Results whose chances differ by no more than rounding count as equally likely, as in R and scipy."""


def clopper_pearson(successes: int, n: int, level: float = LEVEL) -> Interval:
    """The exact interval of a share. 24 of 40 gives 43.3 % to 75.1 %; nought of 40 has the upper limit 8.8 %."""
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share of anybody.")
    tail = (1 - level) / 2
    low = 0.0 if successes == 0 else distributions.beta_quantile(successes, n - successes + 1, tail)
    high = 1.0 if successes == n else distributions.beta_quantile(successes + 1, n - successes, 1 - tail)
    return Interval(low, high)


def fisher(successes_1: int, n_1: int, successes_2: int, n_2: int) -> float:
    """Fisher's exact two-sided p-value for the difference of two shares.

    The chance, given both groups and the number of successes in all, of every table no likelier than the one seen.
    """
    if not (0 <= successes_1 <= n_1 and 0 <= successes_2 <= n_2):
        raise ValueError(f"{successes_1} of {n_1} and {successes_2} of {n_2} are no shares of anybody.")
    total, marked = n_1 + n_2, successes_1 + successes_2
    if not n_1 or not n_2 or marked in (0, total):
        return 1.0
    possible = range(max(0, marked - n_2), min(n_1, marked) + 1)
    chances = [distributions.hypergeometric_pmf(k, n_1, marked, total) for k in possible]
    seen = chances[successes_1 - possible.start] * NEARLY
    return min(1.0, math.fsum(chance for chance in chances if chance <= seen))


def poisson_two_sided(events: int, expected: float) -> float:
    """The exact two-sided p-value of a count against a fixed expectation: twice the smaller tail, at most one.

    It agrees with Garwood's interval: below 5 % exactly where the 95 % interval leaves the expectation out.
    """
    if events < 0 or expected <= 0:
        raise ValueError(f"{events} events cannot be held against {expected}.")
    low, high = distributions.poisson_at_most(events, expected), distributions.poisson_at_least(events, expected)
    return min(1.0, 2 * min(low, high))
