import pytest

from stages.domain.purpose import several_aims


@pytest.mark.parametrize(
    "aim",
    [
        "Help people who sleep rough into a home that they keep.",
        "Fewer children and young people in custody.",
        "Long-term unemployed people in Leeds and Bradford are in lasting work.",
    ],
)
def test_one_aim_is_not_warned_of(aim: str) -> None:
    assert several_aims(aim) == []


@pytest.mark.parametrize(
    "aim",
    [
        "To cut reoffending and to improve health.",
        "Reduce rough sleeping; raise employment.",
        "More jobs as well as better health.",
        "- jobs\n- homes\n- health",
        "People find work. They keep it. They also find homes.",
        "Help " + "very " * 70 + "many people.",
    ],
)
def test_several_aims_are_warned_of(aim: str) -> None:
    assert several_aims(aim)
