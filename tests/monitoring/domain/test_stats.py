import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats import power as sm_power
from statsmodels.stats import proportion as sm_proportion
from statsmodels.stats import rates as sm_rates

from monitoring.domain import distributions, stats
from tests.monitoring.domain.drawn import PROBABILITY, shares


@given(shares(), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_wilson_interval_agrees_with_statsmodels(share: tuple[int, int], level: float) -> None:
    low, high = sm_proportion.proportion_confint(*share, alpha=1 - level, method="wilson")
    found = stats.wilson(*share, level=level)
    assert found.low == pytest.approx(low, abs=1e-9)
    assert found.high == pytest.approx(high, abs=1e-9)


@given(shares(), shares())
def test_the_newcombe_interval_agrees_with_statsmodels(one: tuple[int, int], two: tuple[int, int]) -> None:
    low, high = sm_proportion.confint_proportions_2indep(*one, *two, compare="diff", method="newcomb")
    found = stats.newcombe(*one, *two)
    assert found.low == pytest.approx(low, abs=1e-9)
    assert found.high == pytest.approx(high, abs=1e-9)


@given(shares(3000), PROBABILITY)
def test_exact_binomial_tails_agree_with_scipy(share: tuple[int, int], p: float) -> None:
    k, n = share
    assert stats.binomial_as_low(k, n, p) == pytest.approx(scipy_stats.binom.cdf(k, n, p), rel=1e-9, abs=1e-12)
    assert stats.binomial_as_high(k, n, p) == pytest.approx(scipy_stats.binom.sf(k - 1, n, p), rel=1e-9, abs=1e-12)
    assert distributions.binomial_pmf(k, n, p) == pytest.approx(scipy_stats.binom.pmf(k, n, p), rel=1e-8, abs=1e-12)


@given(shares(400), PROBABILITY)
def test_the_two_sided_exact_test_agrees_with_scipy(share: tuple[int, int], p: float) -> None:
    expected = scipy_stats.binomtest(*share, p).pvalue
    assert stats.binomial_two_sided(*share, p) == pytest.approx(expected, rel=1e-8, abs=1e-12)


@given(st.integers(0, 20_000), st.floats(0.01, 20_000))
def test_poisson_tails_agree_with_scipy(events: int, mean: float) -> None:
    low, high = scipy_stats.poisson.cdf(events, mean), scipy_stats.poisson.sf(events - 1, mean)
    assert stats.poisson_as_low(events, mean) == pytest.approx(low, abs=1e-9)
    assert stats.poisson_as_high(events, mean) == pytest.approx(high, abs=1e-9)


@given(st.integers(0, 50_000), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_poisson_interval_agrees_with_statsmodels(events: int, level: float) -> None:
    low, high = sm_rates.confint_poisson(events, 1, method="exact-c", alpha=1 - level)
    found = stats.poisson_interval(events, level)
    assert found.low == pytest.approx(0.0 if events == 0 else low, rel=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9)


@given(shares(), shares())
def test_the_two_proportion_z_test_agrees_with_statsmodels(one: tuple[int, int], two: tuple[int, int]) -> None:
    assume(0 < one[0] + two[0] < one[1] + two[1])
    z, p_value = sm_proportion.proportions_ztest([one[0], two[0]], [one[1], two[1]])
    found = stats.two_proportion_z(*one, *two)
    assert found[0] == pytest.approx(z, rel=1e-9, abs=1e-9)
    assert found[1] == pytest.approx(p_value, rel=1e-9, abs=1e-12)


def test_equal_groups_without_any_spread_show_no_difference() -> None:
    assert stats.two_proportion_z(0, 10, 0, 20) == (0.0, 1.0)


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.sampled_from([0.8, 0.9]))
def test_people_needed_agrees_with_statsmodels(share: float, other: float, power: float) -> None:
    assume(abs(share - other) > 0.01)
    spread, spread_other = math.sqrt(share * (1 - share)), math.sqrt(other * (1 - other))
    expected = sm_power.normal_sample_size_one_tail(
        abs(share - other), power, 0.025, std_null=spread, std_alternative=spread_other
    )
    assert stats.people_needed(share, other, power) == math.ceil(expected - 1e-9)


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_people_needed_in_each_arm_agrees_with_statsmodels(share: float, other: float) -> None:
    assume(abs(share - other) > 0.01)
    expected = sm_proportion.samplesize_proportions_2indep_onetail(
        other - share, share, 0.8, alpha=0.05, alternative="two-sided"
    )
    assert stats.people_needed_in_each_arm(share, other) == pytest.approx(expected, abs=1)


@given(st.integers(5, 20_000), st.floats(0.1, 0.9))
def test_the_smallest_detectable_fall_is_what_that_many_people_show(n: int, share: float) -> None:
    fall = stats.smallest_detectable_fall(n, share)
    assume(fall < share)
    assert stats.people_needed(share, share - fall) <= n
    assert stats.people_needed(share, share - fall * 0.99) > n * 0.97


def test_24_of_40_is_compatible_with_one_half() -> None:
    interval = stats.wilson(24, 40)
    assert (round(interval.low, 2), round(interval.high, 2)) == (0.45, 0.74)
    assert interval.holds(0.5)


def test_27_of_40_is_the_least_count_that_differs_from_one_half() -> None:
    assert stats.least_significant(40, 0.5) == 27
    assert round(stats.binomial_two_sided(27, 40, 0.5), 3) == 0.038
    assert round(stats.binomial_two_sided(26, 40, 0.5), 3) == 0.081


def test_five_people_can_never_differ_from_one_half() -> None:
    assert stats.least_significant(5, 0.5) is None


@pytest.mark.parametrize(
    ("n", "points"), [(40, 21.5), (60, 17.7), (100, 13.8), (142, 11.7), (231, 9.2), (400, 7.0), (1000, 4.4)]
)
def test_the_smallest_detectable_fall_from_one_half(n: int, points: float) -> None:
    assert round(100 * stats.smallest_detectable_fall(n), 1) == points


@pytest.mark.parametrize(("points", "people"), [(20, 46), (10, 193), (5, 779), (2.5, 3125), (1.9, 5414)])
def test_people_needed_to_see_a_fall_from_47_and_a_half_per_cent(points: float, people: int) -> None:
    assert stats.people_needed(0.475, 0.475 - points / 100) == people


def test_two_equal_arms_need_about_double_each() -> None:
    each, one = stats.people_needed_in_each_arm(0.475, 0.425), stats.people_needed(0.475, 0.425)
    assert 1.9 < each / one < 2.1


def test_a_share_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="0 of 0"):
        stats.wilson(0, 0)
    with pytest.raises(ValueError, match="5 of 4"):
        stats.binomial_as_low(5, 4, 0.5)


def test_a_rise_from_a_low_share_is_as_hard_to_see_as_a_fall_from_a_high_one() -> None:
    assert stats.smallest_detectable_rise(100, 0.3) == stats.smallest_detectable_fall(100, 0.7)
