"""What is still to come from the people who have started: expected results by month, and what they will be paid.

A life table. For each outcome (and each time that it counts: first, second …) and each month since the start, the rate
is how many got there in that month over how many were still on the way and seen to the end of it. Those who are on the
way now are taken forward by these rates. Nobody who may start later is counted.

The likely range is that in which four in five forecasts should end: chance of the results themselves (binomial, month
by month) and of the rates (how few they were taken from), added up as if every outcome and segment were on its own.
Figures are estimates in pounds, which nobody is paid by.
"""

import dataclasses
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

FOUR_IN_FIVE = 1.2816
FEWEST = 30
MONTHS = 12


class People(NamedTuple):
    """How many of an agent's people of a segment have been seen for so many whole months since their start."""

    agent: int
    segment: str
    age: int
    number: int


class Reached(NamedTuple):
    """How many of them reached an outcome for the nth time in that month since the start (0 is the first)."""

    agent: int
    outcome: str
    nth: int
    segment: str
    age: int
    month: int
    number: int


class Key(NamedTuple):
    outcome: str
    nth: int
    segment: str


@dataclasses.dataclass(frozen=True)
class Rate:
    """Of those on the way in a month since the start, how many got there."""

    reached: int
    on_the_way: int

    @property
    def share(self) -> float:
        return self.reached / self.on_the_way if self.on_the_way else 0.0


Curves = Mapping[Key, Sequence[Rate]]
EVERYBODY = "*"


@dataclasses.dataclass(frozen=True)
class Expected:
    """Pounds in a month, with the variance of the sum."""

    pounds: float = 0.0
    variance: float = 0.0

    def __add__(self, other: "Expected") -> "Expected":
        return Expected(self.pounds + other.pounds, self.variance + other.variance)

    @property
    def low(self) -> float:
        return max(0.0, self.pounds - FOUR_IN_FIVE * math.sqrt(self.variance))

    @property
    def high(self) -> float:
        return self.pounds + FOUR_IN_FIVE * math.sqrt(self.variance)


NOTHING = Expected()


def curves(people: Sequence[People], reached: Sequence[Reached]) -> dict[Key, list[Rate]]:
    """The rates by outcome, time and segment, and over all segments under `EVERYBODY`."""
    seen: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in people:
        for segment in (one.segment, EVERYBODY):
            seen[segment][one.age] += one.number
    arrived: defaultdict[Key, defaultdict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for got in reached:
        for segment in (got.segment, EVERYBODY):
            arrived[Key(got.outcome, got.nth, segment)][got.age, got.month] += got.number
    return {key: _rates(seen[key.segment], counts) for key, counts in arrived.items()}


def _rates(seen: Mapping[int, int], arrived: Mapping[tuple[int, int], int]) -> list[Rate]:
    """Only whole months count: somebody seen for three has been at risk in months 0, 1 and 2."""
    found = []
    for month in range(max(seen, default=0)):
        on_the_way = sum(number for age, number in seen.items() if age > month)
        on_the_way -= sum(number for (age, when), number in arrived.items() if age > month and when < month)
        got = sum(number for (age, when), number in arrived.items() if age > month and when == month)
        found.append(Rate(got, on_the_way))
    return found


def expected(
    people: Sequence[People],
    reached: Sequence[Reached],
    rates: Curves,
    values: Mapping[tuple[int, str], float],
    months: int = MONTHS,
) -> dict[tuple[int, str], list[Expected]]:
    """Pounds by agent and outcome, for each of the months to come.

    `values` are pounds for one result of an outcome, by agent. Where fewer than thirty of a segment were seen on the
    way in a month, the rate of everybody is taken.
    """
    number: defaultdict[tuple[int, str, int], int] = defaultdict(int)
    for one in people:
        number[one.agent, one.segment, one.age] += one.number
    there: defaultdict[tuple[int, str, int, str, int], int] = defaultdict(int)
    for got in reached:
        there[got.agent, got.outcome, got.nth, got.segment, got.age] += got.number
    arrivals: list[_Arrival] = []
    for outcome, nth in sorted({(key.outcome, key.nth) for key in rates}):
        for (agent, segment, age), all_of_them in number.items():
            value = values.get((agent, outcome), 0.0)
            waiting = float(all_of_them - there[agent, outcome, nth, segment, age])
            if value and waiting > 0:
                arrivals += _take_forward(rates, Key(outcome, nth, segment), agent, age, waiting, value, months)
    return _added_up(arrivals, months)


class _Arrival(NamedTuple):
    """Those of one agent who are expected in a month to come, at one rate; `waiting` and `value` as floats."""

    agent: int
    place: int
    used: tuple[Key, int]
    rate: Rate
    waiting: float
    value: float


def _take_forward(
    rates: Curves, key: Key, agent: int, age: int, waiting: float, value: float, months: int
) -> list[_Arrival]:
    found = []
    for place in range(months):
        used, rate = _rate(rates, key, age + place)
        found.append(_Arrival(agent, place, (used, age + place), rate, waiting, value))
        waiting *= 1 - rate.share
    return found


def _added_up(arrivals: Sequence[_Arrival], months: int) -> dict[tuple[int, str], list[Expected]]:
    """Pounds and variances. A rate that is off is off for everybody who is taken forward by it, in whatever month: its
    variance is that of all of them together, shared out by their weight, so that sums of variances stay right."""
    weights: defaultdict[tuple[Key, int], float] = defaultdict(float)
    for one in arrivals:
        weights[one.used] += one.waiting * one.value
    found: defaultdict[tuple[int, str], list[Expected]] = defaultdict(lambda: [NOTHING] * months)
    for one in arrivals:
        share = one.rate.share
        if not share:
            continue
        arriving = one.waiting * share
        own = arriving * (1 - share) * one.value**2
        of_rate = one.waiting * one.value * weights[one.used] * share * (1 - share) / one.rate.on_the_way
        course = found[one.agent, one.used[0].outcome]
        course[one.place] = course[one.place] + Expected(arriving * one.value, own + of_rate)
    return dict(found)


def _rate(rates: Curves, key: Key, month: int) -> tuple[Key, Rate]:
    """The rate that is taken, and whose it is."""
    own = rates.get(key, ())
    if month < len(own) and own[month].on_the_way >= FEWEST:
        return key, own[month]
    everybody = key._replace(segment=EVERYBODY)
    all_of_them = rates.get(everybody, ())
    return everybody, all_of_them[month] if month < len(all_of_them) else Rate(0, 0)


def without(months: Sequence[Expected], known: float) -> list[Expected]:
    """What is still to come when so much (pounds) of the first months is known already."""
    found = []
    for month in months:
        taken = min(known, month.pounds)
        known -= taken
        kept = month.pounds - taken
        found.append(Expected(kept, month.variance * (kept / month.pounds if month.pounds else 0.0)))
    return found
