"""Exact money: amounts are fractions of a pound until they are rounded to whole pence as the contract says.

Inside the pricing a rounded amount is a whole number of pence (`int`); outside it is a `Decimal` with two places.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

PENNY = Decimal("0.01")
HALF_UP = "half_up"
HALF_EVEN = "half_even"
DECIMAL_ROUNDING: Mapping[str, str] = {HALF_UP: ROUND_HALF_UP, HALF_EVEN: ROUND_HALF_EVEN}


def whole(amount: Fraction, rounding: str) -> int:
    """The nearest whole number; a half goes away from nought (half_up) or to the even neighbour (half_even)."""
    doubled = 2 * abs(amount.numerator)
    quotient, remainder = divmod(doubled + amount.denominator, 2 * amount.denominator)
    if remainder == 0 and rounding == HALF_EVEN and quotient % 2:
        quotient -= 1
    elif rounding not in DECIMAL_ROUNDING:
        raise ValueError(f"Unknown rounding “{rounding}”; it is half_up or half_even.")
    return quotient if amount.numerator >= 0 else -quotient


def pence(amount: Decimal | Fraction, rounding: str) -> int:
    """An amount in pounds as whole pence."""
    return whole(Fraction(amount) * 100, rounding)


@lru_cache(maxsize=65536)
def pounds(pennies: int) -> Decimal:
    """Whole pence as pounds with two places."""
    return Decimal(pennies).scaleb(-2).quantize(PENNY)


def text(amount: Decimal) -> str:
    """Pounds as a string with two decimals, as statements show them."""
    return f"{amount:.2f}"


def split(pennies: int, shares: Sequence[tuple[str, Fraction]]) -> dict[str, int]:
    """Split pence among payers by their shares, which add up to one, so that the parts add up to the whole.

    Each gets its share rounded down; the pennies left over go one each to the largest remainders, in the order of the
    contract where remainders are equal (largest-remainder method). What is taken back is split the same way.
    """
    if sum((share for _, share in shares), Fraction(0)) != 1:
        raise ValueError("The payers' shares must add up to one.")
    sign, size = (-1, -pennies) if pennies < 0 else (1, pennies)
    parts = [(code, *divmod(size * share.numerator, share.denominator), share.denominator) for code, share in shares]
    left = size - sum(whole_part for _, whole_part, _, _ in parts)
    ranked = sorted(range(len(parts)), key=lambda place: (-Fraction(parts[place][2], parts[place][3]), place))
    extra = set(ranked[:left])
    return {part[0]: sign * (part[1] + (place in extra)) for place, part in enumerate(parts)}
