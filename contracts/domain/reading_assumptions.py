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
    ExpectedMetric,
    ExpectedRate,
    Range,
)
from contracts.domain.metrics import RATIO, Metric
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
FIGURE: Bounds = (Decimal(999_999_999_999), 6)


def read(
    reader: Reader, *, outcomes: Collection[str], segments: Collection[str], metrics: Collection[Metric] = ()
) -> Assumptions:
    """The assumptions; every outcome, segment and metric that they name must be one of the contract's."""

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
        metrics=each(reader, "metrics", lambda one: _metric(one, metrics, outcomes), lambda one: one.metric),
        days_to_payment=reader.integer("days_to_payment", least=0, most=3_650),
        working_capital=reader.money("working_capital", required=False),
        most_at_risk=reader.decimal("most_at_risk", least=NOUGHT, most=Decimal(1), places=6),
        **{name: reader.text(name) for name in ARRANGEMENTS},
    )
    reader.finish()
    return found


def _metric(reader: Reader, metrics: Collection[Metric], outcomes: Collection[str]) -> ExpectedMetric:
    """What is expected of a metric: figures of its own, or an outcome from which they are counted."""
    code, outcome = reader.code("metric"), reader.code("outcome", required=False)
    metric = next((one for one in metrics if one.code == code), None)
    if code and metric is None:
        reader.note("metric", "unknown_reference", f"There is no metric “{code}” in this version. Name one there is.")
    if outcome and outcome not in outcomes:
        reader.note("outcome", "unknown_reference", f"There is no outcome “{outcome}” in this version. Name one.")
    if outcome and reader.raw("expected") is not None:
        reader.note("outcome", "contradiction", "Count the metric from an outcome, or state its figures; not both.")
    found = ExpectedMetric(
        metric=code,
        range=None if outcome else figures(reader, FIGURE),
        base=reader.decimal("base", least=NOUGHT, most=FIGURE[0], places=FIGURE[1]),
        people=reader.integer("people", least=1, most=int(MOST_STARTS)),
        dispersion=reader.decimal("dispersion", least=Decimal(1), most=Decimal(1_000), places=6),
        spread=reader.decimal("spread", least=NOUGHT, most=FIGURE[0], places=FIGURE[1]),
        outcome=outcome,
    )
    if metric is not None:
        _fits(reader, found, metric)
    return found


def _fits(reader: Reader, found: ExpectedMetric, metric: Metric) -> None:
    """Whether the ways of varying fit the metric."""
    counted = found.people is not None or found.dispersion is not None
    if counted and found.spread is not None:
        reader.note("spread", "contradiction", "State a spread, or the people whom a figure counts; not both.")
    if metric.measured == RATIO and found.dispersion is not None and found.people is None:
        reader.note("people", "missing", "Enter how many people one figure counts, whose events vary so.")
    if metric.measured != RATIO and found.people is not None:
        reader.note("people", "contradiction", "Leave the people out: this metric is a value, and not a ratio of them.")
    most = max((one for one in (found.range.high if found.range else None, found.base) if one is not None), default=0)
    if found.people is not None and found.dispersion is None and most > 1:
        reader.note("people", "out_of_range", "Of people who count once each a ratio is at most 1: enter a dispersion.")


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
