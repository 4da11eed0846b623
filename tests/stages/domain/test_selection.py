from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given

from stages.domain import selection
from stages.domain.selection import Given, Weighted

CRITERIA = (Weighted("price", "Price", Decimal(60)), Weighted("record", "Record", Decimal(40)))


def test_the_total_weighs_the_means_of_the_assessors() -> None:
    scores = [Given(1, "price", 7, 5), Given(1, "price", 8, 4), Given(1, "record", 7, 2)]
    [row] = selection.ranking([1], CRITERIA, scores)
    assert row.marks == {"price": Decimal("4.50"), "record": Decimal("2.00")}
    assert row.total == Decimal("70.0")  # 60 × 4.5/5 + 40 × 2/5
    assert (row.place, row.missing, row.assessors) == (1, (), 2)


def test_missing_scores_give_a_range_and_no_place() -> None:
    [row] = selection.ranking([1], CRITERIA, [Given(1, "price", 7, 5)])
    assert (row.low, row.high, row.total) == (Decimal("60.0"), Decimal("100.0"), Decimal("100.0"))
    assert (row.place, row.missing) == (None, ("record",))


def test_equal_totals_share_a_place_and_the_unscored_come_last() -> None:
    scores = [Given(who, code, 7, 3) for who in (1, 2) for code in ("price", "record")]
    scores += [Given(4, code, 7, 1) for code in ("price", "record")]
    places = [(row.candidate, row.place) for row in selection.ranking([3, 1, 2, 4], CRITERIA, scores)]
    assert places == [(1, 1), (2, 1), (4, 3), (3, None)]


@given(st.dictionaries(st.tuples(st.integers(1, 4), st.sampled_from(["price", "record"])), st.integers(0, 5)))
def test_totals_lie_between_low_and_high_and_places_follow_totals(known: dict[tuple[int, str], int]) -> None:
    rows = selection.ranking(range(1, 5), CRITERIA, [Given(who, code, 7, s) for (who, code), s in known.items()])
    assert sorted(row.candidate for row in rows) == [1, 2, 3, 4]
    for row in rows:
        assert 0 <= row.low <= row.high <= 100
        assert row.missing or row.low == row.high == row.total
    placed = [row for row in rows if row.place]
    assert placed == rows[: len(placed)]
    assert [row.total for row in placed] == sorted((row.total for row in placed), reverse=True)


@pytest.mark.parametrize("stage", [2, 3])
def test_the_criteria_of_the_framework_sum_to_100(stage: int) -> None:
    assert selection.weights_problem([row.weight for row in selection.DEFAULTS[stage]]) == ""


@pytest.mark.parametrize(
    ("weights", "words"),
    [([], "at least one"), (["0", "100"], "more than 0"), (["60", "30"], "sum to 90"), (["101"], "at most 100")],
)
def test_weights_that_cannot_stand_say_why(weights: list[str], words: str) -> None:
    assert words in selection.weights_problem([Decimal(weight) for weight in weights])
