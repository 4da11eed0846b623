from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain.series import Cumulative, PerPeriod, by_month

numbers = st.lists(st.integers(0, 10_000), max_size=30)


def series(found: list[int]) -> PerPeriod:
    return PerPeriod(tuple(f"p{place}" for place in range(len(found))), tuple(found))


@given(numbers)
def test_adding_up_and_taking_apart_again_changes_nothing(found: list[int]) -> None:
    one = series(found)
    assert one.cumulate().per_period() == one
    assert one.cumulate().at_end() == one.total() == sum(found)


@given(numbers, st.integers(0, 40))
def test_a_window_holds_the_latest_periods_and_its_total_is_the_difference_of_numbers_so_far(
    found: list[int], periods: int
) -> None:
    one = series(found)
    window = one.latest(periods)
    assert window.labels == one.labels[len(one.labels) - len(window.labels) :]
    before = one.cumulate().at_end() - window.total()
    assert before == sum(found[: len(found) - len(window.labels)])


@given(numbers)
def test_what_was_counted_so_far_never_falls(found: list[int]) -> None:
    so_far = series(found).cumulate().so_far
    assert list(so_far) == sorted(so_far)


def test_a_number_so_far_is_never_taken_for_one_of_a_period() -> None:
    one = series([1, 2])
    assert not isinstance(one.cumulate(), PerPeriod)
    with pytest.raises(TypeError):
        one + one.cumulate()  # type: ignore[operator]
    with pytest.raises(ValueError, match="cannot fall"):
        Cumulative(("a", "b"), (3, 2))
    with pytest.raises(ValueError, match="different periods"):
        one + PerPeriod(("x", "y"), (1, 2))


@given(st.lists(st.dates(date(2024, 1, 1), date(2026, 7, 31)), min_size=1), st.sampled_from([1, 3, 12]))
def test_windows_are_calendar_months_and_all_of_them_are_everything(days: list[date], months: int) -> None:
    last = date(2026, 7, 31)
    counted = Counter(f"{day:%Y-%m}" for day in days)
    found = by_month(counted, min(counted), last)
    assert found.total() == found.cumulate().at_end() == len(days)
    number = 12 * last.year + last.month - months
    inside = [day for day in days if 12 * day.year + day.month > number]
    assert found.latest(months).total() == len(inside)
    assert len(found.latest(months).labels) <= months
