"""Reads what a contract rests on from its document."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import TypeVar

from contracts.domain.assumptions import (
    ARRANGEMENTS,
    Assumptions,
    CheckingCost,
    ExpectedCost,
    ExpectedFailure,
    ExpectedLag,
    ExpectedRate,
    Range,
)
from contracts.domain.problems import Reader

One = TypeVar("One")
MOST_STARTS = Decimal(100_000_000)
MOST_POUNDS = Decimal("999999999.99")
NOUGHT = Decimal(0)
Bounds = tuple[Decimal, int]
STARTS: Bounds = (MOST_STARTS, 0)
SHARE: Bounds = (Decimal(1), 6)
POUNDS: Bounds = (MOST_POUNDS, 2)
DAYS: Bounds = (Decimal(3_650), 0)


def read(reader: Reader, *, outcomes: Collection[str], segments: Collection[str]) -> Assumptions:
    """The assumptions; every outcome and segment that they name must be one of the contract's."""

    def known(inner: Reader, key: str, codes: Collection[str], what: str, *, required: bool) -> str:
        code = inner.code(key, required=required)
        if code and code not in codes:
            inner.note(
                key, "unknown_reference", f"There is no {what} “{code}” in this version. Name one that there is."
            )
        return code

    def outcome(inner: Reader, *, required: bool = True) -> str:
        return known(inner, "outcome", outcomes, "outcome", required=required)

    def segment(inner: Reader) -> str | None:
        return known(inner, "segment", segments, "segment", required=False) or None

    def rate(inner: Reader) -> ExpectedRate:
        return ExpectedRate(outcome(inner), segment(inner), figures(inner, SHARE))

    def cost(inner: Reader) -> ExpectedCost:
        return ExpectedCost(segment(inner), figures(inner, POUNDS))

    def checking(inner: Reader) -> CheckingCost:
        return CheckingCost(outcome(inner), inner.money("amount") or NOUGHT, inner.text("source"))

    def lag(inner: Reader) -> ExpectedLag:
        return ExpectedLag(outcome(inner), figures(inner, DAYS))

    def failure(inner: Reader) -> ExpectedFailure:
        return ExpectedFailure(outcome(inner, required=False) or None, figures(inner, SHARE))

    starts = None
    if reader.raw("starts") is not None:
        inner = reader.inner("starts")
        starts = figures(inner, STARTS)
        inner.finish()
    found = Assumptions(
        starts=starts,
        rates=each(reader, "rates", rate, lambda one: (one.outcome, one.segment)),
        costs=each(reader, "costs", cost, lambda one: one.segment),
        checking_costs=each(reader, "checking_costs", checking, lambda one: one.outcome),
        lags=each(reader, "lags", lag, lambda one: one.outcome),
        failures=each(reader, "failures", failure, lambda one: one.outcome),
        days_to_payment=reader.integer("days_to_payment", least=0, most=3_650),
        working_capital=reader.money("working_capital", required=False),
        most_at_risk=reader.decimal("most_at_risk", least=NOUGHT, most=Decimal(1), places=6),
        **{name: reader.text(name) for name in ARRANGEMENTS},
    )
    reader.finish()
    return found


def figures(reader: Reader, bounds: Bounds) -> Range:
    """Low, expected and high in this order; what is left out of low and high is as expected."""
    most, places = bounds
    expected = reader.decimal("expected", least=NOUGHT, most=most, places=places, required=True)
    low = reader.decimal("low", least=NOUGHT, most=most, places=places)
    high = reader.decimal("high", least=NOUGHT, most=most, places=places)
    middle = expected if expected is not None else NOUGHT
    found = Range(
        low if low is not None else middle, middle, high if high is not None else middle, reader.text("source")
    )
    if expected is not None and not found.low <= found.expected <= found.high:
        reader.note("expected", "out_of_order", "Put the lowest figure first, then the expected one, then the highest.")
    return found


def each(
    reader: Reader, key: str, read_one: Callable[[Reader], One], named: Callable[[One], object]
) -> tuple[One, ...]:
    """The entries of a list, each thing named once."""
    found: list[One] = []
    for inner in reader.readers(key):
        one = read_one(inner)
        inner.finish()
        if any(named(one) == named(other) for other in found):
            inner.note("", "twice", "This is named already. Keep one of the two entries.")
        else:
            found.append(one)
    return tuple(found)
