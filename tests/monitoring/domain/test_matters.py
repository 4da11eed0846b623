"""Flags of one matter are one row, and what stands comes before what is gone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import matters
from monitoring.domain.matters import Sign

PERIODS = list(range(1, 9))
LAST = date(2026, 3, 31)


def ended(period: int) -> date:
    return LAST - timedelta(days=91 * (PERIODS[-1] - period))


def sign(key: int, kind: str, subject: str, period: int, weight: int = 1, *, above: bool = False) -> Sign:
    return Sign(key, kind, subject, period, ended(period), weight, above)


def of(*signs: Sign, gone: tuple[int, ...] = ()) -> list[matters.Matter]:
    return matters.of(signs, PERIODS, LAST, gone)


SIGNS = st.builds(
    sign,
    key=st.integers(1, 10_000),
    kind=st.sampled_from(["off_track", "forecast", "signal", "parking", "waiting"]),
    subject=st.sampled_from(["a", "b", "c"]),
    period=st.sampled_from(PERIODS),
    weight=st.integers(0, 3),
    above=st.booleans(),
)


@given(st.lists(SIGNS, unique_by=lambda one: one.key), st.sets(st.integers(1, 10_000)))
def test_every_flag_is_in_exactly_one_matter_and_its_latest_comes_first(signs: list[Sign], gone: set[int]) -> None:
    found = matters.of(signs, PERIODS, LAST, gone)
    assert sorted(one.key for matter in found for one in matter.signs) == sorted(one.key for one in signs)
    assert len({matter.latest.matter for matter in found}) == len(found)
    for matter in found:
        assert {one.matter for one in matter.signs} == {matter.latest.matter}
        assert matter.latest.ends_on == max(one.ends_on for one in matter.signs)
        assert matter.stands == (matter.latest.period == PERIODS[-1] and matter.latest.key not in gone)
    assert [matter.stands for matter in found] == sorted((matter.stands for matter in found), reverse=True)


def test_a_target_is_one_matter_whether_it_is_off_track_or_likely_to_be() -> None:
    (matter,) = of(sign(1, "off_track", "job", 7, 2), sign(2, "forecast", "job", 8), sign(3, "off_track", "job", 5, 3))
    assert [one.key for one in matter.signs] == [2, 1, 3]
    assert (matter.running, matter.since) == (2, 7)


def test_signals_of_a_chart_are_a_matter_by_side_with_the_latest_shift_first() -> None:
    below = [sign(1, "signal", "job · below · 2025-01", 6), sign(2, "signal", "job · beyond · 2025-04", 6)]
    above = sign(3, "signal", "job · above · 2025-05", 6, above=True)
    found = of(*below, above)
    assert [[one.key for one in matter.signs] for matter in found] == [[3], [2, 1]]


def test_the_worst_that_stands_comes_first_then_what_runs_longest_then_what_ended_last() -> None:
    found = of(
        sign(1, "late_data", "north", 8, 0),
        sign(2, "off_track", "job", 8, 3),
        sign(3, "waiting", "north", 8),
        sign(4, "waiting", "south", 8),
        sign(5, "waiting", "south", 7),
        sign(6, "off_track", "home", 7, 3),
        sign(7, "parking", "young · job", 6, 0),
        sign(8, "forecast", "gone", 8, 1),
        sign(9, "signal", "job · above · 2025-04", 8, 0, above=True),
        gone=(8,),
    )
    assert [matter.latest.key for matter in found] == [2, 4, 3, 1, 9, 8, 6, 7]
    assert [matter.stands for matter in found] == [True] * 5 + [False] * 3


def test_nothing_stands_where_nothing_was_judged() -> None:
    (matter,) = matters.of([sign(1, "late_data", "north", 8)], PERIODS, None, ())
    assert not matter.stands
