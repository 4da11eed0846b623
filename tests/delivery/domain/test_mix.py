"""Shares of starts by segment: what is compared, and what is withheld."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from delivery.domain import mix
from delivery.domain.mix import Planned

PLAN = [Planned("young", "Young", Decimal("0.6")), Planned("old", "Older", Decimal("0.4"))]


def test_a_share_is_compared_with_the_plan() -> None:
    young, old = mix.lines(PLAN, {"young": 70, "old": 30}, 5)
    assert (young.share, young.difference) == (Decimal("0.7"), Decimal("0.1"))
    assert young.is_off(Decimal(5))
    assert not young.is_off(Decimal(10))
    assert not old.is_off(None)


def test_a_segment_that_nobody_planned_is_shown_without_a_difference() -> None:
    found = mix.lines(PLAN, {"young": 10, "old": 10, "": 20}, 0)
    assert [(line.name, line.difference) for line in found][2] == ("No segment", None)


def test_nobody_has_started() -> None:
    assert [line.people for line in mix.lines(PLAN, {}, 5)] == [0, 0]
    assert [line.share for line in mix.lines(PLAN, {}, 5)] == [None, None]


def test_a_small_count_cannot_be_worked_out_from_the_total() -> None:
    assert [line.people for line in mix.lines(PLAN, {"young": 97, "old": 3}, 5)] == [None, None]


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1), st.integers(1, 12))
def test_what_is_withheld_is_never_one_small_figure(counts: dict[str, int], threshold: int) -> None:
    plan = [Planned(code, code, None) for code in counts]
    shown = {line.name: line.people for line in mix.lines(plan, counts, threshold)}
    withheld = [counts[code] for code, people in shown.items() if people is None]
    assert all(people == 0 or people >= threshold for people in shown.values() if people is not None)
    everything = all(people in {None, 0} for people in shown.values())
    assert not withheld or everything or (len(withheld) > 1 and sum(withheld) >= threshold)
