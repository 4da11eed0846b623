import math
from collections import Counter

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from monitoring.domain import rates
from monitoring.domain.rates import Counts
from monitoring.domain.stats import Interval
from tests.monitoring.domain.drawn import events_by_person


@given(st.integers(0, 300), st.integers(1, 300), st.integers(1, 5000), st.integers(1, 5000))
def test_the_exact_rate_ratio_follows_from_scipys_exact_binomial(k_1: int, k_2: int, n_1: int, n_2: int) -> None:
    found = rates.exact_ratio(k_1, n_1, k_2, n_2)
    test = scipy_stats.binomtest(k_1, k_1 + k_2, n_1 / (n_1 + n_2))
    interval = test.proportion_ci(method="exact")
    assert found.p == pytest.approx(test.pvalue, rel=1e-8, abs=1e-12)
    assert found.ratio == pytest.approx((k_1 / n_1) / (k_2 / n_2))
    assert found.interval.low == pytest.approx(interval.low / (1 - interval.low) * n_2 / n_1, rel=1e-8)
    assert found.interval.high == pytest.approx(interval.high / (1 - interval.high) * n_2 / n_1, rel=1e-8)


def test_rates_without_events_say_nothing() -> None:
    assert rates.exact_ratio(0, 10, 0, 20) == rates.Ratio(1.0, Interval(0.0, math.inf), 1.0)
    assert rates.exact_ratio(3, 10, 0, 20).ratio == math.inf
    with pytest.raises(ValueError, match="no rate"):
        rates.exact_ratio(3, 0, 1, 20)
    with pytest.raises(ValueError, match="nothing to be a ratio of"):
        rates.negative_binomial_ratio(4, 10, 0, 20, dispersion=1)


@given(st.integers(1, 400), st.integers(1, 2000), st.integers(1, 2000), st.floats(0, 4))
def test_half_an_event_is_never_surer_of_nought_than_the_exact_test(
    events: int, people: int, others: int, dispersion: float
) -> None:
    found = rates.negative_binomial_ratio(0, people, events, others, dispersion=dispersion)
    exactly = rates.exact_ratio(0, people, events, others)
    assert (found.ratio, found.interval.low) == (0.0, 0.0)
    assert found.interval.high >= exactly.interval.high


@given(events_by_person(), st.floats(0.01, 5))
def test_few_events_are_never_surer_than_student_nor_than_poisson(people: list[int], baseline: float) -> None:
    group = Counts.of(Counter(people))
    _difference, interval, p = rates.events_against_fixed(group, baseline)
    _same, by_student, p_of_student = rates.mean_against_fixed(group, baseline)
    assert interval.low <= by_student.low <= by_student.high <= interval.high
    assert p >= p_of_student
    if min(group.events, baseline * group.people) < rates.FEW or len(set(people)) == 1:
        assert p >= min(1.0, 2 * min(
            scipy_stats.poisson.cdf(group.events, baseline * group.people),
            scipy_stats.poisson.sf(group.events - 1, baseline * group.people),
        )) - 1e-9  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(events_by_person(), events_by_person(), st.floats(0.05, 4))
def test_the_negative_binomial_ratio_agrees_with_the_regression_of_statsmodels(
    one: list[int], two: list[int], dispersion: float
) -> None:
    group = np.array([1.0] * len(one) + [0.0] * len(two))
    family = sm.families.NegativeBinomial(alpha=dispersion)
    fitted = sm.GLM(np.array([*one, *two]), sm.add_constant(group), family=family).fit(
        tol=1e-13, maxiter=300, tol_criterion="params"
    )
    low, high = np.exp(fitted.conf_int()[1])
    found = rates.negative_binomial_ratio(sum(one), len(one), sum(two), len(two), dispersion=dispersion)
    assert found.ratio == pytest.approx(float(np.exp(fitted.params[1])), rel=1e-9)
    assert found.interval.low == pytest.approx(float(low), rel=1e-9)
    assert found.interval.high == pytest.approx(float(high), rel=1e-9)
    assert found.p == pytest.approx(float(fitted.pvalues[1]), rel=1e-7, abs=1e-9)


@given(events_by_person(), events_by_person())
def test_differences_of_events_per_head_agree_with_scipy(one: list[int], two: list[int]) -> None:
    assume(len(set(one)) > 1 and len(set(two)) > 1)
    test = scipy_stats.ttest_ind(one, two, equal_var=False)
    difference, interval, p = rates.mean_difference(Counts.of(Counter(one)), Counts.of(Counter(two)))
    limits = test.confidence_interval()
    assert difference == pytest.approx(np.mean(one) - np.mean(two), abs=1e-9)
    assert (interval.low, interval.high) == pytest.approx((limits.low, limits.high), rel=1e-8, abs=1e-9)
    assert p == pytest.approx(test.pvalue, abs=1e-9)


@given(events_by_person(), st.floats(0, 5))
def test_events_per_head_against_a_fixed_baseline_agree_with_scipy(people: list[int], baseline: float) -> None:
    assume(len(set(people)) > 1)
    test = scipy_stats.ttest_1samp(people, baseline)
    _difference, interval, p = rates.mean_against_fixed(Counts.of(Counter(people)), baseline)
    limits = test.confidence_interval()
    assert (interval.low + baseline, interval.high + baseline) == pytest.approx((limits.low, limits.high), abs=1e-8)
    assert p == pytest.approx(test.pvalue, abs=1e-9)


def test_people_who_all_have_one_event_differ_from_none() -> None:
    assert rates.mean_difference(Counts.of({1: 10}), Counts.of({0: 10}))[2] == 0.0
    assert rates.mean_difference(Counts.of({1: 10}), Counts.of({1: 10}))[2] == 1.0


@given(events_by_person())
def test_the_dispersion_is_that_of_the_moments(people: list[int]) -> None:
    mean, variance = np.mean(people), np.var(people, ddof=1)
    found = rates.dispersion(Counts.of(Counter(people)))
    assert found == pytest.approx(max(0.0, (variance - mean) / mean**2), abs=1e-9)


def test_events_that_cluster_widen_the_interval() -> None:
    single, clustered = Counts.of({0: 60, 1: 40}), Counts.of({0: 90, 4: 10})
    assert single.events == clustered.events
    assert rates.dispersion(single) == 0
    found = rates.dispersion(clustered)
    assert found > 2
    narrow, wide = (rates.negative_binomial_ratio(40, 100, 60, 100, dispersion=one).interval for one in (0.0, found))
    assert wide.low < narrow.low < narrow.high < wide.high
