"""Error rates against published figures, and what they mean."""

from decimal import Decimal

import pytest

from outcomes.domain import error_rates, tolerances
from outcomes.domain.error_rates import Counted, Rate


@pytest.mark.parametrize(
    ("errors", "checked", "low", "high"),
    [(0, 59, 0.0, 0.0606), (1, 29, 0.0009, 0.1776), (24, 40, 0.4333, 0.7514), (10, 10, 0.6915, 1.0)],
)
def test_the_exact_interval(errors: int, checked: int, low: float, high: float) -> None:
    assert error_rates.exact(errors, checked, 0.95) == pytest.approx((low, high), abs=0.0001)


def test_one_stratum_of_many_claims_has_the_exact_interval() -> None:
    found = error_rates.over_strata([Counted(10_000_000, 59, 0)], 0.95)
    assert found.high == pytest.approx(0.0606, abs=0.0001)


def test_strata_are_weighted_by_their_claims_and_not_by_what_was_checked() -> None:
    found = error_rates.over_strata([Counted(900, 50, 0), Counted(100, 50, 25)], 0.95)
    assert found.point == pytest.approx(0.05)
    assert (found.low or 0) < 0.05 < (found.high or 0)


def test_when_every_claim_was_checked_the_rate_is_known() -> None:
    assert error_rates.over_strata([Counted(50, 50, 5)], 0.95) == Rate(0.1, 0.1, 0.1)


def test_nothing_checked_is_neither_good_nor_bad() -> None:
    found = error_rates.over_strata([Counted(50, 0, 0), Counted(50, 10, 0)], 0.95)
    assert not found.is_known
    assert tolerances.verdict(found, None, Decimal("0.05")) == tolerances.NOTHING


def test_by_value_each_drawn_claim_stands_for_the_same_pounds() -> None:
    certain, drawn = Counted(10_000, 1, 1, Decimal(10_000)), Counted(30_000, 30, 3)
    found = error_rates.by_value(certain, drawn, 0.95)
    assert found.point == pytest.approx((10_000 + 3_000) / 40_000)
    assert error_rates.by_value(certain, Counted(0, 0, 0), 0.95).high == 1.0


@pytest.mark.parametrize(("errors", "words"), [(0, tolerances.WITHIN), (2, tolerances.UNCERTAIN), (9, tolerances.OVER)])
def test_a_sample_is_within_over_or_shows_neither(errors: int, words: str) -> None:
    counted = [Counted(100_000, 59, errors)]
    rate, one_sided = error_rates.over_strata(counted, 0.95), error_rates.over_strata(counted, 0.90)
    assert tolerances.verdict(rate, one_sided.high, Decimal("0.05")) == words


def test_recovery_at_the_rate_found_and_at_the_lower_limit() -> None:
    strata = [(0.1, Decimal(10_000)), (0.0, Decimal(5_000))]
    rate = Rate(0.08, 0.02, 0.2)
    assert tolerances.extrapolated(strata, rate, at_lower_limit=False) == Decimal("1000.00")
    assert tolerances.extrapolated(strata, rate, at_lower_limit=True) == Decimal("250.00")
