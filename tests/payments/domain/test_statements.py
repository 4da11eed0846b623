"""Lines, payers, and what may be shown to people who may not see rows."""

import json
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from payments.domain import statements
from payments.domain.statements import Line

pennies = st.integers(-10_000_000, 10_000_000).map(lambda number: Decimal(number).scaleb(-2))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    gross, deadweight, cap = draw(pennies), draw(pennies), draw(pennies)
    return Line(
        kind=draw(st.sampled_from(["payment", "adjustment"])), rule="job", outcome="job",
        segment=draw(st.sampled_from(["easy", "hard"])), version=draw(st.sampled_from([1, 2])),
        unit_amount=draw(pennies), count=draw(st.integers(-20, 60)), gross=gross, deadweight=deadweight, cap=cap,
        net=gross - deadweight - cap,
    )  # fmt: skip


@st.composite
def shares(draw: st.DrawFn) -> list[tuple[str, Fraction]]:
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    return [(f"payer-{place}", Fraction(weight, sum(weights))) for place, weight in enumerate(weights)]


@given(st.lists(lines(), max_size=8), shares(), shares())
def test_what_the_payers_bear_adds_up_to_the_total(
    found: list[Line], first: list[tuple[str, Fraction]], second: list[tuple[str, Fraction]]
) -> None:
    borne = statements.payers(found, {1: first, 2: second})
    assert sum((amount for _, amount in borne), Decimal(0)) == statements.total(found)
    assert len({code for code, _ in borne}) == len(borne)


@given(lines())
def test_a_frozen_line_is_read_back_as_it_was(line: Line) -> None:
    assert statements.from_document(json.loads(json.dumps(line.document()))) == line


def test_a_unit_amount_shows_two_decimals_or_as_many_as_it_has() -> None:
    assert [statements.price(Decimal(text)) for text in ("1200.0000", "0.1250", "3")] == ["1200.00", "0.125", "3.00"]


def key(line: Line) -> tuple[object, ...]:
    """What no two lines of a statement share."""
    return line.kind, line.segment, line.version, line.unit_amount


@given(st.lists(lines(), max_size=8, unique_by=key), st.integers(1, 12))
def test_no_small_count_is_shown_or_can_be_worked_out(found: list[Line], threshold: int) -> None:
    shown = statements.shown_above(found, threshold)
    assert all(abs(line.count) >= threshold for line in shown.lines)
    others = [line for line in found if line not in shown.lines]
    if shown.others is None:
        assert not others
    else:
        assert shown.others.net == statements.total(found) - statements.total(shown.lines)
        joined = sum(abs(line.count) for line in others)
        assert joined >= threshold or not shown.lines


def test_without_a_threshold_every_line_is_shown() -> None:
    line = Line("payment", "job", "job", "easy", 1, Decimal(1), 1, Decimal(1), Decimal(0), Decimal(0), Decimal(1))
    assert statements.shown_above([line], 0) == statements.Shown([line], None)
