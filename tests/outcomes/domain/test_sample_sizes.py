"""Sample sizes against published tables, and how samples are shared out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.domain import sample_sizes
from outcomes.domain.sample_sizes import Aim, NoSize, size

TOLERABLE = ("0.04", "0.05", "0.06", "0.07", "0.08", "0.09", "0.10", "0.15", "0.20")
AICPA = {  # AICPA, Audit Guide: Audit Sampling, table A-1: 5% risk of overreliance, by expected rate
    "0": (74, 59, 49, 42, 36, 32, 29, 19, 14),
    "0.01": (156, 93, 78, 66, 58, 51, 46, 30, 22),
    "0.02": (None, 181, 127, 88, 77, 68, 46, 30, 22),
    "0.03": (None, None, 195, 129, 95, 84, 61, 30, 22),
}
FINITE = {  # Cannon and Roe (1982), table 1: 95% confidence of seeing one, by population and share
    100: {"0.01": 95, "0.02": 78, "0.05": 45, "0.10": 25},
    500: {"0.01": 225, "0.02": 129, "0.05": 56, "0.10": 28},
    1000: {"0.01": 258, "0.02": 138, "0.05": 57, "0.10": 29},
}


def aim(tolerable: str, expected: str = "0", confidence: str = "0.95") -> Aim:
    return Aim(Decimal(confidence), Decimal(tolerable), Decimal(expected))


@pytest.mark.parametrize("expected", AICPA)
def test_sizes_for_large_populations_are_those_of_the_published_table(expected: str) -> None:
    found = [
        size(aim(tolerable, expected)).number if wanted else None
        for tolerable, wanted in zip(TOLERABLE, AICPA[expected], strict=True)
    ]
    assert tuple(found) == AICPA[expected]


@pytest.mark.parametrize("population", FINITE)
def test_sizes_for_finite_populations_are_those_of_the_published_table(population: int) -> None:
    found = {tolerable: size(aim(tolerable), population).number for tolerable in FINITE[population]}
    assert found == FINITE[population]


def test_no_errors_in_59_and_in_29_show_less_than_5_and_10_percent() -> None:
    assert (size(aim("0.05")).number, size(aim("0.10")).number) == (59, 29)


def test_a_small_population_is_checked_whole() -> None:
    assert size(aim("0.05", "0.01"), 10).number == 10
    assert size(aim("0.05", "0.01"), 1).number == 1


def test_an_expected_rate_near_the_tolerable_one_is_refused() -> None:
    with pytest.raises(NoSize, match="Check every claim"):
        size(aim("0.05", "0.049"))
    with pytest.raises(NoSize, match="must be below"):
        size(aim("0.05", "0.05"))


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 500), min_size=1), st.integers(1, 300))
def test_every_stratum_is_drawn_from_and_none_beyond_its_claims(strata: dict[str, int], number: int) -> None:
    found = sample_sizes.allocate(number, strata)
    assert all(1 <= found[code] <= strata[code] for code in strata)
    assert sum(found.values()) >= min(number, sum(strata.values())) - len(strata)


def test_claims_with_a_question_are_drawn_at_least_at_their_share() -> None:
    assert sample_sizes.allocate(10, {"plain": 990, "risk": 10}, {"risk": 5}) == {"plain": 10, "risk": 5}
