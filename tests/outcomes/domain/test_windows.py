"""When rows of a period are taken, for one agent."""

from datetime import date

import pytest

from outcomes.domain import windows
from outcomes.domain.windows import Standing

PERIOD = Standing("2025-q1", date(2025, 1, 1), date(2025, 3, 31))
WINDOW = Standing("2025-q1", date(2025, 1, 1), date(2025, 3, 31), date(2025, 1, 15), date(2025, 4, 20))
CLOSED = Standing("2025-q1", date(2025, 1, 1), date(2025, 3, 31), closed_on=date(2025, 5, 1))
LATE = Standing(
    "2025-q1", date(2025, 1, 1), date(2025, 3, 31), closed_on=date(2025, 5, 1), late_until=date(2025, 6, 30)
)


@pytest.mark.parametrize(
    ("period", "today", "code"),
    [
        (PERIOD, date(2030, 1, 1), None),
        (WINDOW, date(2025, 1, 14), "window_not_open"),
        (WINDOW, date(2025, 1, 15), None),
        (WINDOW, date(2025, 4, 20), None),
        (WINDOW, date(2025, 4, 21), "window_over"),
        (CLOSED, date(2025, 5, 1), "period_closed"),
        (LATE, date(2025, 6, 30), None),
        (LATE, date(2025, 7, 1), "period_closed"),
    ],
)
def test_rows_are_taken_in_the_window_unless_the_period_is_closed_or_an_exception_names_the_agent(
    period: Standing, today: date, code: str | None
) -> None:
    found = windows.refusals([period], today)
    assert [one.code for one in found] == ([code] if code else [])
