"""Reads the particulars of an outcome from its document, and writes them back."""

from decimal import Decimal
from typing import Any

from contracts.domain import particulars, reading_assumptions, reading_attributes, value_ranges
from contracts.domain.assumptions import Range
from contracts.domain.particulars import AlsoPaid, NonIntervention, Particulars, RateWithout
from contracts.domain.problems import Reader

NOUGHT, ONE = Decimal(0), Decimal(1)
MOST_EVENTS = Decimal(9_999)


def read(reader: Reader, *, kind: str) -> Particulars:
    """The particulars that stand among the fields of an outcome of this kind."""
    closes, closes_on = "", None
    if reader.raw("cohort") is not None:
        inner = reader.inner("cohort")
        closes = inner.choice("closes", tuple(particulars.CLOSINGS))
        closes_on = inner.date("on", required=False)
        if closes == particulars.ONE_DAY and inner.raw("on") in (None, ""):
            inner.note("on", "missing", "Enter the day on which the one cohort closes as a date such as 2025-04-01.")
        if closes_on is not None and closes != particulars.ONE_DAY:
            inner.note("on", "contradiction", "Leave the day out: the cohorts close month by month or by period.")
        inner.finish()
    return Particulars(
        eligible=_eligible(reader),
        values=value_ranges.read(reader.inner("values")),
        also_paid=reading_assumptions.each(reader, "also_paid", _also_paid, lambda one: (one.payer, one.programme)),
        non_intervention=_non_intervention(reader, kind),
        closes=closes,
        closes_on=closes_on,
        **{name: reader.text(name) for name in particulars.TOLD},
    )


def _eligible(reader: Reader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who can achieve it, in the language of segments."""
    if reader.raw("eligible") is None:
        return ()
    inner = reader.inner("eligible")
    found = reading_attributes.attribute_rule(inner)
    inner.finish()
    return found


def _also_paid(reader: Reader) -> AlsoPaid:
    return AlsoPaid(
        reader.text("payer", required=True, at_most=200),
        reader.text("programme", at_most=200),
        reader.decimal("overlap", least=NOUGHT, most=ONE, places=4),
    )


def _non_intervention(reader: Reader, kind: str) -> NonIntervention:
    if reader.raw("non_intervention") is None:
        return particulars.NOT_MEASURED
    inner = reader.inner("non_intervention")
    most = MOST_EVENTS if kind == "frequency" else ONE

    def rate(one: Reader) -> RateWithout:
        segment = one.code("segment", required=False) or None
        figures = reading_assumptions.figures(one, (most, 6))
        return RateWithout(segment, figures)

    found = NonIntervention(
        method=inner.choice("method", tuple(particulars.METHODS)) if inner.raw("method") else "",
        source=inner.text("source"),
        measured_on=inner.date("measured_on", required=False),
        rates=reading_assumptions.each(inner, "rates", rate, lambda one: one.segment),
    )
    inner.finish()
    return found


def document(found: Particulars) -> dict[str, Any]:
    """What is stated, as `read` reads it. Nothing is written of what is not."""
    without = found.non_intervention
    written: dict[str, Any] = {
        "also_paid": [
            {"payer": one.payer, "programme": one.programme, "overlap": _number(one.overlap)} for one in found.also_paid
        ],
        "non_intervention": None
        if without == particulars.NOT_MEASURED
        else {
            "method": without.method,
            "source": without.source,
            "measured_on": without.measured_on.isoformat() if without.measured_on else None,
            "rates": [{"segment": one.segment, **_range(one.range)} for one in without.rates],
        },
        "cohort": {"closes": found.closes, "on": found.closes_on.isoformat() if found.closes_on else None}
        if found.closes
        else None,
        "eligible": {"rule": {name: list(values) for name, values in found.eligible}} if found.eligible else None,
        "values": value_ranges.document(found.values),
        **{name: getattr(found, name) for name in particulars.TOLD},
    }
    return {key: value for key, value in written.items() if value}


def _range(found: Range) -> dict[str, Any]:
    figures = {"low": _number(found.low), "expected": _number(found.expected), "high": _number(found.high)}
    return {**figures, "source": found.source} if found.source else figures


def _number(value: Decimal | None) -> str | None:
    if value is None:
        return None
    return f"{value.normalize():f}" if value else "0"
