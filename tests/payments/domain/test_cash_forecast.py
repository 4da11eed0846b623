"""What is still to come from those who have started."""

import random

import pytest

from payments.domain import cash_forecast
from payments.domain.cash_forecast import EVERYBODY, Expected, Key, People, Rate, Reached

JOB = "job"


def test_a_rate_is_those_who_got_there_over_those_still_on_the_way_and_seen_to_the_end_of_the_month() -> None:
    people = [People(1, "a", 2, 10), People(1, "a", 1, 5)]
    reached = [Reached(1, JOB, 1, "a", 2, 0, 4), Reached(1, JOB, 1, "a", 2, 1, 3), Reached(1, JOB, 1, "a", 1, 0, 1)]
    assert cash_forecast.curves(people, reached)[Key(JOB, 1, "a")] == [Rate(5, 15), Rate(3, 6)]


def test_those_on_the_way_are_taken_forward_month_by_month_and_those_who_got_there_are_not() -> None:
    rates = {Key(JOB, 1, "a"): [Rate(50, 100), Rate(20, 100)]}
    people, reached = [People(1, "a", 0, 40)], [Reached(1, JOB, 1, "a", 0, 0, 20)]
    found = cash_forecast.expected(people, reached, rates, {(1, JOB): 100.0}, months=3)
    assert [one.pounds for one in found[1, JOB]] == pytest.approx([1000.0, 200.0, 0.0])


def test_few_of_a_segment_are_taken_forward_at_the_rate_of_everybody() -> None:
    rates = {Key(JOB, 1, "a"): [Rate(1, 2)], Key(JOB, 1, EVERYBODY): [Rate(10, 100)]}
    found = cash_forecast.expected([People(1, "a", 0, 10)], [], rates, {(1, JOB): 10.0}, months=1)
    assert found[1, JOB][0].pounds == pytest.approx(10.0)


def test_what_is_known_already_is_taken_off_the_first_months() -> None:
    left = cash_forecast.without([Expected(100.0, 4.0), Expected(100.0, 4.0)], 150.0)
    assert [one.pounds for one in left] == pytest.approx([0.0, 50.0])
    assert left[1].variance == pytest.approx(2.0)


def test_about_four_in_five_forecasts_hold() -> None:
    chance = random.Random(7)
    held = sum(_holds(chance) for _ in range(300))
    assert 0.74 <= held / 300 <= 0.88


def _holds(chance: random.Random) -> bool:
    """Whether three months bring in what was forecast of 700 people, seen for 1 to 9 or for 15 months; 8% get there
    each month."""
    ages = [chance.randint(1, 9) for _ in range(400)] + [15] * 300
    first = [next((month for month in range(15) if chance.random() < 0.08), 99) for _ in ages]
    people = [People(1, "a", age, 1) for age in ages]
    reached = [Reached(1, JOB, 1, "a", age, when, 1) for age, when in zip(ages, first, strict=True) if when < age]
    rates = cash_forecast.curves(people, reached)
    course = cash_forecast.expected(people[:400], reached, rates, {(1, JOB): 1.0}, months=3)[1, JOB]
    total = sum(course, Expected())
    came = sum(1 for age, when in zip(ages[:400], first[:400], strict=True) if age <= when < age + 3)
    return total.low <= came <= total.high
