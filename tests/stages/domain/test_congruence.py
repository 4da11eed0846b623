from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given

from stages.domain import congruence


def order(*goals: int) -> dict[int, int]:
    """Goals, the most important first."""
    return {goal: place for place, goal in enumerate(goals, start=1)}


def test_the_distance_is_0_for_the_same_order_and_1_for_the_reverse() -> None:
    assert congruence.distance(order(1, 2, 3, 4), order(1, 2, 3, 4)) == 0
    assert congruence.distance(order(1, 2, 3, 4), order(4, 3, 2, 1)) == 1


def test_the_worked_figure() -> None:
    # places differ by 1, 1, 0 and 0: 2 of at most 16 ÷ 2 = 8
    assert congruence.distance(order(1, 2, 3, 4), order(2, 1, 3, 4)) == Decimal("0.25")


def test_other_goals_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="different goals"):
        congruence.distance(order(1, 2), order(1, 3))


def test_two_parties_furthest_apart_come_first() -> None:
    found = congruence.pairs({"a": order(1, 2, 3), "b": order(1, 3, 2), "c": order(3, 2, 1)})
    assert [(pair.first, pair.second, pair.is_far) for pair in found] == [
        ("a", "c", True), ("b", "c", True), ("a", "b", True),
    ]  # fmt: skip
    assert [pair.distance for pair in found] == [Decimal("1.00"), Decimal("1.00"), Decimal("0.50")]


@given(st.permutations(range(5)), st.permutations(range(5)), st.permutations(range(5)))
def test_it_is_a_distance(a: list[int], b: list[int], c: list[int]) -> None:
    one, two, three = order(*a), order(*b), order(*c)
    assert 0 <= congruence.distance(one, two) <= 1
    assert congruence.distance(one, two) == congruence.distance(two, one)
    whole = congruence.distance(one, three)
    assert whole <= congruence.distance(one, two) + congruence.distance(two, three) + Decimal("0.02")


@pytest.mark.parametrize(("places", "is_order"), [([1, 2, 3], True), ([1, 1, 3], False), ([0, 1, 2], False)])
def test_each_goal_has_a_place_of_its_own(places: list[int], is_order: bool) -> None:
    assert (congruence.order_problem(places) == "") is is_order
