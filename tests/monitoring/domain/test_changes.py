import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from monitoring.domain import changes, stats
from tests.monitoring.domain.drawn import shares


@settings(max_examples=25, deadline=None)
@given(shares(80), shares(80), shares(80), shares(80))
def test_four_shares_agree_with_a_saturated_regression_with_robust_errors(
    one: tuple[int, int], two: tuple[int, int], three: tuple[int, int], four: tuple[int, int]
) -> None:
    groups = [(one, 1, 0), (two, 1, 1), (three, 0, 0), (four, 0, 1)]
    assume(any(0 < k < n for (k, n), _, _ in groups))
    rows = [(1, t, a, t * a, 1 if i < k else 0) for (k, n), t, a in groups for i in range(n)]
    data = np.array(rows, dtype=float)
    fitted = sm.OLS(data[:, 4], data[:, :4]).fit(cov_type="HC0")
    found = changes.of_shares(one, two, three, four)
    assert found.difference == pytest.approx(float(fitted.params[3]), abs=1e-9)
    assert found.p == pytest.approx(float(fitted.pvalues[3]), abs=1e-7)


@given(shares(2000), shares(2000))
def test_without_any_change_elsewhere_the_interval_is_at_least_that_of_the_change(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    found = changes.of_shares(before, after, (5000, 10_000), (5000, 10_000))
    alone = stats.newcombe(*after, *before)
    assert found.interval.low <= alone.low
    assert found.interval.high >= alone.high


SERIES = st.lists(st.floats(0, 1), min_size=6, max_size=6)


@given(st.lists(SERIES, min_size=2, max_size=6), st.lists(SERIES, min_size=2, max_size=6))
def test_a_panel_agrees_with_scipys_test_of_mean_changes(treated: list[list[float]], others: list[list[float]]) -> None:
    moved = [[np.mean(one[4:]) - np.mean(one[:4]) for one in group] for group in (treated, others)]
    assume(all(np.std(one) > 1e-6 for one in moved))
    test = scipy_stats.ttest_ind(*moved, equal_var=False)
    limits = test.confidence_interval()
    found = changes.of_panel(treated, others, 4)
    assert found.difference == pytest.approx(np.mean(moved[0]) - np.mean(moved[1]), abs=1e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((limits.low, limits.high), rel=1e-7, abs=1e-9)
    assert found.p == pytest.approx(test.pvalue, abs=1e-9)


@given(st.lists(SERIES, min_size=1, max_size=4), st.lists(SERIES, min_size=1, max_size=4))
def test_the_trend_before_the_start_agrees_with_the_regression_of_statsmodels(
    treated: list[list[float]], others: list[list[float]]
) -> None:
    gaps = np.mean(treated, axis=0)[:5] - np.mean(others, axis=0)[:5]
    line = sm.OLS(gaps, sm.add_constant(np.arange(5.0))).fit()
    found = changes.pre_trend(treated, others, 5)
    assert found is not None
    assert found.slope == pytest.approx(float(line.params[1]), abs=1e-9)
    assert (found.interval.high - found.interval.low) / 2 == pytest.approx(
        scipy_stats.t.ppf(0.975, 3) * float(line.bse[1]), abs=1e-9
    )


@given(st.lists(SERIES, min_size=1, max_size=3), st.lists(SERIES, min_size=1, max_size=3), st.integers(1, 5))
def test_the_gap_of_few_places_agrees_with_the_regression_of_statsmodels(
    treated: list[list[float]], others: list[list[float]], start: int
) -> None:
    gaps = np.mean(treated, axis=0) - np.mean(others, axis=0)
    line = sm.OLS(gaps, sm.add_constant((np.arange(6) >= start).astype(float))).fit()
    assume(float(line.bse[1]) > 1e-6)
    found = changes.of_gaps(treated, others, start)
    assert found.difference == pytest.approx(float(line.params[1]), abs=1e-9)
    assert found.error == pytest.approx(float(line.bse[1]), abs=1e-9)
    assert found.df == 4
    assert found.p == pytest.approx(float(line.pvalues[1]), abs=1e-9)
    low, high = line.conf_int()[1]
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), rel=1e-7, abs=1e-9)


def test_a_gap_that_was_growing_already_speaks_against_parallel_trends() -> None:
    growing = changes.pre_trend([[0.1, 0.21, 0.3, 0.41, 0.5]], [[0.1, 0.1, 0.1, 0.1, 0.1]], 4)
    assert growing is not None
    assert growing.speaks_against
    assert changes.pre_trend([[0.1, 0.2, 0.3]], [[0.1, 0.1, 0.1]], 2) is None


def test_places_that_all_move_alike_leave_no_doubt() -> None:
    still, moved = [0.5, 0.5, 0.5], [0.5, 0.5, 0.75]
    assert changes.of_panel([moved, moved], [still, still], 2).p == 0.0
    assert changes.of_panel([still, still], [still, still], 2).p == 1.0


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="two places"):
        changes.of_panel([[0.1, 0.2]], [[0.1, 0.2], [0.1, 0.2]], 1)
    with pytest.raises(ValueError, match="period before"):
        changes.of_panel([[0.1], [0.2]], [[0.1], [0.2]], 0)
    with pytest.raises(ValueError, match="0 of 0"):
        changes.of_shares((0, 0), (1, 2), (1, 2), (1, 2))
    with pytest.raises(ValueError, match="three periods"):
        changes.of_gaps([[0.1, 0.2]], [[0.1, 0.2]], 1)
