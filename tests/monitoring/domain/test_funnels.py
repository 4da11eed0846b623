import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from monitoring.domain import funnels
from tests.monitoring.domain.drawn import PROBABILITY

LEVELS = st.sampled_from([funnels.USUAL, funnels.WIDE])


@given(st.integers(1, 5000), PROBABILITY, LEVELS)
def test_the_limits_of_a_share_agree_with_scipy(n: int, centre: float, level: float) -> None:
    tail = (1 - level) / 2
    expected = scipy_stats.binom.ppf(tail, n, centre), scipy_stats.binom.ppf(1 - tail, n, centre)
    assert funnels.counts(n, centre, level) == tuple(int(one) for one in expected)


@given(st.floats(0.1, 3000), LEVELS)
def test_the_limits_of_events_agree_with_scipy(expected: float, level: float) -> None:
    tail = (1 - level) / 2
    known = scipy_stats.poisson.ppf(tail, expected), scipy_stats.poisson.ppf(1 - tail, expected)
    assert funnels.event_counts(expected, level) == tuple(int(one) for one in known)


def test_larger_groups_have_narrower_limits() -> None:
    small, large = funnels.limits(40, 0.5), funnels.limits(4000, 0.5)
    assert small.low < large.low < 0.5 < large.high < small.high


def test_a_group_outside_three_deviations_is_told_apart() -> None:
    assert funnels.lies_outside(39, 40, 0.5)
    assert not funnels.lies_outside(28, 40, 0.5)
    with pytest.raises(ValueError, match="no limits"):
        funnels.counts(0, 0.5)
    with pytest.raises(ValueError, match="Nothing"):
        funnels.event_counts(0)
