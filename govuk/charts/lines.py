"""Charts over time: a measure against its target, and money against its ceiling."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from django.utils.translation import gettext

from govuk.charts.drawing import Chart
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


HEIGHT = 280
ROUND = ((2**0.5, 1), (10**0.5, 2), (50**0.5, 5), (math.inf, 10))  # the steps of a round axis: 1, 2, 5, 10
BELOW, ABOVE, APART = -18, 14, 17  # where a name stands from its line, and how far names keep apart, in pixels
EARLY = 0.35  # of the drawing's width


class _Name(NamedTuple):
    """What is written at the end of a line of the drawing, and on which side of it."""

    field: str
    words: str
    colour: str
    above: bool


class _Axis(NamedTuple):
    """Pixels for one of the unit, and the height at which the periods are written."""

    scale: float
    ground: float


def _end_labels(rows: Sequence[dict[str, Any]], names: Sequence[_Name], unit: Unit, axis: _Axis) -> list[Any]:
    """The names of the lines at their last points, so that no legend is needed.

    A name that would come to lie on the periods stands above its line, and one whose place is taken moves up.
    """
    ends = [(name, row) for name in names for row in [_end(rows, name.field)] if row is not None]
    heights = [row[name.field] * axis.scale for name, row in ends]
    placed = stand_clear([_wanted(name, height, axis) for (name, _row), height in zip(ends, heights, strict=True)])
    return [
        _end_label(name, row, unit, dy=round(height - place), is_early=rows.index(row) < (len(rows) - 1) * EARLY)
        for (name, row), height, place in zip(ends, heights, placed, strict=True)
    ]


def _wanted(name: _Name, height: float, axis: _Axis) -> float:
    fits_below = height + BELOW >= axis.ground + APART / 2
    return height + (BELOW if fits_below and not name.above else ABOVE)


def stand_clear(wanted: Sequence[float]) -> list[float]:
    """Heights at least `APART` from one another, in the order of those wanted, none lower than it was wanted."""
    placed, floor = list(wanted), float("-inf")
    for place in sorted(range(len(placed)), key=placed.__getitem__):
        placed[place] = max(placed[place], floor)
        floor = placed[place] + APART
    return placed


def _end(rows: Sequence[dict[str, Any]], field: str) -> dict[str, Any] | None:
    return next((row for row in reversed(rows) if row[field] is not None), None)


def _end_label(name: _Name, row: dict[str, Any], unit: Unit, dy: int, *, is_early: bool) -> dict[str, Any]:
    """The name, towards the middle: one of a line that ends early would otherwise reach out of the drawing."""
    value = row[name.field]
    values = [{"period": row["period"], "value": value, "label": f"{name.words} {short(value, unit)}"}]
    side = {"align": "left", "dx": -6} if is_early else {"align": "right", "dx": 6}
    mark = {"type": "text", "dy": dy, "color": name.colour} | side
    encoding = {"y": {"field": "value", "type": "quantitative"}, "text": {"field": "label"}}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _axis(values: Sequence[float], *, from_nought: bool = True) -> _Axis:
    """An axis from nought, or from below it, up to a round number, as it is drawn; or around the values alone."""
    ends = [0.0] if from_nought or not values else []
    low, high = min([*ends, *values]), max([*ends, *values])
    if low == high:
        return _Axis(1.0, 0.0)
    rough = (high - low) / 10
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(size for most, size in ROUND if rough / power < most)
    foot = math.floor(low / step) * step
    scale = HEIGHT / (math.ceil(high / step) * step - foot)
    return _Axis(scale, foot * scale)


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


def _last(rows: Sequence[dict[str, Any]], field: str) -> float:
    return next((float(row[field]) for row in reversed(rows) if row[field] is not None), 0.0)


def _since(period: str) -> list[dict[str, Any]]:
    """A line across the drawing where something begins; nothing without a period."""
    if not period:
        return []
    mark = {"type": "rule", "color": RULE, "strokeWidth": 3}
    return [{"data": {"values": [{"period": period}]}, "mark": mark, "encoding": {"y": None}}]


FIELDS = ("actual", "low", "high", "target", "minimum")


def _trajectory_layers(
    rows: Sequence[dict[str, Any]], measure: str, target_name: str, minimum: str, unit: Unit, axis: _Axis
) -> list[dict[str, Any]]:
    """Band, lines and the name of each line where it ends, each on the side away from the nearest other line."""
    known = [row | {"ahead": None} for row in rows if not row["forecast"]]
    ahead = [row | {"ahead": row["actual"], "actual": None} for row in rows if row["forecast"]]
    whole = [*known, *ahead]
    actual, target, least = (_last(rows, field) for field in ("actual", "target", "minimum"))
    has_target, has_least = (any(row[field] is not None for row in rows) for field in ("target", "minimum"))
    is_over = not has_target or actual >= target
    above = is_over or (has_least and 0 <= actual - least < target - actual)
    names = [
        _Name("minimum", minimum, QUIET, above=actual < least),
        _Name("target", target_name, SECOND, above=not is_over),
        _Name("actual", measure, MAIN, above=above),
        _Name("ahead", gettext("Forecast"), MAIN, above=above),
    ]
    return [
        _band() | {"data": {"values": known}},
        _line("minimum", QUIET, dash=(2, 4)),
        _line("target", SECOND, dash=(7, 5)),
        *_forecast_layers(known, ahead),
        _line("actual", MAIN, points=True) | {"data": {"values": known}},
        *_end_labels(whole, names, unit, axis),
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
) -> Chart:
    """A measure by period with its interval as a band, and its target (and minimum level) as dashed lines.

    `since`: a period at which something begins, marked by an upright line. `from_nought`: whether the axis begins at
    nought, as levels want; lines whose differences matter are drawn around their values.
    """
    rows: list[dict[str, Any]] = [
        {"period": p.period, "forecast": p.forecast} | {name: plain(getattr(p, name)) for name in FIELDS}
        for p in points
    ]
    values = [float(value) for p in points for name in FIELDS if (value := getattr(p, name)) is not None]
    drawn = _axis(values, from_nought=from_nought)
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
    key = [gettext("Shaded band: likely range.")] if "low" in used else []
    if any(p.forecast for p in points):
        key.append(gettext("Hollow points: forecast."))
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
    names = [_Name("paid", measure, MAIN, above=True), _Name("forecast", gettext("Forecast"), MAIN, above=False)]
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
            *_end_labels(whole, names, "money", _axis([*map(float, totals), float(ceiling)])),
        ],
    }
    rows = tuple(
        (p.period, words(p.amount, "money"), words(total, "money"), "Forecast" if p.forecast else measure)
        for p, total in pairs
    )
    return Chart(title, summary, spec, ("Period", "Amount", "Total so far", "State"), rows)
