import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import maturity

POINTS = [{"days": 182, "share": "0.5"}, {"days": 365, "share": "1"}, {"days": 90, "share": "0"}]


@pytest.mark.parametrize(
    ("days", "share"), [(-5, 0), (0, 0), (89, 0), (90, 0), (136, 0.25), (182, 0.5), (365, 1), (900, 1)]
)
def test_the_curve_joins_its_points_by_straight_lines(days: int, share: float) -> None:
    assert maturity.curve(POINTS, 400).share(days) == pytest.approx(share)


def test_a_curve_rises_from_nought_on_the_first_day_to_its_first_point() -> None:
    assert maturity.curve([{"days": 100, "share": "1"}], None).share(25) == pytest.approx(0.25)
    assert maturity.curve([{"days": 100, "share": "0.5"}, {"days": 200, "share": "1"}], None).share(50) == 0.25


def test_a_target_without_a_curve_expects_its_level_when_the_window_closes() -> None:
    step = maturity.curve([], 365)
    assert (step.share(364), step.share(365)) == (0, 1)
    assert maturity.curve([], None).share(0) == 1


def test_follow_up_ends_with_the_window_or_the_last_point() -> None:
    assert maturity.curve(POINTS, 400).finished(401)
    assert not maturity.curve(POINTS, 400).finished(400)
    assert maturity.curve(POINTS, None).finished(366)
    assert not maturity.curve([], None).finished(100_000)


@given(st.lists(st.integers(0, 800), min_size=1, max_size=6, unique=True), st.data())
def test_the_share_never_falls_and_stays_between_nought_and_one(days: list[int], data: st.DataObject) -> None:
    shares = sorted(data.draw(st.lists(st.floats(0, 1), min_size=len(days), max_size=len(days))))
    points = [{"days": day, "share": str(share)} for day, share in zip(sorted(days), shares, strict=True)]
    curve = maturity.curve(points, None)
    seen = [curve.share(day) for day in range(0, 900, 7)]
    assert all(0 <= share <= 1 for share in seen)
    assert all(later >= earlier - 1e-12 for earlier, later in itertools.pairwise(seen))


def test_a_curve_is_estimated_from_what_closed_cohorts_did() -> None:
    seen = [(30.0, 10, 40), (60.0, 20, 40), (91.0, 38, 40), (180.0, 40, 40)]
    found = maturity.estimated(seen, 180)
    assert found is not None
    assert found.points == ((0, 0.0), (30, 0.25), (60, 0.5), (90, 0.95), (180, 1.0))
    assert found.finished(181)


def test_few_closed_cohorts_give_no_curve_and_an_estimated_one_never_falls() -> None:
    assert maturity.estimated([(30.0, 10, 29)], 180) is None
    found = maturity.estimated([(30.0, 30, 40), (60.0, 20, 40)], 180)
    assert found is not None
    assert [share for _day, share in found.points] == [0.0, 0.75, 0.75, 1.0]
