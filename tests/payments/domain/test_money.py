from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.domain import money

amounts = st.decimals(min_value=-10_000, max_value=10_000, places=4)
MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


@pytest.mark.parametrize(
    ("amount", "half_up", "half_even"),
    [("0.125", 13, 12), ("0.135", 14, 14), ("-0.125", -13, -12), ("1", 100, 100), ("0.1249", 12, 12)],
)
def test_a_half_penny_goes_up_or_to_the_even_penny(amount: str, half_up: int, half_even: int) -> None:
    assert money.pence(Decimal(amount), "half_up") == half_up
    assert money.pence(Decimal(amount), "half_even") == half_even


@given(amounts, st.sampled_from(sorted(MODES)))
def test_rounding_agrees_with_decimal_arithmetic(amount: Decimal, rounding: str) -> None:
    expected = amount.quantize(Decimal("0.01"), rounding=MODES[rounding])
    assert money.pounds(money.pence(amount, rounding)) == expected


def test_an_unknown_rounding_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown rounding"):
        money.pence(Decimal("1"), "down")


def test_pennies_left_over_go_to_the_largest_remainders() -> None:
    """£100.00 in thirds: 33.34 + 33.33 + 33.33, the first payer of equal remainders bearing the penny."""
    thirds = [("a", Fraction(1, 3)), ("b", Fraction(1, 3)), ("c", Fraction(1, 3))]
    assert money.split(10_000, thirds) == {"a": 3334, "b": 3333, "c": 3333}
    assert money.split(-10_000, thirds) == {"a": -3334, "b": -3333, "c": -3333}
    assert money.split(5, [("a", Fraction(1, 5)), ("b", Fraction(4, 5))]) == {"a": 1, "b": 4}


@given(
    st.integers(min_value=-(10**9), max_value=10**9),
    st.lists(st.integers(min_value=1, max_value=50), min_size=1, max_size=6),
)
def test_the_payers_parts_add_up_to_the_whole(pennies: int, weights: list[int]) -> None:
    shares = [(str(place), Fraction(weight, sum(weights))) for place, weight in enumerate(weights)]
    parts = money.split(pennies, shares)
    assert sum(parts.values()) == pennies
    for code, share in shares:
        assert abs(parts[code] - pennies * share) < 1


def test_shares_that_do_not_add_up_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to one"):
        money.split(100, [("a", Fraction(1, 2))])
