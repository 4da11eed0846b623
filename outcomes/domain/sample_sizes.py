"""How many claims have to be checked: the exact plan for attributes, and its parts for the strata of an agent.

The size is the smallest at which a population with the tolerable error rate would be passed with no more than the risk
that the confidence leaves, if as many errors turn up as are expected (AICPA, Audit Guide: Audit Sampling, table A-1,
is worked out in this way for large populations; Cannon and Roe, 1982, for finite ones without errors). The finite
correction is exact: claims are drawn without replacement, so that errors follow the hypergeometric distribution.
"""

import dataclasses
import math
from collections.abc import Mapping
from decimal import Decimal

MOST_ERRORS = 60
"""Where more errors than that are expected, no practical sample tells the expected from the tolerable rate."""


@dataclasses.dataclass(frozen=True)
class Aim:
    """What the sample is to show. Shares of one: a confidence of 0.95, a tolerable error rate of 0.05."""

    confidence: Decimal
    tolerable: Decimal
    expected: Decimal

    @property
    def risk(self) -> float:
        """The chance, at most, of passing a population whose error rate is the tolerable one."""
        return 1 - float(self.confidence)


@dataclasses.dataclass(frozen=True)
class Size:
    """How many to check, and how many errors among them are expected: with more, the tolerance is not shown."""

    number: int
    errors: int


ROUNDING = 1e-9  # a chance that is the risk itself is not above it


class NoSize(ValueError):
    """No sample tells the expected from the tolerable error rate."""


def size(aim: Aim, population: int | None = None) -> Size:
    """The size of the sample; of a large population where none is named. Where no sample will do, all are checked.

    Raises `NoSize` when the expected error rate is not clearly below the tolerable one.
    """
    if not 0 <= aim.expected < aim.tolerable < 1 or not 0 < aim.confidence < 1:
        raise NoSize("The expected error rate must be below the tolerable one, and both below 100%.")
    for errors in range(MOST_ERRORS + 1):
        number = _least(aim, errors, population)
        if population is not None and number >= population:
            return Size(population, math.ceil(population * aim.expected))
        if number * aim.expected <= errors:
            return Size(number, errors)
    raise NoSize("The expected error rate is too close to the tolerable one for any sample. Check every claim.")


def _least(aim: Aim, errors: int, population: int | None) -> int:
    """The smallest number at which no more than so many errors would be seen in at most the risk's share of samples."""
    low, high = errors, errors + 1
    top = population if population is not None else 1_000_000
    while high < top and _chance(errors, high, aim, population) > aim.risk + ROUNDING:
        low, high = high, min(high * 2, top)
    while high - low > 1:
        middle = (low + high) // 2
        if _chance(errors, middle, aim, population) > aim.risk + ROUNDING:
            low = middle
        else:
            high = middle
    return high


def _chance(errors: int, number: int, aim: Aim, population: int | None) -> float:
    """The chance of seeing at most so many errors where the error rate is the tolerable one."""
    if population is None:
        return sum(math.exp(_log_binomial(seen, number, float(aim.tolerable))) for seen in range(errors + 1))
    wrong = math.ceil(population * aim.tolerable)
    return sum(_hypergeometric(seen, number, wrong, population) for seen in range(errors + 1))


def _log_choose(of: int, some: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)


def _log_binomial(seen: int, number: int, rate: float) -> float:
    if seen > number:
        return -math.inf
    return _log_choose(number, seen) + seen * math.log(rate) + (number - seen) * math.log1p(-rate)


def _hypergeometric(seen: int, number: int, wrong: int, population: int) -> float:
    if seen > wrong or number - seen > population - wrong or seen > number:
        return 0.0
    return math.exp(
        _log_choose(wrong, seen) + _log_choose(population - wrong, number - seen) - _log_choose(population, number)
    )


def allocate(number: int, strata: Mapping[str, int], least: Mapping[str, int] | None = None) -> dict[str, int]:
    """Share a sample out over strata by their numbers of claims: at least one of each, and at least what `least` says.

    Whole numbers by the largest remainder, never more than there are. The whole may so come to more than `number`.
    """
    everybody = sum(strata.values())
    if not everybody:
        return dict.fromkeys(strata, 0)
    exact = {code: number * size / everybody for code, size in strata.items()}
    found = {code: math.floor(share) for code, share in exact.items()}
    left = number - sum(found.values())
    for code in sorted(exact, key=lambda code: (found[code] - exact[code], code))[:left]:
        found[code] += 1
    floors = least or {}
    return {code: min(size, max(found[code], floors.get(code, 0), 1 if size else 0)) for code, size in strata.items()}
