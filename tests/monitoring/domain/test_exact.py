import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats import proportion as sm_proportion

from monitoring.domain import distributions, exact, stats
from tests.monitoring.domain.drawn import PROBABILITY, shares


@given(shares(), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_clopper_pearson_interval_agrees_with_statsmodels(share: tuple[int, int], level: float) -> None:
    low, high = sm_proportion.proportion_confint(*share, alpha=1 - level, method="beta")
    found = exact.clopper_pearson(*share, level=level)
    assert found.low == pytest.approx(0.0 if share[0] == 0 else low, abs=1e-9)
    assert found.high == pytest.approx(1.0 if share[0] == share[1] else high, abs=1e-9)


@given(shares(150), shares(150))
def test_fishers_exact_test_agrees_with_scipy(one: tuple[int, int], two: tuple[int, int]) -> None:
    table = np.array([[one[0], one[1] - one[0]], [two[0], two[1] - two[0]]])
    assert exact.fisher(*one, *two) == pytest.approx(scipy_stats.fisher_exact(table).pvalue, rel=1e-8, abs=1e-12)


def test_fishers_exact_test_says_nothing_of_an_empty_group() -> None:
    assert exact.fisher(0, 0, 3, 10) == 1.0
    with pytest.raises(ValueError, match="5 of 4"):
        exact.fisher(5, 4, 1, 2)


@given(st.integers(0, 3000), st.floats(0.05, 3000))
def test_the_exact_poisson_test_agrees_with_garwoods_interval(events: int, expected: float) -> None:
    p = exact.poisson_two_sided(events, expected)
    tails = scipy_stats.poisson.cdf(events, expected), scipy_stats.poisson.sf(events - 1, expected)
    assert p == pytest.approx(min(1.0, 2 * min(tails)), abs=1e-9)
    if abs(p - 0.05) > 1e-9:
        assert stats.poisson_interval(events).holds(expected) == (p > 0.05)


@given(st.floats(0.1, 500), st.floats(0.1, 500), PROBABILITY)
def test_beta_quantiles_agree_with_scipy(a: float, b: float, share: float) -> None:
    assert distributions.beta_quantile(a, b, share) == pytest.approx(scipy_stats.beta.ppf(share, a, b), abs=1e-9)


@given(st.floats(-50, 50), st.floats(1, 1000))
def test_students_t_agrees_with_scipy(t: float, df: float) -> None:
    assert distributions.t_two_sided(t, df) == pytest.approx(2 * scipy_stats.t.sf(abs(t), df), abs=1e-9)
    assert distributions.t_quantile(df, 0.95) == pytest.approx(scipy_stats.t.ppf(0.975, df), rel=1e-9)


def test_a_share_of_nobody_has_no_exact_interval() -> None:
    with pytest.raises(ValueError, match="0 of 0"):
        exact.clopper_pearson(0, 0)
    with pytest.raises(ValueError, match="held against"):
        exact.poisson_two_sided(3, 0)
