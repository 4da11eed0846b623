"""How likely a target is to be missed: the number to be expected by a later day, and the chance that it falls short.

A rate (beta–binomial): what is known of the final level is a beta distribution, begun as if 20 people had been seen at
the target. A person of whom the curve expects the share m by now, and who has not achieved the outcome, achieves it
by the later day, when the curve expects m′, with the chance p(m′ − m) ÷ (1 − pm). The forecast speaks of those who had
started; those who will start later are not guessed.

A number (gamma–Poisson, that is negative binomial): what is known of the number in a period is a gamma distribution,
begun as if 10 outcomes had been seen at the target's pace; the latest six periods are counted.

Cohorts and periods that differ by more than chance would let them widen both, by their dispersion. Everything here is
a plain function of counts; how often its warnings come true is tried in `forecast_calibration`.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

from monitoring.domain import distributions

PRIOR_PEOPLE = 20
PRIOR_EVENTS = 10
LATEST_PERIODS = 6
LEVEL = 0.95
FEW = 20
ROOT_3 = math.sqrt(3)
HIGHEST = 0.95
LEAST, MOST = 1e-6, 1 - 1e-6
NORMAL = NormalDist()
Z = NORMAL.inv_cdf(0.5 + LEVEL / 2)
TAIL = (1 - LEVEL) / 2


class Group(NamedTuple):
    """People of one cohort, how many achieved it, and the share of the final level that is expected now and later."""

    people: int
    achieved: int
    now: float
    later: float


@dataclass(frozen=True)
class Forecast:
    """A number to be expected by a later day with its 95 % predictive interval, what is asked for, and the chance of
    missing it. `people` are those of whom it is a share; None for a number."""

    mean: float
    low: float
    high: float
    asked: float
    missing: float
    people: int | None = None


def dispersion(parts: Sequence[tuple[float, float, float]]) -> float:
    """How many times larger than chance the differences are, from (seen, expected, variance) of each part.

    Pearson's statistic over its degrees of freedom; one unless it lies two standard deviations beyond what chance does.
    """
    freedom = len(parts) - 1
    if freedom < 2:
        return 1.0
    statistic = sum((seen - expected) ** 2 / variance for seen, expected, variance in parts if variance > 0)
    return statistic / freedom if statistic > freedom + 2 * math.sqrt(2 * freedom) else 1.0


def proportion(groups: Sequence[Group], value: float, *, higher_is_better: bool = True) -> Forecast | None:
    """The forecast of a rate over closed cohorts. None where nothing is expected of anybody yet, now or later.

    Asked for is value × what the curve expects later, added up over these people.
    """
    exposure = sum(one.people * one.now for one in groups)
    asked = value * sum(one.people * one.later for one in groups)
    if exposure <= 0 or asked <= 0:
        return None
    achieved = sum(one.achieved for one in groups)
    mean, spread = _level(groups, exposure, achieved, value)
    open_groups = [
        (one.people - one.achieved, one.later - one.now, one.now)
        for one in groups
        if one.later > one.now and one.people > one.achieved
    ]
    left = sum(people for people, _gain, _now in open_groups)
    people = sum(one.people for one in groups)
    if not left:
        missed = achieved < asked if higher_is_better else achieved > asked
        return Forecast(achieved, achieved, achieved, asked, float(missed), people)
    chances = [
        sum(n * level * gain / (1 - level * now) for n, gain, now in open_groups) / left
        for level in (mean, min(mean + ROOT_3 * spread, MOST), max(mean - ROOT_3 * spread, LEAST))
    ]
    return _of_those_left(left, chances, achieved, asked, people, higher_is_better)


def _level(groups: Sequence[Group], exposure: float, achieved: int, value: float) -> tuple[float, float]:
    """Mean and standard deviation of the final level.

    Those judged count as so many people as would give the estimate achieved ÷ matured its own variance: fewer than
    they are, as a person of whom half is expected by now says less than one whose follow-up is over.
    """
    seen = min((achieved + PRIOR_PEOPLE * value) / (exposure + PRIOR_PEOPLE), HIGHEST)
    squares = sum(one.people * one.now * one.now for one in groups)
    worth = exposure * (1 - seen) / (1 - seen * squares / exposure)
    months = [
        (one.achieved, part, part * (1 - seen * one.now))
        for one in groups
        if (part := one.people * one.now * seen) >= 1
    ]
    worth /= dispersion(months)
    share = min(achieved / exposure, 1.0)
    alpha, beta = PRIOR_PEOPLE * value + share * worth, PRIOR_PEOPLE * (1 - value) + (1 - share) * worth
    total = alpha + beta
    return alpha / total, math.sqrt(alpha * beta / (total + 1)) / total


def _of_those_left(
    left: int, chances: Sequence[float], achieved: int, asked: float, people: int, higher_is_better: bool
) -> Forecast:
    """The beta–binomial number of those left, its two moments taken at three levels (weights 2/3, 1/6, 1/6)."""
    middle, above, below = chances
    mean = (4 * middle + above + below) / 6
    square = (4 * middle * middle + above * above + below * below) / 6
    varies = max(square - mean * mean, 0.0)
    variance = left * (mean - square) + left * left * varies
    found = _Number(left, left * mean, variance)
    fewest = math.ceil(asked - 1e-9) - achieved
    most = math.floor(asked + 1e-9) - achieved
    missing = found.at_most(fewest - 1) if higher_is_better else 1 - found.at_most(most)
    low, high = found.interval()
    return Forecast(achieved + left * mean, achieved + low, achieved + high, asked, missing, people)


class _Number:
    """A number of at most `most`, beta–binomial of this mean and variance; normal where that is close enough.

    Where nearly all are expected, those who are not are counted instead, so that few chances need adding up.
    """

    def __init__(self, most: int, mean: float, variance: float) -> None:
        self.most, self.mean, self.variance = most, mean, variance
        self.is_normal = min(mean, most - mean) > FEW
        self.is_mirrored = mean > most / 2
        self.sums: list[float] = [] if self.is_normal else self._sums()

    def at_most(self, number: int) -> float:
        if number < 0:
            return 0.0
        if number >= self.most:
            return 1.0
        if self.is_normal:
            return NORMAL.cdf((number + 0.5 - self.mean) / math.sqrt(self.variance))
        if self.is_mirrored:
            return 1 - self._up_to(self.most - number - 1)
        return self._up_to(number)

    def interval(self) -> tuple[float, float]:
        if self.is_normal:
            half = Z * math.sqrt(self.variance)
            return max(self.mean - half, 0.0), min(self.mean + half, self.most)
        low = float(bisect_left(self.sums, TAIL))
        high = float(min(bisect_left(self.sums, 1 - TAIL), self.most))
        return (self.most - high, self.most - low) if self.is_mirrored else (low, high)

    def _up_to(self, number: int) -> float:
        return self.sums[number] if number < len(self.sums) else 1.0

    def _sums(self) -> list[float]:
        """The chances of at most 0, 1, … up to where hardly anything is left."""
        most, mean = self.most, self.most - self.mean if self.is_mirrored else self.mean
        share = min(max(mean / most, LEAST), MOST)
        alike = (self.variance / (most * share * (1 - share)) - 1) / (most - 1) if most > 1 else 0.0
        weight = 1 / min(max(alike, 1e-7), 0.999) - 1
        alpha, beta = share * weight, (1 - share) * weight
        chance = math.exp(
            math.lgamma(most + beta) - math.lgamma(beta) + math.lgamma(weight) - math.lgamma(weight + most)
        )
        total, found = chance, [chance]
        for number in range(most):
            if total > MOST:
                break
            chance *= (most - number) * (alpha + number) / ((number + 1) * (most - number - 1 + beta))
            total += chance
            found.append(total)
        return found


def number(
    counted: Sequence[float],
    *,
    already: float,
    periods: float,
    value: float,
    asked: float,
    higher_is_better: bool = True,
) -> Forecast | None:
    """The forecast of a number by the end of so many more `periods`, of which `already` have been counted.

    `counted` are the numbers of the periods gone by, in order; `value` is what the contract asks of each. None without
    two of them. The chance of missing is that of fewer than `asked` (where less is better, of more).
    """
    latest = counted[-LATEST_PERIODS:]
    if len(latest) < 2 or value <= 0 or periods <= 0:
        return None
    average = sum(latest) / len(latest)
    wide = dispersion([(one, average, average) for one in latest])
    shape, pace = PRIOR_EVENTS + sum(latest) / wide, PRIOR_EVENTS / value + len(latest) / wide
    mean = periods * shape / pace
    variance = wide * mean + mean * mean / shape
    missing = (
        _at_most(math.ceil(asked - already - 1e-9) - 1, mean, variance)
        if higher_is_better
        else 1 - _at_most(math.floor(asked - already + 1e-9), mean, variance)
    )
    low, high = (_quantile(share, mean, variance) for share in (TAIL, 1 - TAIL))
    return Forecast(already + mean, already + low, already + high, asked, missing)


def _at_most(number: int, mean: float, variance: float) -> float:
    """The negative binomial of this mean and (larger) variance: the chance of so many or fewer."""
    if number < 0:
        return 0.0
    size = mean * mean / (variance - mean)
    return distributions.beta_share(size, number + 1, mean / variance)


def _quantile(share: float, mean: float, variance: float) -> int:
    """The least number that is reached with this chance."""
    low, high = 0, math.ceil(mean + 10 * math.sqrt(variance)) + 10
    while low < high:
        middle = (low + high) // 2
        if _at_most(middle, mean, variance) >= share:
            high = middle
        else:
            low = middle + 1
    return low
