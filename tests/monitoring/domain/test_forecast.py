import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import forecast, forecast_calibration
from monitoring.domain.forecast import Group

HALF_WAY = [Group(100, 20, 0.5, 1.0)]


def rate(achieved: int, people: int = 100, now: float = 0.5, later: float = 1.0, value: float = 0.5) -> float:
    found = forecast.proportion([Group(people, achieved, now, later)], value)
    assert found is not None
    return found.missing


def beta_binomial_at_most(k: int, n: int, a: float, b: float) -> float:
    """Another way to the same chance: the sum over the beta–binomial by logarithms of gamma."""

    def term(x: int) -> float:
        ways = math.lgamma(n + 1) - math.lgamma(x + 1) - math.lgamma(n - x + 1)
        above = math.lgamma(x + a) + math.lgamma(n - x + b) - math.lgamma(n + a + b)
        return math.exp(ways + above - math.lgamma(a) - math.lgamma(b) + math.lgamma(a + b))

    return sum(term(x) for x in range(k + 1))


@pytest.mark.parametrize(
    ("most", "mean", "share"), [(12, 3.0, 0.5), (40, 30.0, 0.7), (200, 10.0, 0.04), (30, 29.0, 0.9)]
)
def test_the_number_of_those_left_is_beta_binomial(most: int, mean: float, share: float) -> None:
    a = 5.0 * mean / most
    b = 5.0 - a
    variance = most * (mean / most) * (1 - mean / most) * (most + 5) / 6
    found = forecast._Number(most, mean, variance)
    k = round(share * most)
    assert found.at_most(k) == pytest.approx(beta_binomial_at_most(k, most, a, b), abs=2e-6)


def test_a_rate_on_profile_is_as_likely_as_not_to_be_missed() -> None:
    assert 0.35 < rate(25) < 0.65


def test_far_below_profile_the_target_is_nearly_sure_to_be_missed_and_far_above_hardly_so() -> None:
    assert rate(5) > 0.99
    assert rate(45) < 0.01


@given(st.integers(0, 60), st.floats(0.05, 0.95), st.floats(0.1, 0.9))
def test_a_chance_is_a_chance_and_falls_with_every_achievement(achieved: int, now: float, value: float) -> None:
    one, more = rate(achieved, 61, now, 1.0, value), rate(achieved + 1, 61, now, 1.0, value)
    assert 0 <= more <= 1
    assert more <= one + 0.02


def test_when_follow_up_is_over_the_forecast_is_what_was_seen() -> None:
    found = forecast.proportion([Group(100, 49, 1.0, 1.0)], 0.5)
    assert found is not None
    assert (found.mean, found.low, found.high, found.missing) == (49, 49, 49, 1.0)


def test_where_less_is_better_too_many_miss_the_target() -> None:
    found = forecast.proportion([Group(200, 90, 0.5, 1.0)], 0.5, higher_is_better=False)
    assert found is not None
    assert found.missing > 0.99


def test_nothing_is_forecast_of_people_of_whom_nothing_is_expected_yet() -> None:
    assert forecast.proportion([Group(100, 0, 0.0, 1.0)], 0.5) is None
    assert forecast.number([7], already=7, periods=1, value=10, asked=20) is None


def test_cohorts_that_differ_more_than_chance_lets_them_make_the_forecast_wider() -> None:
    alike = [Group(50, 20, 0.8, 1.0)] * 8
    unlike = [Group(50, achieved, 0.8, 1.0) for achieved in (2, 38, 3, 37, 2, 38, 4, 36)]
    one, other = forecast.proportion(alike, 0.6), forecast.proportion(unlike, 0.6)
    assert one is not None
    assert other is not None
    assert other.high - other.low > 1.5 * (one.high - one.low)


def test_a_number_so_far_counts_towards_the_whole_of_the_contract() -> None:
    found = forecast.number([30, 28, 32], already=90, periods=1, value=40, asked=160)
    assert found is not None
    assert found.missing > 0.99
    assert found.low <= found.mean <= found.high
    enough = forecast.number([30, 28, 32], already=150, periods=1, value=40, asked=160)
    assert enough is not None
    assert enough.missing < 0.01


def test_of_the_flags_at_80_per_cent_about_as_many_come_true_as_was_said() -> None:
    lines = forecast_calibration.table(seed=7, programmes=400)
    for line in forecast_calibration.flags(lines):
        assert line.forecasts > 80
        assert line.came_true == pytest.approx(line.stated, abs=0.06), line
    close = [line for line in lines if line.low == 0.8 and line.high == 0.9]
    came_true = sum(line.came_true * line.forecasts for line in close) / sum(line.forecasts for line in close)
    assert came_true == pytest.approx(0.85, abs=0.08)


def test_the_same_seed_makes_the_same_table() -> None:
    assert forecast_calibration.table(seed=3, programmes=20) == forecast_calibration.table(seed=3, programmes=20)
