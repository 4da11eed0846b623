"""How far apart two parties rank the same goals.

Spearman's footrule: the sum over the goals of the difference between their places, divided by the most that it can be,
which for n goals is half of n squared, rounded down. 0 is the same order, 1 as far apart as can be.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
FAR = Decimal("0.50")
"""From here on the orders differ more than they agree, and the page says so."""


@dataclasses.dataclass(frozen=True)
class Pair:
    """Two parties and the distance between their orders."""

    first: str
    second: str
    distance: Decimal

    @property
    def is_far(self) -> bool:
        return self.distance >= FAR


def distance(first: Mapping[int, int], second: Mapping[int, int]) -> Decimal:
    """The distance of two orders of the same goals, each from goal to place. Raises `ValueError` for other goals."""
    if first.keys() != second.keys():
        raise ValueError("the two orders are of different goals")
    most = len(first) ** 2 // 2
    if not most:
        return Decimal(0)
    apart = sum(abs(first[goal] - second[goal]) for goal in first)
    return (Decimal(apart) / Decimal(most)).quantize(HUNDREDTH, ROUND_HALF_UP)


def pairs(orders: Mapping[str, Mapping[int, int]]) -> list[Pair]:
    """Every two parties, furthest apart first."""
    names = list(orders)
    found = [
        Pair(one, other, distance(orders[one], orders[other]))
        for place, one in enumerate(names)
        for other in names[place + 1 :]
    ]
    return sorted(found, key=lambda pair: -pair.distance)


def order_problem(places: Sequence[int]) -> str:
    """Why the places are no order of that many goals; empty when they are one."""
    if sorted(places) == list(range(1, len(places) + 1)):
        return ""
    return f"Give each goal a place of its own, from 1 for the most important to {len(places)}."
