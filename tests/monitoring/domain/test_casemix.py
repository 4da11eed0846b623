import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from scipy import stats as scipy_stats
from statsmodels.stats import rates as sm_rates

from monitoring.domain import casemix, stats
from monitoring.domain.casemix import Model


@given(st.integers(0, 2000), st.floats(0.5, 2000))
def test_the_standardised_ratio_has_the_exact_limits_of_statsmodels(observed: int, expected: float) -> None:
    found = casemix.standardised(observed, expected)
    low, high = sm_rates.confint_poisson(observed, expected, method="exact-c")
    assert found.ratio == pytest.approx(observed / expected)
    assert found.interval.low == pytest.approx(0.0 if observed == 0 else low, rel=1e-9)
    assert found.interval.high == pytest.approx(high, rel=1e-9)


@given(st.lists(st.floats(-6, 6), min_size=3, max_size=3), st.lists(st.floats(-3, 3), min_size=4, max_size=4))
def test_the_logistic_model_scores_as_scipy_does(values: list[float], weights: list[float]) -> None:
    model = Model("2025", weights[0], {"age": weights[1], "spells": weights[2], "years": weights[3]})
    scored = model.chance(dict(zip(("age", "spells", "years"), values, strict=True)))
    odds = weights[0] + math.fsum(w * v for w, v in zip(weights[1:], values, strict=True))
    assert scored == pytest.approx(float(special.expit(odds)), abs=1e-12)


def test_a_model_without_a_value_for_somebody_is_refused() -> None:
    with pytest.raises(ValueError, match="needs age, spells"):
        Model("2025", 0.0, {"age": 1.0, "spells": 1.0}).chance({})


def test_a_changed_coefficient_changes_the_digest_and_the_order_of_terms_does_not() -> None:
    one, other = {"age": 0.1, "spells": 0.2}, {"spells": 0.2, "age": 0.1}
    assert Model("2025", 1.0, one).digest == Model("2025", 1.0, other, source="elsewhere").digest
    assert Model("2025", 1.0, one).digest != Model("2025", 1.0, {"age": 0.1, "spells": 0.20001}).digest


@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=60), st.data())
def test_the_exact_distribution_of_unequal_chances_agrees_with_scipy(chances: list[float], data: st.DataObject) -> None:
    found = casemix.sum_of_chances(chances)
    known = scipy_stats.poisson_binom(chances)
    assert found == pytest.approx([float(known.pmf(k)) for k in range(len(chances) + 1)], abs=1e-9)
    observed = data.draw(st.integers(0, len(chances)))
    tails = known.cdf(observed), known.sf(observed - 1)
    assert casemix.against_chances(observed, chances).p == pytest.approx(min(1.0, 2 * min(tails)), abs=1e-9)


@given(st.integers(2, 300), st.floats(0.05, 0.95), st.data())
def test_equal_chances_are_a_share_against_a_fixed_one(n: int, chance: float, data: st.DataObject) -> None:
    observed = data.draw(st.integers(0, n))
    found, wilson = casemix.against_chances(observed, [chance] * n), stats.wilson(observed, n)
    assert found.interval.low * chance == pytest.approx(wilson.low, abs=1e-9)
    assert found.interval.high * chance == pytest.approx(wilson.high, abs=1e-9)


def test_many_people_are_judged_by_the_normal_approximation() -> None:
    chances = [0.3, 0.5] * 1000
    exact = casemix.against_chances(850, chances)
    near = casemix.against_chances(850, [*chances, 0.5])
    assert near.p == pytest.approx(exact.p, rel=0.1)


def test_what_is_expected_follows_the_segments() -> None:
    assert casemix.expected({"easy": 30, "hard": 70}, {"easy": 0.6, "hard": 0.2}) == pytest.approx(32)
    with pytest.raises(ValueError, match="no share for hard"):
        casemix.expected({"hard": 1}, {"easy": 0.6})
    with pytest.raises(ValueError, match="Nothing is expected"):
        casemix.standardised(1, 0)
    with pytest.raises(ValueError, match="is no chance"):
        casemix.sum_of_chances([1.2])
    with pytest.raises(ValueError, match="held against"):
        casemix.against_chances(3, [0.5])
