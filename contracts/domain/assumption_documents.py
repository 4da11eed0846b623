"""What a contract rests on, written back as a document."""

from collections.abc import Iterable
from typing import Any

from contracts.domain import exact
from contracts.domain.assumptions import (
    ARRANGEMENTS,
    Assumptions,
    ExpectedFailure,
    ExpectedLag,
    ExpectedMetric,
    Range,
)

Document = dict[str, Any]


def of(assumptions: Assumptions) -> Document:
    """The document that `reading_assumptions.read` reads back."""
    return {
        "starts": _range(assumptions.starts) if assumptions.starts else None,
        "rates": [{"outcome": one.outcome, "segment": one.segment, **_range(one.range)} for one in assumptions.rates],
        "costs": [{"segment": one.segment, **_range(one.range)} for one in assumptions.costs],
        "checking_costs": [
            {"outcome": one.outcome, "amount": f"{one.amount:.2f}", "source": one.source}
            for one in assumptions.checking_costs
        ],
        **_by_outcome("lags", assumptions.lags),
        **_by_outcome("failures", assumptions.failures),
        **({"metrics": [_metric(one) for one in assumptions.metrics]} if assumptions.metrics else {}),
        "days_to_payment": assumptions.days_to_payment,
        "working_capital": None if (capital := assumptions.working_capital) is None else f"{capital:.2f}",
        "most_at_risk": exact.number(assumptions.most_at_risk),
        **{name: getattr(assumptions, name) for name in ARRANGEMENTS},
    }


def _by_outcome(name: str, entries: Iterable[ExpectedLag | ExpectedFailure]) -> Document:
    """Left out where there are none: versions agreed before there were any keep their digest."""
    found = [{"outcome": one.outcome, **_range(one.range)} for one in entries]
    return {name: found} if found else {}


def _metric(one: ExpectedMetric) -> Document:
    """Only what is stated of the metric."""
    stated = {
        "outcome": one.outcome or None,
        "base": exact.number(one.base),
        "people": one.people,
        "dispersion": exact.number(one.dispersion),
        "spread": exact.number(one.spread),
    }
    written = {name: value for name, value in stated.items() if value is not None}
    return {"metric": one.metric, **(_range(one.range) if one.range else {}), **written}


def _range(figures: Range) -> Document:
    return {
        "low": exact.number(figures.low),
        "expected": exact.number(figures.expected),
        "high": exact.number(figures.high),
        "source": figures.source,
    }
