"""When reports are due by themselves."""

from datetime import date

import pytest

from dashboards.domain import reports

SET_ON = date(2026, 1, 20)


@pytest.mark.parametrize(
    ("every", "today", "day"),
    [
        ("month", date(2026, 1, 31), None),
        ("month", date(2026, 2, 1), date(2026, 2, 1)),
        ("month", date(2026, 2, 28), date(2026, 2, 1)),
        ("quarter", date(2026, 3, 31), None),
        ("quarter", date(2026, 4, 1), date(2026, 4, 1)),
        ("quarter", date(2026, 6, 30), date(2026, 4, 1)),
        ("quarter", date(2026, 12, 31), date(2026, 10, 1)),
        ("never", date(2026, 12, 31), None),
    ],
)
def test_a_report_is_due_from_the_first_day_of_what_begins_after_the_plan(
    every: str, today: date, day: date | None
) -> None:
    assert reports.due(every, SET_ON, today) == day


@pytest.mark.parametrize(
    ("days", "today", "is_due"),
    [
        (7, date(2026, 3, 2), False),
        (7, date(2026, 3, 3), True),
        (7, date(2026, 3, 10), True),
        (7, date(2026, 3, 11), False),
        (None, date(2026, 3, 10), False),
    ],
)
def test_a_pack_is_due_so_many_days_before_the_meeting_and_on_its_day(
    days: int | None, today: date, *, is_due: bool
) -> None:
    assert reports.pack_is_due(date(2026, 3, 10), days, today) is is_due
