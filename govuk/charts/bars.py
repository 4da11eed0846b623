"""Charts of amounts by group: grouped, stacked and horizontal bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from govuk.charts.drawing import Chart
from govuk.charts.style import MAIN, SECOND, SERIES, Number, Unit, plain, short, value_axis, words


@dataclass(frozen=True)
class Bar:
    """One bar with an optional interval and target. Without `value` it is withheld, as `note` says."""

    label: str
    value: Number | None
    target: Number | None = None
    low: Number | None = None
    high: Number | None = None
    note: str = ""


@dataclass(frozen=True)
class Group:
    """One place on the axis and the value of each series there, in the order of the chart's `series`."""

    label: str
    values: tuple[Number | None, ...]
    note: str = ""


def bars(
    *,
    title: str,
    summary: str,
    groups: Sequence[Group],
    series: Sequence[str],
    unit: Unit = "count",
    stacked: bool = False,
    group_name: str = "Group",
) -> Chart:
    """Upright bars, side by side or stacked, with the series named above the drawing."""
    values = [
        {"group": group.label, "series": name, "value": plain(value), "order": place}
        for group in groups
        for place, (name, value) in enumerate(zip(series, group.values, strict=True))
    ]
    labels = [group.label for group in groups]
    colour = {"domain": list(series), "range": [SERIES[place % len(SERIES)] for place in range(len(series))]}
    encoding: dict[str, Any] = {
        "x": {
            "field": "group",
            "type": "ordinal",
            "sort": labels,
            "axis": {"title": None, "labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 6, "labelLimit": 110},
            "scale": {"paddingInner": 0.3, "paddingOuter": 0.15 if len(groups) > 3 else 0.6},
        },
        "y": {"field": "value", "type": "quantitative", "axis": value_axis("", unit), "stack": stacked or None},
        "color": {"field": "series", "type": "nominal", "scale": colour, "sort": list(series)},
        "order": {"field": "order"},
    }
    if len(series) == 1:
        encoding["color"]["legend"] = None
    if not stacked and len(series) > 1:
        encoding["xOffset"] = {"field": "series", "sort": list(series)}
    mark = {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1}
    spec = {"data": {"values": values}, "height": 280, "mark": mark, "encoding": encoding}
    rows = tuple((g.label, *(words(value, unit, g.note or "–") for value in g.values)) for g in groups)
    return Chart(title, summary, spec, (group_name, *series), rows)


def _layer(mark: dict[str, Any], field: str, **encoding: Any) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"isValid(datum['{field}'])"}],
        "mark": mark,
        "encoding": {"x": {"field": field, "type": "quantitative"}} | encoding,
    }


def horizontal_bars(
    *,
    title: str,
    summary: str,
    items: Sequence[Bar],
    unit: Unit = "percent",
    group_name: str = "Group",
    measure: str = "Actual",
) -> Chart:
    """One bar a row with its figure under its name, its interval as a thin line, its target as a marker."""
    values = [
        {
            "label": f"{item.label}\n{item.note if item.value is None else short(item.value, unit)}",
            "value": plain(item.value),
            "target": plain(item.target),
            "low": plain(item.low),
            "high": plain(item.high),
        }
        for item in items
    ]
    layers = [
        _layer({"type": "bar", "color": MAIN, "height": {"band": 0.6}}, "value"),
        _layer({"type": "rule", "color": "#0b0c0c", "strokeWidth": 1.5}, "low", x2={"field": "high"}),
        _layer({"type": "tick", "color": SECOND, "thickness": 4, "bandSize": 34, "opacity": 1}, "target"),
    ]
    axis_y = {
        "title": None,
        "labelLimit": 170,
        "labelLineHeight": 16,
        "labelExpr": "split(datum.label, '\\n')",
        "ticks": False,
        "domain": False,
    }
    spec = {
        "data": {"values": values},
        "height": {"step": 48},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": [one["label"] for one in values], "axis": axis_y},
            "x": {"type": "quantitative", "axis": value_axis("", unit), "scale": {"zero": True, "nice": True}},
        },
        "layer": layers,
    }
    heads = {"value": measure, "low": "Lower limit", "high": "Upper limit", "target": "Target"}
    used = [name for name in heads if name == "value" or any(getattr(item, name) is not None for item in items)]
    rows = tuple((item.label, *(words(getattr(item, n), unit, item.note or "–") for n in used)) for item in items)
    return Chart(title, summary, spec, (group_name, *(heads[name] for name in used)), rows)
