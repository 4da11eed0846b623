import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import reliable_change
from monitoring.domain.reliable_change import Kind, Moved, Scale


def test_the_threshold_is_1_96_times_the_error_of_a_difference() -> None:
    scale = Scale(spread=10, reliability=0.96)
    assert scale.error == pytest.approx(2.0)
    assert scale.threshold() == pytest.approx(1.959963985 * math.sqrt(2) * 2)
    assert round(scale.threshold(), 2) == 5.54


@given(st.floats(0.5, 40), st.floats(0, 0.99), st.floats(0, 100), st.floats(0, 100))
def test_a_scale_turned_round_turns_improvement_into_its_opposite(
    spread: float, reliability: float, before: float, after: float
) -> None:
    kinds = {Kind.IMPROVED: Kind.WORSE, Kind.WORSE: Kind.IMPROVED, Kind.UNCHANGED: Kind.UNCHANGED}
    up, down = Scale(spread, reliability), Scale(spread, reliability, higher_is_better=False)
    assert down.kind(before, after) == kinds[up.kind(before, after)]


def test_a_movement_within_the_error_of_the_scale_is_no_change() -> None:
    scale = Scale(spread=10, reliability=0.96)
    assert [scale.kind(40, after) for after in (46, 45, 35, 34)] == [
        Kind.IMPROVED, Kind.UNCHANGED, Kind.UNCHANGED, Kind.WORSE,
    ]  # fmt: skip


def test_people_without_a_second_score_are_not_counted_as_unchanged() -> None:
    scale = Scale(spread=10, reliability=0.96)
    found = reliable_change.moved(scale, [(40, 60), (40, 41), (40, 20), (40, None), (40, 55)])
    assert found == Moved(2, 1, 1, 1)
    assert (found.measured, found.net) == (4, 0.25)
    assert Moved(0, 0, 0, 3).net == 0


def test_the_crossing_lies_nearer_to_the_narrower_population() -> None:
    assert reliable_change.crossing(20, 5, 40, 5) == 30
    assert reliable_change.crossing(20, 10, 40, 5) == pytest.approx(100 / 3)


def test_a_scale_without_a_spread_is_refused() -> None:
    with pytest.raises(ValueError, match="spread above nought"):
        Scale(0, 0.9)
    with pytest.raises(ValueError, match="spread above nought"):
        Scale(5, 1)
