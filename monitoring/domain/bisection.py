"""The least number that fits, found by halving."""

from collections.abc import Callable


def first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The least whole number in [low, high) for which the rule holds, for a rule that stays true; `high` if none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
