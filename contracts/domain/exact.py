"""Exact numbers and shares as the text in which documents hold them, and back."""

from decimal import Decimal
from fractions import Fraction


def number(value: Decimal | None) -> str | None:
    """An exact number as text, without needless noughts."""
    if value is None:
        return None
    return f"{value.normalize():f}" if value else "0"


def decimal(text: str) -> Decimal:
    """A share as text, such as 1/6 or 0.02, as a number with at most twelve decimals."""
    found = Fraction(text)
    return (Decimal(found.numerator) / Decimal(found.denominator)).quantize(Decimal("1E-12")).normalize()


def share(value: Fraction) -> str:
    """An exact share as text, such as 1/6 or 1."""
    return str(value)
