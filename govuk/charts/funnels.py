"""Agents or segments on a funnel: rates against size, between limits that narrow as size grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from govuk.charts.drawing import Chart
from govuk.charts.style import COUNTS, MAIN, QUIET, SECOND, Number, Unit, plain, value_axis, words

LIMITS = {"lowest": [2, 3], "highest": [2, 3], "low": [6, 4], "high": [6, 4]}
VALUE = {"field": "value", "type": "quantitative"}


@dataclass(frozen=True)
class FunnelPoint:
    """One agent or segment: how many people, and its rate. Those `outside` the limits are named in the drawing."""

    label: str
    size: int
    value: Number
    outside: bool = False


@dataclass(frozen=True)
class FunnelLimit:
    """The limits at one size: 95 % (`low`, `high`) and 99.8 % (`lowest`, `highest`)."""

    size: int
    low: Number
    high: Number
    lowest: Number
    highest: Number


def _curves(limits: Sequence[FunnelLimit]) -> dict[str, Any]:
    ordered = sorted(limits, key=lambda limit: limit.size)
    values = [{"size": limit.size} | {name: plain(getattr(limit, name)) for name in LIMITS} for limit in ordered]
    return {
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "line", "color": QUIET, "strokeWidth": 1.2, "strokeDash": dash},
                "encoding": {"y": {"field": name, "type": "quantitative"}},
            }
            for name, dash in LIMITS.items()
        ],
    }


def _centre(centre: Number) -> dict[str, Any]:
    rule = {"type": "rule", "color": QUIET}
    return {"data": {"values": [{"value": plain(centre)}]}, "mark": rule, "encoding": {"x": None, "y": VALUE}}


def _dots(points: Sequence[FunnelPoint]) -> list[dict[str, Any]]:
    """The points, those outside in another colour and shape, and their names turned towards the middle."""
    dots = [{"label": p.label, "size": p.size, "value": plain(p.value), "outside": p.outside} for p in points]
    middle = max((point.size for point in points), default=0) / 2
    beyond = [point for point in points if point.outside]
    sides = {
        "left": [point for point in beyond if point.size <= middle],
        "right": [point for point in beyond if point.size > middle],
    }
    marks = {
        "color": {"condition": {"test": "datum.outside", "value": SECOND}, "value": MAIN},
        "shape": {"condition": {"test": "datum.outside", "value": "diamond"}, "value": "circle"},
    }
    point = {"type": "point", "size": 90, "stroke": "#ffffff"}
    layers: list[dict[str, Any]] = [{"data": {"values": dots}, "mark": point, "encoding": {"y": VALUE} | marks}]
    for align, named in sides.items():
        text = {"type": "text", "align": align, "dx": 9 if align == "left" else -9, "color": SECOND, "limit": 150}
        values = [{"label": p.label, "size": p.size, "value": plain(p.value)} for p in named]
        encoding = {"y": VALUE, "text": {"field": "label"}}
        layers.append({"data": {"values": values}, "mark": text, "encoding": encoding})
    return layers


def funnel(
    *,
    title: str,
    summary: str,
    points: Sequence[FunnelPoint],
    limits: Sequence[FunnelLimit],
    centre: Number,
    unit: Unit = "percent",
    size_name: str = "People",
    measure: str = "Rate",
) -> Chart:
    """A small agent far from the rest may still be ordinary: only those outside the limits are named."""
    x_axis = {"title": size_name, "grid": False, "tickCount": 5, "labelExpr": COUNTS}
    spec = {
        "height": 320,
        "encoding": {
            "x": {"field": "size", "type": "quantitative", "axis": x_axis, "scale": {"zero": True, "nice": True}},
            "y": {"type": "quantitative", "axis": value_axis(measure, unit), "scale": {"zero": False, "nice": True}},
        },
        "layer": [_curves(limits), _centre(centre), *_dots(points)],
    }
    rows = tuple(
        (p.label, words(p.size, "count"), words(p.value, unit), "Outside" if p.outside else "Within") for p in points
    )
    key = gettext("Dashed: 95% limits. Dotted: 99.8% limits. Diamonds lie outside.")
    return Chart(title, summary, spec, ("Name", size_name, measure, "Limits"), rows, key)
