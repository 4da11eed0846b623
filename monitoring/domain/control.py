"""Control charts: whether results differ by more than chance from their own average, whatever the target says.

A rate is charted by month of start: each month's achievements against the average of all months × what the maturity
curve expects of the month by now. A number is charted by period against the average period. Limits are exact (binomial,
Poisson) at the chances that lie beyond one, two and three standard deviations, so that they hold at small counts too.

The four rules are those of the Western Electric handbook (1956): one point beyond three standard deviations; two of
three beyond two, on one side; four of five beyond one, on one side; eight in a row on one side.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, NamedTuple

from monitoring.domain import bisection, distributions

NORMAL = NormalDist()
BEYOND_THREE = NORMAL.cdf(-3)
LOOK_CLOSER, LOOK_CLOSER_AT_FEW, FEW = 2.4, 1.6, 5
FEWEST_POINTS = 6
TESTS = (("beyond", 1, 1, 3.0), ("two_of_three", 3, 2, 2.0), ("four_of_five", 5, 4, 1.0), ("eight", 8, 8, 0.0))
"""Of each rule how many points it looks at, how many of them must lie beyond, and beyond how many deviations; the
strongest first."""


class Point(NamedTuple):
    """A month or period: how many were seen, of how many people (None: a number), and how many the average expects."""

    label: str
    seen: int
    people: int | None
    expected: float


@dataclass(frozen=True)
class Signal:
    """A rule that was broken, from the first point concerned to the last; `above` or below the average.

    It is broken as soon as `last`, and stays so, point after point, to `until`.
    """

    rule: str
    first: str
    last: str
    above: bool
    until: str


def _at_most(point: Point, number: int) -> float:
    if point.people is None:
        return distributions.poisson_at_most(number, point.expected)
    return distributions.binomial_at_most(number, point.people, min(point.expected / point.people, 1.0))


def _rough(point: Point) -> float:
    """The number of standard deviations, roughly, by square roots or arcsines."""
    if point.people is None:
        return math.sqrt(point.seen) + math.sqrt(point.seen + 1) - math.sqrt(4 * point.expected + 1)
    n = point.people
    angle = math.asin(math.sqrt((point.seen + 0.375) / (n + 0.75)))
    middle = math.asin(math.sqrt(min((point.expected + 0.375) / (n + 0.75), 1.0)))
    return 2 * math.sqrt(n + 0.5) * (angle - middle)


def deviation(point: Point) -> float:
    """How many standard deviations of a normal distribution have the same chance beyond them; exact where it matters.

    Half of the chance of the very number seen counts to either side (mid-p), except that a point lies beyond three only
    where the whole chance of so few, or so many, is that small.
    """
    rough = _rough(point)
    if abs(rough) < (LOOK_CLOSER if point.expected >= FEW else LOOK_CLOSER_AT_FEW):
        return rough
    below, up_to = _at_most(point, point.seen - 1), _at_most(point, point.seen)
    if up_to < BEYOND_THREE:
        return -3.5
    if 1 - below < BEYOND_THREE:
        return 3.5
    middle = min(max((below + up_to) / 2, 1e-12), 1 - 1e-12)
    return max(min(NORMAL.inv_cdf(middle), 2.999), -2.999)


def limits(point: Point) -> tuple[int, int]:
    """The least and the largest number that do not lie beyond three standard deviations."""
    top = point.people if point.people is not None else math.ceil(point.expected + 12 * math.sqrt(point.expected) + 12)
    least = bisection.first(lambda number: _at_most(point, number) >= BEYOND_THREE, 0, top)
    most = bisection.first(lambda number: 1 - _at_most(point, number) < BEYOND_THREE, 0, top)
    return least, min(most, top)


def signals(points: Sequence[Point]) -> list[Signal]:
    """The rules that are broken, each where it begins to be, by place. Fewer than six points say nothing."""
    if len(points) < FEWEST_POINTS:
        return []
    found: list[Signal] = []
    scores = [deviation(point) for point in points]
    for rule, window, needed, beyond in TESTS:
        for above in (False, True):
            sided = [score if above else -score for score in scores]
            if sum(score > beyond for score in sided) < needed:
                continue
            found += _broken(rule, window, needed, beyond, sided, points, above=above)
    places = {point.label: place for place, point in enumerate(points)}
    return sorted(found, key=lambda signal: places[signal.first])


def _broken(
    rule: str, window: int, needed: int, beyond: float, sided: list[float], points: Sequence[Point], *, above: bool
) -> list[Signal]:
    found: list[Signal] = []
    running = False
    for last in range(len(points)):
        first = max(last - window + 1, 0)
        outside = [place for place in range(first, last + 1) if sided[place] > beyond]
        is_broken = len(outside) >= needed and outside[-1] == last
        if is_broken and running:
            found[-1] = replace(found[-1], until=points[last].label)
        elif is_broken:
            label = points[last].label
            found.append(Signal(rule, points[outside[0]].label, label, above, until=label))
        running = is_broken
    return found


def of_months(months: Sequence[tuple[str, int, int, float]]) -> list[Point]:
    """The points of a rate from (month, people, achieved, matured): those of whom the curve expects anything."""
    matured = sum(month[3] for month in months)
    if matured <= 0:
        return []
    level = sum(month[2] for month in months) / matured
    return [
        Point(label, seen, people, min(level * share, people)) for label, people, seen, share in months if share > 0
    ]


def of_periods(periods: Sequence[tuple[str, int]]) -> list[Point]:
    """The points of a number from (period, number), against the average period."""
    average = sum(number for _label, number in periods) / len(periods) if periods else 0.0
    return [Point(label, number, None, average) for label, number in periods] if average > 0 else []


def by_month(cohorts: Sequence[Sequence[Any]]) -> list[tuple[str, int, int, float]]:
    """Months of start with people, achieved and matured, from rows of (month, agent, segment, people, achieved,
    matured)."""
    found: dict[str, tuple[int, int, float]] = {}
    for month, _agent, _segment, people, achieved, matured in cohorts:
        before = found.get(month, (0, 0, 0.0))
        found[month] = (before[0] + people, before[1] + achieved, before[2] + matured)
    return [(month, *found[month]) for month in sorted(found)]
