"""Charts over time: a measure against its target, and money against its ceiling."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext

from govuk.charts.drawing import Chart
from govuk.charts.names import APART, HEIGHT, Axis, Name, axis_of, end_labels, last_row
from govuk.charts.style import MAIN, QUIET, RULE, SECOND, Number, Unit, period_axis, plain, short, value_axis, words
from govuk.formats import NOTHING


@dataclass(frozen=True)
class Point:
    """One period of a measure. Without `actual` it is still to come, or withheld, as `note` says.

    With `forecast` the actual is what is to be expected; such points come last.
    """

    period: str
    actual: Number | None = None
    low: Number | None = None
    high: Number | None = None
    target: Number | None = None
    minimum: Number | None = None
    note: str = ""
    forecast: bool = False


@dataclass(frozen=True)
class Payment:
    """What was paid in a period, or is expected to be when `forecast` is true."""

    period: str
    amount: Number
    forecast: bool = False


def _line(field: str, colour: str, *, dash: tuple[int, int] | None = None, points: bool = False) -> dict[str, Any]:
    point = {"color": colour} | ({"filled": False, "fill": "#ffffff"} if dash else {})
    mark: dict[str, Any] = {"type": "line", "color": colour, "point": point if points else False}
    if dash:
        mark["strokeDash"] = list(dash)
    return {
        "transform": [{"filter": f"isValid(datum['{field}'])"}],
        "mark": mark,
        "encoding": {"y": {"field": field, "type": "quantitative"}},
    }


def _band(opacity: float = 0.16) -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
        "mark": {"type": "area", "color": MAIN, "opacity": opacity},
        "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
    }


def _gap(rows: Sequence[dict[str, Any]], field: str) -> float | None:
    """How far the last actual lies above another line, there or where that one ends; None without such a line."""
    end, other = last_row(rows, "actual"), last_row(rows, field)
    if other is None:
        return None
    if end is None:
        return -float(other[field])
    return float(end["actual"] - (other[field] if end[field] is None else end[field]))


def _stands_above(rows: Sequence[dict[str, Any]], field: str) -> bool:
    gap = _gap(rows, field)
    return gap is None or gap >= 0


def _goes_above(rows: Sequence[dict[str, Any]], axis: Axis) -> bool:
    """Whether the name of the actual has more room above its line than below: a line that rises comes from below."""
    over_target, over_least = _gap(rows, "target"), _gap(rows, "minimum")
    if over_target is None or over_target >= 0:
        return True
    if over_least is not None and 0 <= over_least < -over_target:
        return True
    *_earlier, before, last = [0.0, 0.0, *(row["actual"] for row in rows if row["actual"] is not None)]
    if over_least is not None and over_least < 0:
        over_target = max(over_target, over_least)
    return last > before and -over_target * axis.scale > 2 * APART


def _since(period: str) -> list[dict[str, Any]]:
    """A line across the drawing where something begins; nothing without a period."""
    if not period:
        return []
    mark = {"type": "rule", "color": RULE, "strokeWidth": 3}
    return [{"data": {"values": [{"period": period}]}, "mark": mark, "encoding": {"y": None}}]


FIELDS = ("actual", "low", "high", "target", "minimum")


def _trajectory_layers(
    rows: Sequence[dict[str, Any]], measure: str, target_name: str, minimum: str, unit: Unit, axis: Axis
) -> list[dict[str, Any]]:
    """Band, lines and the name of each line where it ends, each on the side away from the nearest other line."""
    known = [row | {"ahead": None} for row in rows if not row["forecast"]]
    ahead = [row | {"ahead": row["actual"], "actual": None} for row in rows if row["forecast"]]
    whole = [*known, *ahead]
    is_over = _stands_above(rows, "target")
    names = [
        Name("minimum", minimum, QUIET, above=not _stands_above(rows, "minimum")),
        Name("target", target_name, SECOND, above=not is_over),
        Name("actual", measure, MAIN, above=_goes_above(known, axis)),
        Name("ahead", gettext("Forecast"), MAIN, above=_goes_above(rows, axis)),
    ]
    if ahead:  # the other lines cross that of the minimum where it ends: the key names it
        names = [name for name in names if name.field != "minimum" or whole[-1]["minimum"] is not None]
    return [
        _band() | {"data": {"values": known}},
        _line("minimum", QUIET, dash=(2, 4)),
        _line("target", SECOND, dash=(7, 5)),
        *_forecast_layers(known, ahead),
        _line("actual", MAIN, points=True) | {"data": {"values": known}},
        *end_labels(whole, names, unit, axis),
    ]


def _forecast_layers(known: Sequence[dict[str, Any]], ahead: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is to be expected, dashed and with a fainter band, from the last that is known on."""
    if not ahead:
        return []
    before = [known[-1] | {"ahead": known[-1]["actual"]}] if known and known[-1]["actual"] is not None else []
    return [
        _band(0.08) | {"data": {"values": [*before, *ahead]}},
        _line("ahead", MAIN, dash=(4, 4)) | {"data": {"values": [*before, *ahead]}},
        _line("ahead", MAIN, dash=(4, 4), points=True) | {"data": {"values": list(ahead)}},
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
    target_name: str = "Target",
    minimum_name: str = "Minimum",
    since: str = "",
    from_nought: bool = True,
    band: str = "",
) -> Chart:
    """A measure by period with its interval as a band, and its target (and minimum level) as dashed lines.

    `since`: a period at which something begins, marked by an upright line. `from_nought`: whether the axis begins at
    nought, as levels want; lines whose differences matter are drawn around their values. `band`: what the band holds,
    where it is not the likely range of the measure.
    """
    rows: list[dict[str, Any]] = [
        {"period": p.period, "forecast": p.forecast} | {name: plain(getattr(p, name)) for name in FIELDS}
        for p in points
    ]
    values = [float(value) for p in points for name in FIELDS if (value := getattr(p, name)) is not None]
    drawn = axis_of(values, from_nought=from_nought)
    spec = {
        "data": {"values": rows},
        "height": HEIGHT,
        "encoding": {
            "x": period_axis([p.period for p in points]),
            "y": {"type": "quantitative", "axis": value_axis(axis, unit), "scale": {"zero": from_nought, "nice": True}},
        },
        "layer": [*_since(since), *_trajectory_layers(rows, measure, target_name, minimum_name, unit, drawn)],
    }
    used = [name for name in FIELDS if any(getattr(p, name) is not None for p in points)]
    heads = {
        "actual": measure,
        "low": "Lower limit",
        "high": "Upper limit",
        "target": target_name,
        "minimum": minimum_name,
    }
    cells = [(p.period, *(words(getattr(p, n), unit, _missing(p, n)) for n in used)) for p in points]
    columns = ("Period", *(heads[name] for name in used))
    key = [f"{gettext('Shaded band')}: {band}." if band else gettext("Shaded band: likely range.")]
    key = key if "low" in used else []
    if any(p.forecast for p in points):
        key.append(gettext("Hollow points: forecast."))
        key += [f"{gettext('Dotted')}: {minimum_name.lower()}."] if "minimum" in used else []
        columns = (*columns, "State")
        cells = [(*row, "Forecast" if p.forecast else "Known") for row, p in zip(cells, points, strict=True)]
    return Chart(title, summary, spec, columns, tuple(cells), " ".join(key))


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
    *,
    title: str,
    summary: str,
    payments: Sequence[Payment],
    ceiling: Number,
    ceiling_name: str = "Ceiling",
    measure: str = "Paid",
) -> Chart:
    """Money so far, period on period, with what is forecast dashed and the ceiling as a line across.

    `measure` is what has become of the money: paid, or stated only.
    """
    totals = list(accumulate(payment.amount for payment in payments))
    pairs = list(zip(payments, totals, strict=True))
    paid = [{"period": p.period, "paid": plain(total)} for p, total in pairs if not p.forecast]
    ahead = [{"period": p.period, "forecast": plain(total)} for p, total in pairs if p.forecast]
    joint = [{"period": paid[-1]["period"], "forecast": paid[-1]["paid"]}] if paid and ahead else []
    whole = [*(row | {"forecast": None} for row in paid), *(row | {"paid": None} for row in ahead)]
    names = [Name("paid", measure, MAIN, above=True), Name("forecast", gettext("Forecast"), MAIN, above=True)]
    area: dict[str, Any] = {"mark": {"type": "area", "color": MAIN, "opacity": 0.16}}
    spec = {
        "height": HEIGHT,
        "encoding": {
            "x": period_axis([payment.period for payment in payments]),
            "y": {"type": "quantitative", "axis": value_axis("", "money"), "scale": {"zero": True, "nice": True}},
        },
        "layer": [
            area | {"data": {"values": paid}, "encoding": {"y": {"field": "paid", "type": "quantitative"}}},
            _line("paid", MAIN, points=True) | {"data": {"values": paid}},
            *([_line("forecast", MAIN, dash=(4, 4)) | {"data": {"values": joint + ahead}}] if ahead else []),
            *_total_line(ceiling, ceiling_name),
            *end_labels(whole, names, "money", axis_of([*map(float, totals), float(ceiling)])),
        ],
    }
    rows = tuple(
        (p.period, words(p.amount, "money"), words(total, "money"), "Forecast" if p.forecast else measure)
        for p, total in pairs
    )
    return Chart(title, summary, spec, ("Period", "Amount", "Total so far", "State"), rows)
