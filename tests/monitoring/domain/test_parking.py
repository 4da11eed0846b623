from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import parking
from monitoring.domain.parking import SegmentRecord


def segment(code: str, people: int, achieved: int, expected: float, informed: bool = True) -> SegmentRecord:
    return SegmentRecord(code, code.title(), people, achieved, expected, informed)


def test_a_segment_far_below_its_own_expectation_while_the_others_meet_theirs_is_parked() -> None:
    found = parking.parked([segment("easy", 1000, 500, 500), segment("hard", 400, 40, 100)])
    assert [one.code for one in found] == ["hard"]
    assert found[0].ratio == 0.4
    assert found[0].low < 0.4 < found[0].high < 0.8
    assert "40 of 400 people" in found[0].reason


def test_the_reason_that_everybody_reads_leaves_small_counts_out() -> None:
    found = parking.parked([segment("easy", 1000, 500, 500), segment("hard", 400, 4, 100)], 5)
    assert "4 of 400" not in found[0].reason
    assert "4% of what the others did" in found[0].reason


def test_a_harder_segment_that_meets_its_own_lower_expectation_is_not_parked() -> None:
    assert parking.parked([segment("easy", 1000, 500, 500), segment("hard", 400, 100, 100)]) == []


def test_when_every_segment_is_low_alike_none_is_parked() -> None:
    assert parking.parked([segment("easy", 1000, 250, 500), segment("hard", 400, 50, 100)]) == []


def test_a_segment_of_fewer_than_30_people_is_not_judged() -> None:
    assert parking.parked([segment("easy", 1000, 500, 500), segment("hard", 29, 0, 15)]) == []


def test_without_a_baseline_of_its_own_a_segment_must_be_below_half() -> None:
    at_60_per_cent = segment("hard", 1000, 300, 500, informed=False)
    assert parking.parked([segment("easy", 1000, 500, 500), at_60_per_cent]) == []
    at_20_per_cent = segment("hard", 1000, 100, 500, informed=False)
    assert [one.code for one in parking.parked([segment("easy", 1000, 500, 500), at_20_per_cent])] == ["hard"]


def test_one_segment_alone_cannot_be_parked() -> None:
    assert parking.parked([segment("all", 1000, 0, 500)]) == []
    assert parking.parked([]) == []


@given(st.integers(30, 2000), st.floats(0.05, 0.9), st.integers(30, 2000), st.floats(0.05, 0.9))
def test_segments_that_achieve_what_was_expected_are_never_parked(n: int, p: float, m: int, q: float) -> None:
    records = [segment("one", n, round(n * p), n * p), segment("two", m, round(m * q), m * q)]
    assert parking.parked(records) == []
