"""How often the forecast's warnings come true, on programmes that are made up by chance and then played to the end.

The true level of each made-up programme is drawn around its target, in three ways: as widely as the forecast supposes,
half as widely, and twice as widely. People start in monthly cohorts of 2 to 60 and achieve the outcome on the day that
chance and the curve say; numbers come in periods. A forecast is made part of the way, and compared with the end.
"""

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.domain import forecast
from monitoring.domain.forecast import Group

FLAGGED = 0.8
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
SPREADS = (("as supposed", 1.0), ("half as wide", 0.5), ("twice as wide", 2.0))
WAITS, CLOSES = 60, 360
DAYS_OF_MONTH = 30


@dataclass(frozen=True)
class Line:
    """Forecasts whose stated chance lies between two edges: how many, their mean chance, and how many came true."""

    model: str
    truth: str
    low: float
    high: float
    forecasts: int
    stated: float
    came_true: float


def table(*, seed: int, programmes: int) -> list[Line]:
    """For both models and each spread of the truth: by stated chance, and over all flags at 80 %."""
    lines: list[Line] = []
    for model, play in (("rate", _rates), ("number", _numbers)):
        for truth, spread in SPREADS:
            chance = random.Random(f"{seed}-{model}-{truth}")  # noqa: S311 - made-up programmes, no secret
            lines += _lines(model, truth, list(play(chance, programmes, spread)))
    return lines


def flags(lines: list[Line]) -> list[Line]:
    """The lines over all flags, one for each model and spread."""
    return [line for line in lines if (line.low, line.high) == (FLAGGED, 1.0)]


def _lines(model: str, truth: str, played: list[tuple[float, bool]]) -> list[Line]:
    bounds = [*itertools.pairwise(EDGES), (FLAGGED, 1.0)]
    found = []
    for low, high in bounds:
        part = [(stated, missed) for stated, missed in played if low <= stated < high or (high == 1.0 == stated)]
        count = len(part)
        if count:
            stated = sum(stated for stated, _missed in part) / count
            found.append(Line(model, truth, low, high, count, stated, sum(missed for _s, missed in part) / count))
    return found


def _share(days: float) -> float:
    return min(max((days - WAITS) / (CLOSES - WAITS), 0.0), 1.0)


def _rates(chance: random.Random, programmes: int, spread: float) -> Iterator[tuple[float, bool]]:
    for _ in range(programmes):
        value = chance.uniform(0.15, 0.7)
        weight = forecast.PRIOR_PEOPLE / spread**2
        level = chance.betavariate(weight * value, weight * (1 - value))
        today = chance.randrange(6, 25) * DAYS_OF_MONTH
        end = today + chance.choice((90, 180, 360))
        size = chance.choice((6, 15, 60))
        groups, final = [], 0
        for start in range(0, today, DAYS_OF_MONTH):
            people = chance.randrange(2, size + 1)
            days = [WAITS + chance.random() * (CLOSES - WAITS) for _ in range(people) if chance.random() < level]
            achieved = sum(day <= today - start for day in days)
            final += sum(day <= end - start for day in days)
            groups.append(Group(people, achieved, _share(today - start), _share(end - start)))
        found = forecast.proportion(groups, value)
        if found is not None:
            yield found.missing, final < found.asked


def _numbers(chance: random.Random, programmes: int, spread: float) -> Iterator[tuple[float, bool]]:
    for _ in range(programmes):
        value = chance.choice((4.0, 12.0, 50.0, 200.0))
        shape = forecast.PRIOR_EVENTS / spread**2
        pace = chance.gammavariate(shape, value / shape)
        gone, to_come = chance.randrange(2, 9), chance.randrange(1, 9)
        counted = [_poisson(chance, pace) for _ in range(gone)]
        later = sum(_poisson(chance, pace) for _ in range(to_come))
        asked = value * (gone + to_come)
        found = forecast.number(counted, already=sum(counted), periods=to_come, value=value, asked=asked)
        if found is not None:
            yield found.missing, sum(counted) + later < asked


def _poisson(chance: random.Random, mean: float) -> int:
    """A number of events: arrivals at random within one unit of time."""
    number, time = 0, -math.log(1 - chance.random()) / mean
    while time <= 1:
        number += 1
        time -= math.log(1 - chance.random()) / mean
    return number
