import pytest

from monitoring.domain import control, distributions
from monitoring.domain.control import Point


def points(numbers: list[int], people: int | None = 100, expected: float = 30.0) -> list[Point]:
    return [Point(f"2025-{place:02}", number, people, expected) for place, number in enumerate(numbers, 1)]


def rules(numbers: list[int], people: int | None = 100, expected: float = 30.0) -> set[tuple[str, bool]]:
    return {(one.rule, one.above) for one in control.signals(points(numbers, people, expected))}


def test_what_chance_does_is_no_signal() -> None:
    assert rules([30, 27, 33, 31, 29, 26, 34, 30]) == set()


def test_one_month_beyond_three_standard_deviations_is_a_signal() -> None:
    assert ("beyond", False) in rules([30, 31, 29, 30, 31, 14])
    assert ("beyond", True) in rules([30, 31, 29, 30, 31, 47])


def test_two_of_three_beyond_two_four_of_five_beyond_one_and_eight_on_one_side_are_signals() -> None:
    assert ("two_of_three", False) in rules([30, 31, 29, 20, 30, 20])
    assert ("four_of_five", True) in rules([30, 29, 36, 36, 30, 36, 36])
    assert rules([29, 28, 29, 29, 28, 29, 28, 29]) == {("eight", False)}


def test_signals_are_told_by_place_and_each_says_its_side_once() -> None:
    found = control.signals(points([47, 46, 30, 30, 31, 29, 14]))
    assert [(one.first, one.rule, one.above) for one in found] == [
        ("2025-01", "beyond", True),
        ("2025-01", "two_of_three", True),
        ("2025-07", "beyond", False),
    ]


def test_five_points_say_nothing() -> None:
    assert rules([30, 30, 30, 30, 0]) == set()


@pytest.mark.parametrize("point", [Point("m", 0, 12, 3.0), Point("m", 0, 400, 40.0), Point("m", 0, None, 2.5)])
def test_limits_are_exact_at_small_counts_too(point: Point) -> None:
    low, high = control.limits(point)

    def at_most(k: int) -> float:
        if point.people is None:
            return distributions.poisson_at_most(k, point.expected)
        return distributions.binomial_at_most(k, point.people, point.expected / point.people)

    assert at_most(low) >= control.BEYOND_THREE > (at_most(low - 1) if low else 0)
    assert 1 - at_most(high) < control.BEYOND_THREE <= 1 - at_most(high - 1)
    for seen in (low, high):
        assert abs(control.deviation(point._replace(seen=seen))) < 3
    assert control.deviation(point._replace(seen=high + 1)) > 3


def test_young_months_are_held_against_what_their_maturity_expects() -> None:
    months = [(f"2025-{place:02}", 100, 40, 100.0) for place in range(1, 7)] + [("2025-07", 100, 10, 25.0)]
    found = control.of_months(months)
    assert found[-1].expected == pytest.approx(10.0)
    assert control.signals(found) == []
