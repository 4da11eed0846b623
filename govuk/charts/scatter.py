"""Charts of points: agents on a funnel, stakeholders by power and interest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from govuk.charts.drawing import Chart
from govuk.charts.style import MAIN, QUIET, RULE, SECOND, Number, Unit, plain, value_axis, words


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


@dataclass(frozen=True)
class Placed:
    """A stakeholder with scores of power and interest."""

    label: str
    power: Number
    interest: Number


def _curve(field: str, dash: list[int]) -> dict[str, Any]:
    mark = {"type": "line", "color": QUIET, "strokeWidth": 1.2, "strokeDash": dash}
    return {"mark": mark, "encoding": {"y": {"field": field, "type": "quantitative"}}}


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
    """Rates against size, between limits that narrow as size grows: a small agent far from the rest may still be ordinary."""
    curves = [
        {"size": limit.size} | {name: plain(getattr(limit, name)) for name in ("low", "high", "lowest", "highest")}
        for limit in sorted(limits, key=lambda limit: limit.size)
    ]
    dots = [{"label": p.label, "size": p.size, "value": plain(p.value), "outside": p.outside} for p in points]
    colour = {"condition": {"test": "datum.outside", "value": SECOND}, "value": MAIN}
    shape = {"condition": {"test": "datum.outside", "value": "diamond"}, "value": "circle"}
    middle = max((point.size for point in points), default=0) / 2
    names = [dot | {"align": "right" if dot["size"] > middle else "left"} for dot in dots if dot["outside"]]
    y = {"field": "value", "type": "quantitative"}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": curves},
            "layer": [_curve("lowest", [2, 3]), _curve("highest", [2, 3]), _curve("low", [6, 4]), _curve("high", [6, 4])],
        },
        {"data": {"values": [{"value": plain(centre)}]}, "mark": {"type": "rule", "color": QUIET}, "encoding": {"x": None, "y": y}},
        {
            "data": {"values": dots},
            "mark": {"type": "point", "size": 90, "stroke": "#ffffff"},
            "encoding": {"y": y, "color": colour, "shape": shape},
        },
        *(
            {
                "data": {"values": [one for one in names if one["align"] == align]},
                "mark": {"type": "text", "align": align, "dx": 9 if align == "left" else -9, "color": SECOND, "limit": 150},
                "encoding": {"y": y, "text": {"field": "label"}},
            }
            for align in ("left", "right")
        ),
    ]
    x_axis = {"title": size_name, "grid": False, "tickCount": 5, "format": "~s"}
    spec = {
        "height": 320,
        "encoding": {
            "x": {"field": "size", "type": "quantitative", "axis": x_axis, "scale": {"zero": True, "nice": True}},
            "y": {"type": "quantitative", "axis": value_axis(measure, unit), "scale": {"zero": False, "nice": True}},
        },
        "layer": layers,
    }
    rows = tuple(
        (p.label, words(p.size, "count"), words(p.value, unit), "Outside" if p.outside else "Within") for p in points
    )
    return Chart(title, summary, spec, ("Name", size_name, measure, "Limits"), rows)


QUARTERS = (
    ("Keep satisfied", False, True),
    ("Manage closely", True, True),
    ("Monitor", False, False),
    ("Keep informed", True, False),
)


def quarter(placed: Placed, highest: Number = 5) -> str:
    """The plot's advice for a stakeholder; a score on the middle line counts as high."""
    middle = (1 + float(highest)) / 2
    interested, powerful = float(placed.interest) >= middle, float(placed.power) >= middle
    return next(name for name, right, top in QUARTERS if (right, top) == (interested, powerful))


def _names(people: Sequence[Placed]) -> list[dict[str, Any]]:
    """One row for each spot, with the names of all who stand on it."""
    spots: dict[tuple[float, float], list[str]] = defaultdict(list)
    for one in people:
        spots[float(one.interest), float(one.power)].append(one.label)
    return [
        {
            "interest": interest,
            "power": power,
            "label": names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more",
            "many": len(names),
        }
        for (interest, power), names in spots.items()
    ]


def power_interest(*, title: str, summary: str, people: Sequence[Placed], highest: Number = 5) -> Chart:
    """Stakeholders by interest (across) and power (up), scored from 1 to `highest`, in four named quarters."""
    top, middle = float(highest), (1 + float(highest)) / 2
    spots = _names(people)
    edge = {"low": 0.6, "high": top + 0.4}
    corners = [
        {"x": edge["high"] if right else edge["low"], "y": edge["high"] if up else edge["low"], "name": name, "right": right, "up": up}
        for name, right, up in QUARTERS
    ]
    scale = {"domain": [edge["low"], edge["high"]], "nice": False, "zero": False}
    axis = {"grid": False, "ticks": False, "labels": False, "domain": False}
    x, y = {"field": "interest", "type": "quantitative"}, {"field": "power", "type": "quantitative"}
    lines = {"type": "rule", "color": RULE, "strokeWidth": 1.5}
    layers: list[dict[str, Any]] = [
        {"data": {"values": [{"interest": middle}]}, "mark": lines, "encoding": {"x": x, "y": None}},
        {"data": {"values": [{"power": middle}]}, "mark": lines, "encoding": {"x": None, "y": y}},
        *(
            {
                "data": {"values": [{"interest": one["x"], "power": one["y"], "name": one["name"]}]},
                "mark": {
                    "type": "text",
                    "align": "right" if one["right"] else "left",
                    "baseline": "top" if one["up"] else "bottom",
                    "color": QUIET,
                    "dx": -6 if one["right"] else 6,
                    "dy": 6 if one["up"] else -6,
                },
                "encoding": {"x": x, "y": y, "text": {"field": "name"}},
            }
            for one in corners
        ),
        {
            "data": {"values": spots},
            "mark": {"type": "point", "color": MAIN, "stroke": "#ffffff"},
            "encoding": {
                "x": x,
                "y": y,
                "size": {"field": "many", "type": "quantitative", "scale": {"domain": [1, 6], "range": [110, 400]}, "legend": None},
            },
        },
        *(
            {
                "data": {"values": [spot for spot in spots if (spot["interest"] > middle) == (align == "right")]},
                "mark": {
                    "type": "text",
                    "align": align,
                    "dx": 11 if align == "left" else -11,
                    "fontWeight": "normal",
                    "limit": 150,
                    "color": "#0b0c0c",
                },
                "encoding": {"x": x, "y": y, "text": {"field": "label"}},
            }
            for align in ("left", "right")
        ),
    ]
    spec = {
        "height": 360,
        "encoding": {
            "x": {"type": "quantitative", "scale": scale, "axis": axis | {"title": "Interest →"}},
            "y": {"type": "quantitative", "scale": scale, "axis": axis | {"title": "Power →"}},
        },
        "config": {"view": {"stroke": RULE}},
        "layer": layers,
    }
    rows = tuple((p.label, words(p.power, "count"), words(p.interest, "count"), quarter(p, highest)) for p in people)
    return Chart(title, summary, spec, ("Stakeholder", "Power", "Interest", "What to do"), rows)
