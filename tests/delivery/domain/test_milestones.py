from datetime import date

import pytest

from delivery.domain.milestones import AHEAD, DUE, LATE, REACHED, Step

PLANNED, TODAY = date(2026, 3, 1), date(2026, 3, 11)


@pytest.mark.parametrize(
    ("step", "state", "slippage"),
    [
        (Step(PLANNED, reached_on=date(2026, 2, 27)), REACHED, -2),
        (Step(PLANNED, reached_on=date(2026, 3, 5)), REACHED, 4),
        (Step(PLANNED), LATE, 10),
        (Step(PLANNED, expected_on=date(2026, 4, 1)), LATE, 31),
        (Step(PLANNED, expected_on=date(2026, 3, 4)), LATE, 10),
        (Step(date(2026, 4, 1)), DUE, 0),
        (Step(date(2026, 9, 1)), AHEAD, 0),
        (Step(date(2026, 9, 1), expected_on=date(2026, 10, 1)), LATE, 30),
        (Step(date(2026, 9, 1), expected_on=date(2026, 8, 1)), AHEAD, -31),
    ],
)
def test_slippage_is_told_against_the_plan(step: Step, state: str, slippage: int) -> None:
    assert (step.state(TODAY), step.slippage(TODAY)) == (state, slippage)


def test_what_is_late_needs_a_reason() -> None:
    assert Step(PLANNED).lacks_a_reason(TODAY)
    assert not Step(PLANNED, why="The lease was signed late.").lacks_a_reason(TODAY)
    assert not Step(PLANNED, reached_on=PLANNED).lacks_a_reason(TODAY)
