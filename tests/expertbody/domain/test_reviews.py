from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from expertbody.domain import reviews

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert reviews.months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert reviews.months_later(date(2026, 11, 15), 3) == date(2027, 2, 15)


def test_a_late_review_does_not_shift_the_rhythm() -> None:
    assert reviews.next_due(date(2026, 3, 1), 12, date(2026, 6, 9)) == date(2027, 3, 1)
    assert reviews.next_due(date(2026, 3, 1), 12, date(2028, 6, 9)) == date(2029, 3, 1)


@given(DAYS, st.integers(1, 60), DAYS)
def test_the_next_review_is_after_the_one_held_and_within_one_interval_of_both(
    due: date, months: int, held: date
) -> None:
    following = reviews.next_due(due, months, held)
    assert following > held
    assert following > due
    assert following <= reviews.months_later(max(due, held), months)
