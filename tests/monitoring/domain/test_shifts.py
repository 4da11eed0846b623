"""One shift of a control chart is one matter, whatever rules it breaks and however the average moves."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import control, shifts
from monitoring.domain.control import Point
from monitoring.domain.shifts import Shift, Told

NUMBERS = st.lists(st.integers(0, 100), min_size=0, max_size=40)


def points(numbers: list[int], expected: float = 30.0) -> list[Point]:
    return [Point(f"m{place:02}", number, 100, expected) for place, number in enumerate(numbers, 1)]


def averaged(numbers: list[int]) -> list[Point]:
    return control.of_months([(f"m{place:02}", 100, seen, 100.0) for place, seen in enumerate(numbers, 1)])


def place(label: str) -> int:
    return int(label[1:])


@given(NUMBERS)
def test_every_signal_is_in_exactly_one_shift_and_shifts_of_a_side_never_meet(numbers: list[int]) -> None:
    chart = averaged(numbers)
    found = shifts.of(chart)
    inside = [signal for shift in found for signal in shift.signals]
    assert sorted(inside, key=repr) == sorted(control.signals(chart), key=repr)
    for shift in found:
        assert all(signal.above == shift.above for signal in shift.signals)
        assert all(place(shift.first) <= place(one.first) <= place(one.until) <= place(shift.last) for one in inside
                   if one in shift.signals)  # fmt: skip
    for above in (False, True):
        of_side = [shift for shift in found if shift.above == above]
        assert all(place(one.last) + 1 < place(after.first) for one, after in pairwise(of_side))


@given(NUMBERS)
def test_what_was_told_is_known_again_by_the_subjects_of_its_flags_and_by_those_of_old(numbers: list[int]) -> None:
    chart = averaged(numbers)
    for shift in shifts.of(chart):
        told = [shifts.told(shift.subject("job-rate"), above=not shift.above)]
        of_old = [
            shifts.told(f"job-rate · {signal.rule} · {signal.first}", above=signal.above) for signal in shift.signals
        ]
        for before in (told, *([one] for one in of_old)):
            assert shifts.was_told(shift, before, chart)


def test_one_signal_is_one_shift() -> None:
    (shift,) = shifts.of(points([30, 31, 29, 30, 31, 14]))
    assert (shift.first, shift.last, shift.side) == ("m06", "m06", "below")
    assert shift.subject("job-rate") == "job-rate · below · m06"
    assert shift.why("month") == "at least one month lies more than three standard deviations below it"


def test_rules_that_one_stretch_breaks_are_one_shift_with_the_strongest_first() -> None:
    (shift,) = shifts.of(points([30, 29, 31, 30, 20, 19, 20, 14, 20, 20, 20, 20]))
    assert {one.rule for one in shift.signals} == {"beyond", "two_of_three", "four_of_five", "eight"}
    assert shift.subject("job-rate") == "job-rate · below · m05 to m12"
    assert shift.why("month") == (
        "at least one month lies more than three standard deviations below it, two of three more than two, "
        "four of five more than one and at least eight in a row lie below it"
    )


def test_a_shift_goes_on_as_long_as_its_rule_stays_broken() -> None:
    (shift,) = shifts.of(points([31] * 12))
    assert (shift.first, shift.last, len(shift.signals)) == ("m01", "m12", 1)
    assert shift.why("period") == "at least eight periods in a row lie above it"
    assert shift.signals[0].last == "m08"


def test_sides_are_shifts_of_their_own_even_where_one_follows_the_other() -> None:
    found = shifts.of(points([31] * 8 + [29] * 8))
    assert [(one.side, one.first, one.last) for one in found] == [("above", "m01", "m08"), ("below", "m09", "m16")]
    told = [shifts.told("job-rate · above · m01 to m08", above=True)]
    assert [shifts.was_told(one, told, points([31] * 16)) for one in found] == [True, False]


CHART = points([30] * 20)


@pytest.mark.parametrize(
    ("told", "was_told"),
    [
        (Told(False, "m05", "m08"), True),
        (Told(False, "m12", "m15"), True),
        (Told(False, "m06", "m06"), True),
        (Told(False, "m05", "m06"), True),
        (Told(False, "m05", "m05"), False),
        (Told(False, "m14", "m20"), False),
        (Told(True, "m07", "m12"), False),
        (Told(False, "m04", None, fewest=4), True),
        (Told(False, "m04", None, fewest=1), False),
        (Told(False, "gone", "m08"), True),
        (Told(False, "gone", "gone"), False),
        (Told(False, "gone", None, fewest=8), False),
    ],
)
def test_a_shift_was_told_if_one_of_the_same_side_meets_it(told: Told, was_told: bool) -> None:
    shift = Shift("m07", "m12", above=False, signals=())
    assert shifts.was_told(shift, [told], CHART) is was_told
