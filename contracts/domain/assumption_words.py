"""What a contract rests on, in plain words, one row for each assumption."""

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from contracts.domain import metric_words, words
from contracts.domain.assumptions import ARRANGEMENTS, ExpectedMetric, Range

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

ARRANGED = (
    "When performance is too low",
    "How it will be evaluated",
    "The least that everybody gets",
    "What subcontractors are paid and bear",
)
"""The arrangements in words, in their order."""


def rows(terms: "Terms") -> words.Rows:
    """Every assumption that is stated, with its source."""
    found = terms.assumptions
    told: words.Rows = []
    if found.starts:
        told.append(("Starts in a year", _figures(found.starts, lambda number: f"{number:,f}")))
    for rate in found.rates:
        who = words.outcome_name(terms, rate.outcome)
        who += f", {words.segment_name(terms, rate.segment)}" if rate.segment else ""
        told.append((f"Expected rate: {who}", _figures(rate.range, words.percent)))
    for cost in found.costs:
        who = words.segment_name(terms, cost.segment) if cost.segment else words.unit(terms)
        told.append((f"Cost of serving: {who}", _figures(cost.range, words.money)))
    for check in found.checking_costs:
        source = f" ({check.source})" if check.source else ""
        label = f"Cost of checking a claim: {words.outcome_name(terms, check.outcome)}"
        told.append((label, f"{words.money(check.amount)}{source}"))
    for lag in found.lags:
        label = f"From the start to the event: {words.outcome_name(terms, lag.outcome)}"
        told.append((label, _figures(lag.range, lambda days: f"{days:,f} days")))
    for failure in found.failures:
        what = words.outcome_name(terms, failure.outcome) if failure.outcome else "any outcome"
        told.append((f"Claims that fail verification: {what}", _figures(failure.range, words.percent)))
    for metric in found.metrics:
        told.append((f"Expected figures: {metric_words.metric_name(terms, metric.metric)}", _metric(terms, metric)))
    if found.days_to_payment is not None:
        told.append(("From the event to the money", words.plural(found.days_to_payment, "day")))
    if found.working_capital is not None:
        told.append(("Working capital of the agents", words.money(found.working_capital)))
    if found.most_at_risk is not None:
        told.append(("Share of pay that may depend on results", words.percent(found.most_at_risk)))
    arranged = zip(ARRANGEMENTS, ARRANGED, strict=True)
    return told + [(label, text) for name, label in arranged if (text := getattr(found, name))]


def _metric(terms: "Terms", one: ExpectedMetric) -> str:
    """What is expected of a metric, without the scheme too, and how single figures vary."""

    def told(value: Decimal) -> str:
        return metric_words.level(terms, one.metric, Fraction(value))

    if one.outcome:
        of = words.outcome_name(terms, one.outcome)
        parts = [f"Counted from the results of “{of}”"]
    else:
        parts = [_figures(dataclasses.replace(one.range, source=""), told)] if one.range else []
    if one.base is not None:
        parts.append(f"without the scheme {told(one.base)}")
    if one.people is not None:
        parts.append(f"each figure of {one.people:,} people")
    if one.dispersion is not None:
        parts.append(f"events vary by {one.dispersion.normalize():f} times their mean")
    if one.spread is not None:
        parts.append(f"single figures vary by {told(one.spread)}")
    source = f" ({one.range.source})" if one.range and one.range.source else ""
    return f"{'; '.join(parts)}{source}"


def _figures(figures: Range, told: Callable[[Decimal], str]) -> str:
    source = f" ({figures.source})" if figures.source else ""
    if figures.low == figures.high:
        return f"{told(figures.expected)}{source}"
    return f"{told(figures.low)} to {told(figures.high)}, expected {told(figures.expected)}{source}"
