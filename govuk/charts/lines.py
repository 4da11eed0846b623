"""Charts over time: a measure against its target, and money against its ceiling."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext

from govuk.charts.drawing import Chart
from govuk.charts.style import MAIN, QUIET, SECOND, Number, Unit, period_axis, plain, short, value_axis, words
from govuk.formats import NOTHING


@dataclass(frozen=True)
class Point:
    """One period of a measure. Without `actual` it is still to come, or withheld, as `note` says."""

    period: str
    actual: Number | None = None
    low: Number | None = None
    high: Number | None = None
    target: Number | None = None
    minimum: Number | None = None
    note: str = ""


@dataclass(frozen=True)
class Payment:
    """What was paid in a period, or is expected to be when `forecast` is true."""

    period: str
    amount: Number
    forecast: bool = False


def _end_label(
    rows: Sequence[dict[str, Any]], field: str, name: str, colour: str, unit: Unit, above: bool
) -> list[Any]:
    """The name of a line at its last point, above or below it, so that no legend is needed."""
    known = [row for row in rows if row[field] is not None]
    if not known:
        return []
    last = known[-1]
    values = [{"period": last["period"], "value": last[field], "label": f"{name} {short(last[field], unit)}"}]
    mark = {"type": "text", "align": "right", "dx": 6, "dy": -14 if above else 18, "color": colour}
    encoding = {"y": {"field": "value", "type": "quantitative"}, "text": {"field": "label"}}
    return [{"data": {"values": values}, "mark": mark, "encoding": encoding}]


def _line(field: str, colour: str, *, dash: tuple[int, int] | None = None, points: bool = False) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "line", "color": colour, "point": {"color": colour} if points else False}
    if dash:
        mark["strokeDash"] = list(dash)
    return {
        "transform": [{"filter": f"isValid(datum['{field}'])"}],
        "mark": mark,
        "encoding": {"y": {"field": field, "type": "quantitative"}},
    }


def _band() -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
        "mark": {"type": "area", "color": MAIN, "opacity": 0.16},
        "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
    }


def _last(rows: Sequence[dict[str, Any]], field: str) -> float:
    return next((float(row[field]) for row in reversed(rows) if row[field] is not None), 0.0)


FIELDS = ("actual", "low", "high", "target", "minimum")


def _trajectory_layers(rows: Sequence[dict[str, Any]], measure: str, minimum: str, unit: Unit) -> list[dict[str, Any]]:
    """Band, lines and the name of each line where it ends, each on the side away from the nearest other line.

    A minimum below nought may lie on the axis of periods; its name stands above it.
    """
    actual, target, least = (_last(rows, field) for field in ("actual", "target", "minimum"))
    has_target, has_least = (any(row[field] is not None for row in rows) for field in ("target", "minimum"))
    is_over = not has_target or actual >= target
    above = is_over or (has_least and 0 <= actual - least < target - actual)
    return [
        _band(),
        _line("minimum", QUIET, dash=(2, 4)),
        _line("target", SECOND, dash=(7, 5)),
        _line("actual", MAIN, points=True),
        *_end_label(rows, "minimum", minimum, QUIET, unit, above=least < 0 or actual < least),
        *_end_label(rows, "target", "Target", SECOND, unit, above=not is_over),
        *_end_label(rows, "actual", measure, MAIN, unit, above=above),
    ]


def _missing(point: Point, field: str) -> str:
    """What a cell without a value says: the point's note where the measure itself is missing."""
    withheld = point.actual is None and field in {"actual", "low", "high"}
    return point.note if withheld and point.note else NOTHING


def trajectory(
    *,
    title: str,
    summary: str,
    points: Sequence[Point],
    unit: Unit = "percent",
    measure: str = "Actual",
    axis: str = "",
    minimum_name: str = "Minimum",
) -> Chart:
    """A measure by period with its interval as a band, and its target (and minimum level) as dashed lines."""
    rows = [{"period": p.period} | {name: plain(getattr(p, name)) for name in FIELDS} for p in points]
    spec = {
        "data": {"values": rows},
        "height": 280,
        "encoding": {
            "x": period_axis([p.period for p in points]),
            "y": {"type": "quantitative", "axis": value_axis(axis, unit), "scale": {"zero": True, "nice": True}},
        },
        "layer": _trajectory_layers(rows, measure, minimum_name, unit),
    }
    used = [name for name in FIELDS if any(getattr(p, name) is not None for p in points)]
    heads = {
        "actual": measure,
        "low": "Lower limit",
        "high": "Upper limit",
        "target": "Target",
        "minimum": minimum_name,
    }
    cells = tuple((p.period, *(words(getattr(p, n), unit, _missing(p, n)) for n in used)) for p in points)
    key = gettext("Shaded band: likely range.") if "low" in used else ""
    return Chart(title, summary, spec, ("Period", *(heads[name] for name in used)), cells, key)


def _total_line(ceiling: Number, name: str) -> list[dict[str, Any]]:
    """The ceiling across the whole drawing, named at its left end."""
    data = {"values": [{"value": plain(ceiling), "label": f"{name} {short(ceiling, 'money')}"}]}
    y = {"field": "value", "type": "quantitative"}
    rule = {"type": "rule", "color": SECOND, "strokeDash": [7, 5]}
    text = {"type": "text", "align": "left", "x": 4, "dy": -10, "color": SECOND}
    return [
        {"data": data, "mark": rule, "encoding": {"x": None, "y": y}},
        {"data": data, "mark": text, "encoding": {"x": None, "y": y, "text": {"field": "label"}}},
    ]


def money_against_ceiling(
    *, title: str, summary: str, payments: Sequence[Payment], ceiling: Number, ceiling_name: str = "Ceiling"
) -> Chart:
    """Money paid so far, period on period, with what is forecast dashed and the ceiling as a line across."""
    totals = list(accumulate(payment.amount for payment in payments))
    pairs = list(zip(payments, totals, strict=True))
    paid = [{"period": p.period, "paid": plain(total)} for p, total in pairs if not p.forecast]
    ahead = [{"period": p.period, "forecast": plain(total)} for p, total in pairs if p.forecast]
    joint = [{"period": paid[-1]["period"], "forecast": paid[-1]["paid"]}] if paid and ahead else []
    area: dict[str, Any] = {"mark": {"type": "area", "color": MAIN, "opacity": 0.16}}
    spec = {
        "height": 280,
        "encoding": {
            "x": period_axis([payment.period for payment in payments]),
            "y": {"type": "quantitative", "axis": value_axis("", "money"), "scale": {"zero": True, "nice": True}},
        },
        "layer": [
            area | {"data": {"values": paid}, "encoding": {"y": {"field": "paid", "type": "quantitative"}}},
            _line("paid", MAIN, points=True) | {"data": {"values": paid}},
            *([_line("forecast", MAIN, dash=(4, 4)) | {"data": {"values": joint + ahead}}] if ahead else []),
            *_total_line(ceiling, ceiling_name),
            *_end_label(paid, "paid", "Paid", MAIN, "money", above=True),
        ],
    }
    rows = tuple(
        (p.period, words(p.amount, "money"), words(total, "money"), "Forecast" if p.forecast else "Paid")
        for p, total in pairs
    )
    return Chart(title, summary, spec, ("Period", "Amount", "Total so far", "State"), rows)
