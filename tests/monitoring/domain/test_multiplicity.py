import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats import multitest

from monitoring.domain import multiplicity

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@settings(max_examples=15, deadline=None)  # the other's takes a tenth of a second each time
@given(P_VALUES)
def test_holm_agrees_with_statsmodels(p_values: list[float]) -> None:
    expected = multitest.multipletests(p_values, method="holm")[1]
    assert multiplicity.holm(p_values) == pytest.approx(list(expected), abs=1e-12)


@given(P_VALUES)
def test_benjamini_hochberg_agrees_with_statsmodels(p_values: list[float]) -> None:
    expected = multitest.multipletests(p_values, method="fdr_bh")[1]
    assert multiplicity.benjamini_hochberg(p_values) == pytest.approx(list(expected), abs=1e-12)


def test_without_a_method_p_values_stay_as_they_are() -> None:
    assert multiplicity.adjusted([0.04, 0.01], multiplicity.NONE) == [0.04, 0.01]
    assert multiplicity.adjusted([0.04, 0.01], multiplicity.HOLM) == [0.04, 0.02]


def test_two_looks_share_one_chance_in_twenty() -> None:
    assert multiplicity.level_for(1) == pytest.approx(0.95)
    assert multiplicity.level_for(2) == pytest.approx(0.975)
    with pytest.raises(ValueError, match="one look"):
        multiplicity.level_for(0)
