"""What a checked sample says of all claims: the rate of errors with its interval, weighted over strata or by value.

Intervals are exact (Clopper and Pearson, 1934), two-sided. Over strata the rate is weighted by their numbers of claims
and the interval is that of a simple sample that would vary as much (Korn and Graubard, 1998); the finite correction
lets it close to a point when every claim was checked. For samples drawn by value, rates are shares of pounds.
"""

import dataclasses
import math
from collections.abc import Callable, Sequence
from decimal import Decimal

STEPS = 60


@dataclasses.dataclass(frozen=True)
class Counted:
    """A stratum: so many claims (or pounds) in all, so many checked, and so many errors among these."""

    population: float
    checked: int
    errors: int
    value: Decimal = Decimal(0)


@dataclasses.dataclass(frozen=True)
class Rate:
    """A share of one, between a lower and an upper limit; None where nothing was checked, which is neither."""

    point: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_known(self) -> bool:
        return self.point is not None


UNKNOWN = Rate(None)


def exact(errors: float, checked: float, confidence: float) -> tuple[float, float]:
    """The exact two-sided interval for a share. Takes fractions too: what a weighted sample amounts to."""
    if checked <= 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if errors <= 0 else _solve(lambda rate: 1 - _beta(rate, errors, checked - errors + 1), 1 - tail)
    high = 1.0 if errors >= checked else _solve(lambda rate: 1 - _beta(rate, errors + 1, checked - errors), tail)
    return low, high


def over_strata(strata: Sequence[Counted], confidence: float) -> Rate:
    """The weighted rate of errors in all claims. Unknown while a stratum that has claims has none checked."""
    held = [one for one in strata if one.population > 0]
    if not held or any(not one.checked for one in held):
        return UNKNOWN
    everybody = sum(one.population for one in held)
    shares = [one.population / everybody for one in held]
    rates = [one.errors / one.checked for one in held]
    point = sum(share * rate for share, rate in zip(shares, rates, strict=True))
    number = _amounts_to(held, shares, rates, point)
    if number is None:
        return Rate(point, point, point)
    low, high = exact(point * number, number, confidence)
    return Rate(point, min(low, point), max(high, point))


def _amounts_to(
    strata: Sequence[Counted], shares: Sequence[float], rates: Sequence[float], point: float
) -> float | None:
    """How large a simple sample would vary as much; None when every claim was checked, so that nothing varies."""
    spread = weight = 0.0
    for one, share, rate in zip(strata, shares, rates, strict=True):
        left = share * share * max(0.0, 1 - one.checked / one.population) / one.checked
        weight += left
        spread += left * rate * (1 - rate)
    if weight <= 0:
        return None
    if spread <= 0:
        return 1 / weight
    return min(point * (1 - point) / spread, 1 / weight) if 0 < point < 1 else 1 / weight


def by_value(certain: Counted, drawn: Counted, confidence: float) -> Rate:
    """The share of pounds in error of a sample drawn by value.

    Each drawn claim stands for an equal part of the pounds, so that the share of drawn claims in error is the share of
    pounds; those taken whatever the seed count as they are. `population` is in pounds, and `certain.value` is the
    pounds in error among the certain ones.
    """
    everything = certain.population + drawn.population
    if everything <= 0 or (drawn.population > 0 and not drawn.checked):
        return UNKNOWN
    sure = float(certain.value)
    if drawn.population <= 0:
        return Rate(sure / everything, sure / everything, sure / everything)
    rate = drawn.errors / drawn.checked
    low, high = exact(drawn.errors, drawn.checked, confidence)
    return Rate(*((sure + share * drawn.population) / everything for share in (rate, low, high)))


def _solve(falling: Callable[[float], float], wanted: float) -> float:
    """Where a function that falls from 1 to 0 over the shares passes a value."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > wanted else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Press et al., Numerical Recipes, 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    found = d
    for m in range(1, 500):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + step * d or tiny)
            c = 1 + step / c or tiny
            found *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return found
