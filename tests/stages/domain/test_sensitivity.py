from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import given

from stages.domain import sensitivity
from stages.domain.selection import Weighted

PRICE, RECORD = Weighted("price", "Price", Decimal(60)), Weighted("record", "Record", Decimal(40))


def marks(**rows: tuple[int, ...]) -> dict[int, dict[str, Decimal]]:
    """Marks by candidate: a=(5, 2) is candidate 1 with 5 on price and 2 on record."""
    codes = ("price", "record", "cash")
    return {
        "abcd".index(name) + 1: {code: Decimal(mark) for code, mark in zip(codes, row, strict=False)}
        for name, row in rows.items()
    }


def test_places_are_given_as_weighted_and_with_equal_weights() -> None:
    first, second = sensitivity.standings((PRICE, RECORD), marks(a=(5, 2), b=(3, 5)))
    assert (first.candidate, first.total, first.place) == (1, Decimal("76.0"), 1)  # 60 × 5/5 + 40 × 2/5 = 76
    assert (first.equal_total, first.equal_place) == (Decimal("70.0"), 2)
    assert (second.candidate, second.total, second.equal_total, second.equal_place) == (
        2, Decimal("76.0"), Decimal("80.0"), 1,
    )  # fmt: skip
    assert second.place == 1  # 60 × 3/5 + 40 × 5/5 = 76 too: a shared first place


def test_the_smallest_change_is_where_the_rival_draws_level() -> None:
    price, record = sensitivity.turns((PRICE, RECORD), marks(a=(5, 2), b=(4, 3)))
    # the lead is 60 × 1 − 40 × 1 = 20; at a weight of 50 for price the two are level
    assert (price.weight, price.change, price.rival) == (Decimal("50.0"), Decimal("-10.0"), 2)
    assert (record.weight, record.change, record.rival) == (Decimal("50.0"), Decimal("10.0"), 2)


def test_who_is_nowhere_behind_stays_first_whatever_the_weight() -> None:
    turns = sensitivity.turns((PRICE, RECORD), marks(a=(5, 3), b=(4, 3)))
    assert [(turn.weight, turn.rival) for turn in turns] == [(None, None), (None, None)]


def test_one_candidate_or_one_criterion_cannot_turn() -> None:
    assert sensitivity.turns((PRICE, RECORD), marks(a=(5, 3)))[0].rival is None
    only = Weighted("price", "Price", Decimal(100))
    assert sensitivity.turns((only,), marks(a=(5,), b=(3,)))[0].rival is None


def test_candidates_that_are_not_wholly_marked_are_left_out() -> None:
    assert [row.candidate for row in sensitivity.standings((PRICE, RECORD), marks(a=(5, 3), b=(4,)))] == [1]


SCORES = st.tuples(*[st.integers(0, 5)] * 3)
CRITERIA = (*[Weighted(code, code, Decimal(weight)) for code, weight in (("price", 50), ("record", 30), ("cash", 20))],)


def reweighted(code: str, weight: Decimal) -> tuple[Weighted, ...]:
    own = next(row.weight for row in CRITERIA if row.code == code)
    return tuple(
        Weighted(row.code, row.name, weight if row.code == code else row.weight * (100 - weight) / (100 - own))
        for row in CRITERIA
    )


@given(SCORES, SCORES, SCORES)
def test_past_the_turn_the_rival_leads_and_before_it_does_not(
    a: tuple[int, ...], b: tuple[int, ...], c: tuple[int, ...]
) -> None:
    rows = marks(a=a, b=b, c=c)
    winner = sensitivity.standings(CRITERIA, rows)[0].candidate
    for criterion, turn in zip(CRITERIA, sensitivity.turns(CRITERIA, rows), strict=True):
        if turn.weight is None or turn.change is None or not 1 < turn.weight < 99 or not turn.change:
            continue
        step = Decimal("0.2") if turn.change > 0 else Decimal("-0.2")
        beyond = sensitivity.standings(reweighted(criterion.code, turn.weight + step), rows)
        assert next(row for row in beyond if row.candidate == winner).place > 1 or abs(
            beyond[0].total - next(row.total for row in beyond if row.candidate == winner)
        ) <= Decimal("0.1")
        if abs(turn.change) <= Decimal("0.1"):
            continue  # the change is told to a tenth: half of so small a one may lie beyond the turn itself
        half = criterion.weight + turn.change / 2
        before = sensitivity.standings(reweighted(criterion.code, half), rows)
        assert next(row for row in before if row.candidate == winner).place == 1
