"""What a register says of a claim: that the outcome happened then, that it happened on another day, or nothing."""

from collections.abc import Iterable
from datetime import date

FOUND, OTHER_DAY, NOTHING = "found", "other_day", "nothing"
Span = tuple[date, date | None]


def verdict(claimed: date, spans: Iterable[Span]) -> str:
    """Found: a row says the very day, or a time in which it lies. Another day contradicts the claim, and is asked."""
    listed = list(spans)
    if not listed:
        return NOTHING
    if any(first == claimed or (last is not None and first <= claimed <= last) for first, last in listed):
        return FOUND
    return OTHER_DAY
