from datetime import date, timedelta

import pytest

from expertbody.domain import body_actions

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(("days", "state"), [(8, "to_come"), (7, "soon"), (0, "soon"), (-1, "overdue")])
def test_an_action_is_due_soon_in_the_week_before_its_day_and_overdue_after_it(days: int, state: str) -> None:
    assert body_actions.state(TODAY + timedelta(days=days), is_done=False, today=TODAY) == state
    assert body_actions.state(TODAY + timedelta(days=days), is_done=True, today=TODAY) == "done"
