"""What a table that is counted anew tells beside itself as it was told before."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from delivery.domain import movements, suppression
from delivery.domain.suppression import EVERYTHING, Figure, Kind, Place, Rule
from tests.delivery import attacks

RULE = Rule()
ROWS, COLUMNS = ("northway", "southway", "westway"), ("young", "other")
CELLS = list(itertools.product(ROWS, COLUMNS))
Cells = dict[tuple[str, str], Figure]


def cells() -> st.SearchStrategy[Cells]:
    figure = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Figure(max(pair), min(pair)))
    return st.fixed_dictionaries(dict.fromkeys(CELLS, figure))


def more() -> st.SearchStrategy[Cells]:
    figure = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda pair: Figure(max(pair), min(pair)))
    return st.fixed_dictionaries({cell: st.one_of(st.just(Figure(0, 0)), figure) for cell in CELLS})


def added(one: Cells, other: Cells) -> dict[Place, Figure]:
    return suppression.with_totals({cell: one[cell] + other[cell] for cell in one})


@given(cells(), more())
def test_from_what_is_not_hidden_nobody_learns_that_a_few_have_come(before: Cells, come: Cells) -> None:
    """Even if they know the whole of the earlier table, and that people are only ever added."""
    earlier, later = suppression.with_totals(before), added(before, come)
    hidden = movements.hidden_places(earlier, later, RULE, Kind.SHARE)
    moved = suppression.with_totals(come)
    parts = Kind.EVENTS.parts
    known = {
        place: {name: float(number) for name, number in parts(figure).items()}
        for place, figure in moved.items()
        if place not in hidden
    }
    for place, name in itertools.product(moved, ("people", "achieved")):
        if RULE.is_small(parts(moved[place])[name]):
            _least, most = attacks.bounds(CELLS, known, place, [name], ("people", "achieved"))
            assert most >= RULE.threshold - 1e-6


@given(cells(), more())
def test_a_table_may_follow_where_its_whole_has_not_moved_by_a_few(before: Cells, come: Cells) -> None:
    earlier, later = suppression.with_totals(before), added(before, come)
    whole = sum(come.values(), Figure(0, 0))
    few = any(RULE.is_small(number) for number in (whole.people, whole.achieved, abs(whole.people - whole.achieved)))
    may = movements.may_follow(earlier, later, RULE, Kind.SHARE)
    assert not (may and few)
    if may:
        assert EVERYTHING not in movements.hidden_places(earlier, later, RULE, Kind.SHARE)


@given(cells())
def test_a_table_that_has_not_moved_may_follow_and_hides_nothing_more(before: Cells) -> None:
    table = suppression.with_totals(before)
    assert movements.may_follow(table, table, RULE, Kind.SHARE)
    assert movements.hidden_places(table, table, RULE, Kind.SHARE) == frozenset()


def test_of_an_empty_table_that_fills_up_the_whole_is_told_though_one_agent_has_few() -> None:
    """Were every figure to have moved by more than a few, such a table would never be told again."""
    nothing = suppression.with_totals(dict.fromkeys(CELLS, Figure(0, 0)))
    filled = {cell: Figure(60, 20) for cell in CELLS} | {("westway", "other"): Figure(12, 3)}
    later = suppression.with_totals(filled)
    assert movements.may_follow(nothing, later, RULE, Kind.SHARE)
    hidden = movements.hidden_places(nothing, later, RULE, Kind.SHARE)
    assert ("westway", "other") in hidden
    assert len(hidden) < len(later) / 2


def test_people_taken_back_count_like_people_who_came() -> None:
    before = dict.fromkeys(CELLS, Figure(60, 20))
    taken = before | {("northway", "young"): Figure(60, 17)}
    assert not movements.may_follow(suppression.with_totals(before), suppression.with_totals(taken), RULE, Kind.SHARE)


def test_what_was_hidden_is_shown_again_once_enough_have_come_there_and_elsewhere() -> None:
    before = dict.fromkeys(CELLS, Figure(60, 20)) | {("northway", "young"): Figure(60, 3)}
    hidden, small = [("northway", "young"), ("northway", None)], ("achieved",)
    come = {cell: Figure(0, 0) for cell in CELLS} | {("northway", "young"): Figure(0, 9)}
    alone = movements.still_hidden(suppression.with_totals(before), added(before, come), hidden, small, RULE)
    assert alone == {("northway", "young"), ("northway", None)}
    with_others = come | {cell: Figure(0, 7) for cell in (("northway", "other"), ("southway", "young"))}
    assert not movements.still_hidden(suppression.with_totals(before), added(before, with_others), hidden, small, RULE)
