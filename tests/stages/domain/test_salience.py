import hypothesis.strategies as st
import pytest
from hypothesis import given

from stages.domain import salience

LEVEL = st.integers(0, 3)


@pytest.mark.parametrize(
    ("scores", "name"),
    [
        ((3, 0, 1), "Dormant"),
        ((1, 2, 0), "Discretionary"),
        ((0, 1, 3), "Demanding"),
        ((2, 2, 1), "Dominant"),
        ((2, 1, 2), "Dangerous"),
        ((0, 3, 2), "Dependent"),
        ((2, 2, 2), "Definitive"),
        ((1, 1, 1), "Not a stakeholder"),
    ],
)
def test_the_class_follows_from_the_attributes_scored_2_or_more(scores: tuple[int, int, int], name: str) -> None:
    assert salience.classify(*scores).name == name


@given(power=LEVEL, legitimacy=LEVEL, urgency=LEVEL)
def test_the_class_counts_the_attributes_held(power: int, legitimacy: int, urgency: int) -> None:
    held = sum(score >= 2 for score in (power, legitimacy, urgency))
    assert salience.classify(power, legitimacy, urgency).attributes == held


@pytest.mark.parametrize(
    ("power", "interest", "advice"),
    [(3, 2, "Manage closely"), (2, 1, "Keep satisfied"), (1, 3, "Keep informed"), (0, 0, "Monitor")],
)
def test_the_power_and_interest_grid(power: int, interest: int, advice: str) -> None:
    assert salience.quadrant(power, interest) == advice
