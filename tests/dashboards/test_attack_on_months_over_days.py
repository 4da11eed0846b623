"""Somebody who may not see rows keeps totals and months of start of two periods on every day, and subtracts them all.

The later period speaks of the people of the earlier one and of those who started since. So what comes late in both, and
what comes late in the later one, can be told apart by whoever keeps both on two days.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence, Set
from datetime import date
from functools import cached_property

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.models import Period
from delivery.domain.suppression import EVERYTHING, NOBODY, Figure, Kind, Rule
from monitoring.models import Measurement
from tests.dashboards import looking
from tests.dashboards.looking import TARGETS
from tests.delivery import attacks

RULE = Rule()
RATE = TARGETS[Kind.SHARE][0]
CELL = ("northway", "young")
PERIODS = [
    Period(pk=1, code="2025-q1", starts_on=date(2025, 1, 1), ends_on=date(2025, 3, 31)),
    Period(pk=2, code="2025-q2", starts_on=date(2025, 4, 1), ends_on=date(2025, 6, 30)),
]
MONTHS = ("2025-01", "2025-02", "2025-04")
OF_PERIOD = {1: MONTHS[:2], 2: MONTHS}
PARTS = ("achieved", "others")
GROWS = (("achieved",), PARTS)

Months = dict[str, Figure]
Day = dict[int, Months]
"""By period, how many of each month of start were there, and had achieved it by its end, as far as was known."""

Unknown = tuple[int, int, str, str]
"""A day, a period, a month and a part."""


@dataclasses.dataclass(frozen=True)
class Seen:
    """A figure that was shown: of which day, period and months."""

    day: int
    period: int
    months: tuple[str, ...]
    figure: Figure


def seen_over(days: Sequence[Day], *, remembers: bool = True) -> list[Seen]:
    runs = ([_measured(day, period, months) for period, months in one.items()] for day, one in enumerate(days))
    found = []
    for one, decision in looking.told_of(runs, RULE, remembers=remembers):
        months = days[one.run_id][one.period_id]
        if EVERYTHING not in decision.places[one.pk]:
            found.append(Seen(one.run_id, one.period_id, tuple(months), whole(months)))
            if one.pk in decision.months:
                found += [Seen(one.run_id, one.period_id, (month,), figure) for month, figure in months.items()]
    return found


def _measured(day: int, period: int, months: Months) -> Measurement:
    rows = [[month, *CELL, one.people, one.achieved, float(one.people)] for month, one in months.items()]
    return looking.measured(RATE, day, {CELL: whole(months)}, PERIODS[period - 1], rows)


def whole(months: Months) -> Figure:
    return sum(months.values(), NOBODY)


@dataclasses.dataclass(frozen=True)
class Attack:
    """All that is known of each month on each day, and what follows for whoever knows that people are only added."""

    days: Sequence[Day]
    seen: Sequence[Seen]

    @cached_property
    def unknown(self) -> list[Unknown]:
        return [
            (day, period, month, part)
            for day, one in enumerate(self.days)
            for period, months in one.items()
            for month, part in itertools.product(months, PARTS)
        ]

    def weights(self, day: int, period: int, months: Sequence[str], parts: Sequence[str]) -> list[float]:
        return [
            float((when, of) == (day, period) and month in months and part in parts)
            for when, of, month, part in self.unknown
        ]

    def value(self, weights: Sequence[float]) -> float:
        values = (
            Kind.SHARE.parts(self.days[day][period][month])[part] * weight
            for (day, period, month, part), weight in zip(self.unknown, weights, strict=True)
            if weight
        )
        return sum(values)

    @cached_property
    def equations(self) -> tuple[list[list[float]], list[float]]:
        """What was shown; and that as many started in a month whichever period is asked of them."""
        rows = [self.weights(one.day, one.period, one.months, [part]) for one in self.seen for part in PARTS]
        values = [self.value(weights) for weights in rows]
        for day, one in enumerate(self.days):
            for month in one[1].keys() & one[2].keys() if len(one) > 1 else ():
                rows.append(minus(self.weights(day, 2, [month], PARTS), self.weights(day, 1, [month], PARTS)))
                values.append(0.0)
        return rows, values

    @cached_property
    def limits(self) -> list[tuple[list[float], float]]:
        return [
            (minus(self.weights(*earlier, [month], parts), self.weights(*later, [month], parts)), 0.0)
            for earlier, later in self.steps()
            for month in self.months(earlier) & self.months(later)
            for parts in GROWS
        ]

    def months(self, moment: tuple[int, int]) -> Set[str]:
        """The months that are judged on a day in a period: those whose follow-up goes on."""
        day, period = moment
        return self.days[day][period].keys()

    def steps(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """From each day and period to the next of which it is known that there are no fewer."""
        for day, one in enumerate(self.days):
            if len(one) > 1:
                yield (day, 1), (day, 2)
            if day:
                yield from (((day - 1, period), (day, period)) for period in self.days[day - 1])

    def wanted(self) -> Iterator[tuple[object, list[float]]]:
        """Every number that must not be known to be small: at a moment, and come between two."""
        moments = [(day, period) for day, one in enumerate(self.days) for period in one]
        for day, period in moments:
            groups = groups_of(sorted(self.months((day, period))))
            for months, parts in itertools.product(groups, (("achieved",), ("others",), PARTS)):
                yield ("count", day, period, months, parts), self.weights(day, period, months, parts)
        for earlier, later in itertools.combinations(moments, 2):
            (first, before), (second, after) = earlier, later
            if before > after:
                continue
            groups = groups_of(sorted(self.months(earlier) & self.months(later)))
            for months, parts in itertools.product(groups, GROWS):
                came = minus(self.weights(second, after, months, parts), self.weights(first, before, months, parts))
                yield ("came", earlier, later, months, parts), came

    def found_out(self) -> list[object]:
        """Few people of whom it follows that they are few."""
        found: list[object] = []
        equations, values = self.equations
        for name, weights in self.wanted():
            if 0 < self.value(weights) < RULE.threshold:
                _low, high = attacks.range_of(weights, equations, values, self.limits)
                if high < RULE.threshold - 1e-6:
                    found.append((name, self.value(weights), round(high, 6)))
        return found


def groups_of(months: Sequence[str]) -> list[tuple[str, ...]]:
    return [*((month,) for month in months), tuple(months)]


def minus(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [first - second for first, second in zip(one, other, strict=True)]


def day_of(people: dict[str, int], first: dict[str, int], more: dict[str, int], dropped: int, *, begun: bool) -> Day:
    """Of those who started, who achieved it by the end of the first period, and how many more by that of the second.

    Of so many months the follow-up has ended before the second period began.
    """
    told = {1: {month: Figure(people[month], first[month]) for month in OF_PERIOD[1]}}
    if begun:
        told[2] = {month: Figure(people[month], first[month] + more[month]) for month in OF_PERIOD[2][dropped:]}
    return told


@st.composite
def histories(draw: st.DrawFn, dropped: int = 0) -> list[Day]:
    """Days on each of which a few, or many, are added: starts, achievements of the first period, and of the second."""
    few, many = st.integers(0, 6), st.integers(15, 40)
    people = {month: draw(st.one_of(many, many, few)) for month in MONTHS}
    first = {month: min(people[month], draw(st.one_of(few, st.integers(5, 20)))) for month in OF_PERIOD[1]}
    first |= dict.fromkeys(set(MONTHS) - set(OF_PERIOD[1]), 0)
    more = {month: min(people[month] - first[month], draw(st.one_of(few, st.integers(5, 10)))) for month in MONTHS}
    begins = draw(st.integers(0, 1))
    days = [day_of(people, first, more, dropped, begun=begins == 0)]
    came = st.sampled_from((0, 0, 0, 1, 2, 3, 5, 6, 7, 8, 10))
    for day in range(1, draw(st.integers(2, 4))):
        for month in MONTHS:
            people[month] += draw(came)
            if month in OF_PERIOD[1]:
                first[month] += min(people[month] - first[month] - more[month], draw(came))
            more[month] += min(people[month] - first[month] - more[month], draw(came))
        days.append(day_of(people, first, more, dropped, begun=day >= begins))
    return days


@settings(derandomize=True, deadline=None, max_examples=60)
@given(histories())
def test_no_few_are_found_out_by_whoever_keeps_the_months_of_every_day(days: list[Day]) -> None:
    assert Attack(days, seen_over(days)).found_out() == []


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.one_of(histories(dropped=1), histories(dropped=2)))
def test_nor_where_the_follow_up_of_months_has_ended_before_the_later_period(days: list[Day]) -> None:
    """Those of them who come late are in the earlier period alone."""
    assert Attack(days, seen_over(days)).found_out() == []


def known(*days: tuple[dict[str, tuple[int, int]], ...]) -> list[Day]:
    """What was known on each day of the first period and, if it had begun, the second: people and achieved by month."""
    return [
        {period: {month: Figure(*counts) for month, counts in one.items()} for period, one in enumerate(day, 1)}
        for day in days
    ]


JAN, FEB, APR = MONTHS
LATE_IN_BOTH = known(
    ({JAN: (40, 10), FEB: (40, 10)}, {JAN: (40, 20), FEB: (40, 20), APR: (40, 10)}),
    ({JAN: (40, 20), FEB: (40, 10)}, {JAN: (40, 30), FEB: (40, 20), APR: (40, 12)}),
)
"""Ten more achieved it who started in January, and two who started in April: from both periods the two would follow."""

A_SUM_BESIDE_A_TOTAL = known(
    ({JAN: (22, 1), FEB: (32, 13)},),
    ({JAN: (22, 1), FEB: (35, 13)}, {JAN: (22, 13), FEB: (35, 25), APR: (50, 0)}),
)
"""Three more start in February: 54 were told of the first quarter, and the months of the second come to 57."""

A_MONTH_BESIDE_TWO_TOTALS = known(
    ({JAN: (30, 8), FEB: (24, 19)}, {JAN: (30, 8), FEB: (24, 21), APR: (5, 5)}),
    ({JAN: (36, 18), FEB: (24, 19)}, {JAN: (36, 18), FEB: (24, 24), APR: (6, 6)}),
    ({JAN: (46, 20), FEB: (24, 19)}, {JAN: (46, 20), FEB: (24, 24), APR: (16, 6)}),
)
"""The two totals of the first day tell that five started in April, and on the second day it is six."""


MONTHS_AFTER_A_TOTAL = known(
    ({JAN: (22, 18), FEB: (32, 4)},),
    ({JAN: (28, 25), FEB: (32, 11)}, {JAN: (28, 28), FEB: (32, 14), APR: (34, 11)}),
    ({JAN: (36, 31), FEB: (38, 11)}, {JAN: (36, 34), FEB: (38, 20), APR: (39, 14)}),
)
"""Of February 11 achieved it by the last day, so no more did by the day before; of January all of that total but 11."""


WHO_IS_LEFT_OF_A_TOTAL = known(({JAN: (1, 0), FEB: (15, 0)}, {FEB: (15, 0), APR: (15, 0)}))
"""Sixteen are told of the first period. January is over in the second, whose months tell that 15 began in February."""

WHO_IS_LEFT_WITHOUT_A_RESULT = known(({JAN: (20, 18), FEB: (30, 10)}, {FEB: (30, 10), APR: (30, 10)}))
"""Of the first period 22 had not achieved it, and of February 20 have not by the end of the second: two, of January."""


@pytest.mark.parametrize("days", [LATE_IN_BOTH, A_SUM_BESIDE_A_TOTAL, A_MONTH_BESIDE_TWO_TOTALS, MONTHS_AFTER_A_TOTAL])
def test_what_one_figure_tells_beside_two_others_is_not_told(days: list[Day]) -> None:
    assert Attack(days, seen_over(days)).found_out() == []
    assert Attack(days, seen_over(days, remembers=False)).found_out()


@pytest.mark.parametrize("days", [WHO_IS_LEFT_OF_A_TOTAL, WHO_IS_LEFT_WITHOUT_A_RESULT])
def test_months_do_not_tell_who_is_left_of_an_earlier_total(days: list[Day]) -> None:
    seen = seen_over(days)
    assert Attack(days, seen).found_out() == []
    months = [Seen(0, 2, (month,), figure) for month, figure in days[0][2].items()]
    assert Attack(days, [*seen, *months]).found_out()


def test_months_beside_many_whose_follow_up_has_ended_are_told() -> None:
    days = known(({JAN: (20, 2), FEB: (30, 10)}, {FEB: (30, 15), APR: (30, 10)}))
    told = {(one.day, one.period) for one in seen_over(days) if len(one.months) == 1}
    assert told == {(0, 2)}


def test_a_total_like_that_of_other_people_before_is_told() -> None:
    """Forty of January are over and 42 of April have come: that the totals are close tells of nobody."""
    days = known(({JAN: (40, 20), FEB: (40, 10)}, {FEB: (40, 18), APR: (42, 14)}))
    seen = seen_over(days)
    assert (0, 2, (FEB, APR)) in {(one.day, one.period, one.months) for one in seen}
    assert Attack(days, seen).found_out() == []


def test_a_total_like_one_before_from_which_few_are_missing_is_not_told() -> None:
    days = known(({JAN: (3, 1), FEB: (40, 10)}, {FEB: (40, 12)}))
    assert {one.period for one in seen_over(days)} == {1}


def test_months_in_which_many_came_are_told_again() -> None:
    days = known(
        ({JAN: (40, 10), FEB: (40, 10)}, {JAN: (40, 20), FEB: (40, 20), APR: (40, 10)}),
        ({JAN: (50, 15), FEB: (40, 10)}, {JAN: (50, 25), FEB: (40, 20), APR: (50, 15)}),
    )
    told = {(one.day, one.period) for one in seen_over(days) if len(one.months) == 1}
    assert told == {(0, 1), (0, 2), (1, 1), (1, 2)}


def test_the_same_attack_succeeds_where_nothing_is_remembered() -> None:
    """So that the tests above are known to be able to fail."""
    found = Attack(LATE_IN_BOTH, seen_over(LATE_IN_BOTH, remembers=False)).found_out()
    assert (("came", (0, 2), (1, 2), (APR,), ("achieved",)), 2, 2.0) in found
