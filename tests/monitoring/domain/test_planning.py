import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats import power as sm_power
from statsmodels.stats import proportion as sm_proportion

from monitoring.domain import planning, stats

SHARE = st.floats(0.05, 0.95)


@given(st.integers(5, 5000), SHARE, SHARE)
def test_power_agrees_with_statsmodels(n: int, share: float, other: float) -> None:
    assume(abs(share - other) > 0.01)
    expected = sm_power.normal_power_het(
        abs(share - other), n, 0.05, math.sqrt(share * (1 - share)), math.sqrt(other * (1 - other)), "larger"
    )
    one_tail = sm_power.normal_power_het(
        abs(share - other), n, 0.025, math.sqrt(share * (1 - share)), math.sqrt(other * (1 - other)), "larger"
    )
    assert planning.power(n, share, other) == pytest.approx(float(one_tail), abs=1e-9)
    assert planning.power(n, share, other) <= float(expected) + 1e-9


@given(st.integers(5, 5000), SHARE, SHARE)
def test_the_power_of_two_arms_agrees_with_statsmodels(each: int, share: float, other: float) -> None:
    assume(abs(share - other) > 0.01)
    expected = sm_proportion.power_proportions_2indep(abs(other - share), min(share, other), each, alternative="larger",
                                                      alpha=0.025)  # fmt: skip
    assert planning.power_between_groups(each, each, share, other) == pytest.approx(float(expected.power), abs=1e-9)


@given(st.integers(5, 120), SHARE, SHARE)
def test_exact_power_adds_up_the_results_that_differ(n: int, share: float, other: float) -> None:
    assume(abs(share - other) > 0.05)
    rising = other > share
    differs = [
        k
        for k in range(n + 1)
        if (k > n * share if rising else k < n * share) and scipy_stats.binomtest(k, n, share).pvalue < 0.05
    ]
    expected = math.fsum(scipy_stats.binom.pmf(k, n, other) for k in differs)
    assert planning.exact_power(n, share, other) == pytest.approx(expected, abs=1e-6)


@given(st.integers(10, 5000), st.floats(0.1, 0.9), st.booleans())
def test_the_smallest_difference_between_arms_is_what_they_show(each: int, share: float, rise: bool) -> None:
    found = planning.smallest_between_groups(each, each, share, rise=rise)
    room = 1 - share if rise else share
    assume(found < room)
    other = share + found if rise else share - found
    assert planning.power_between_groups(each, each, share, other) == pytest.approx(0.8, abs=1e-6)


def test_40_people_against_one_half() -> None:
    found = planning.size(40, 0.5)
    assert (found.least, found.most) == (27, 13)
    assert found.fall is not None
    assert (round(found.fall, 3), round(found.interval.low, 2), round(found.interval.high, 2)) == (0.215, 0.35, 0.65)
    assert round(planning.power(40, 0.5, 0.4), 2) == 0.24


def test_five_people_show_nothing_at_all() -> None:
    assert planning.size(3, 0.5).fall is None
    found = planning.size(5, 0.5)
    assert (found.least, found.most) == (None, None)
    assert planning.exact_power(5, 0.5, 0.9) == 0


def test_the_people_needed_have_the_power_asked_for() -> None:
    n = stats.people_needed(0.475, 0.375)
    assert planning.power(n, 0.475, 0.375) >= 0.8 > planning.power(n - 1, 0.475, 0.375)


def test_certain_results_need_no_variance() -> None:
    assert planning.power(40, 0.5, 1.0) == 1.0
    assert planning.power_between_groups(40, 40, 0.0, 1.0) == 1.0
    assert planning.power_between_groups(1, 1, 1.0, 1.0) == 0.0
