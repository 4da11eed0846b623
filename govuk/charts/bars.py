"""Charts of amounts by group: grouped, stacked and horizontal bars."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from govuk.charts.drawing import Chart
from govuk.charts.style import MAIN, SECOND, SERIES, Number, Unit, plain, short, value_axis, words
from govuk.formats import NOTHING


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
    names = [_wrapped(group.label, len(groups)) for group in groups]
    values = [
        {"group": label, "series": name, "value": plain(value), "order": place}
        for group, label in zip(groups, names, strict=True)
        for place, (name, value) in enumerate(zip(series, group.values, strict=True))
    ]
    encoding: dict[str, Any] = {
        "x": _group_axis(names),
        "y": {"field": "value", "type": "quantitative", "axis": value_axis("", unit), "stack": stacked or None},
        "color": _series_colours(series),
        "order": {"field": "order"},
    }
    if not stacked and len(series) > 1:
        encoding["xOffset"] = {"field": "series", "sort": list(series)}
    mark = {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1}
    spec = {"data": {"values": values}, "height": 280, "mark": mark, "encoding": encoding}
    rows = tuple((g.label, *(words(value, unit, g.note or "–") for value in g.values)) for g in groups)
    return Chart(title, summary, spec, (group_name, *series), rows)


NARROW, BESIDE = 400, 34  # the width of a narrow drawing, and letters of two names that stand there side by side


def _wrapped(name: str, groups: int) -> str:
    """The name on several lines where it is longer than the room that so many groups leave each on a narrow screen."""
    return "\n".join(textwrap.wrap(name, max(9, 33 // groups), break_long_words=False))


def _group_axis(labels: list[str]) -> dict[str, Any]:
    axis = {
        "title": None, "labelAngle": 0, "labelOverlap": "greedy" if len(labels) > 4 else False, "labelSeparation": 6,
        "labelLimit": max(110, 270 // max(1, len(labels))), "labelExpr": "split(datum.label, '\\n')",
    }  # fmt: skip
    scale = {"paddingInner": 0.3, "paddingOuter": 0.15 if len(labels) > 3 else 0.6}
    return {"field": "group", "type": "ordinal", "sort": labels, "axis": axis, "scale": scale}


def _series_colours(series: Sequence[str]) -> dict[str, Any]:
    """A colour for each series; a single series needs no legend.

    Long names stand below each other on a narrow screen.
    """
    scale = {"domain": list(series), "range": [SERIES[place % len(SERIES)] for place in range(len(series))]}
    found = {"field": "series", "type": "nominal", "scale": scale, "sort": list(series)}
    beside = 2 if sum(sorted(map(len, series))[-2:]) <= BESIDE else 1
    columns = {"signal": f"width < {NARROW} ? {beside} : {min(3, len(series))}"}
    return found | {"legend": None if len(series) == 1 else {"columns": columns}}


def horizontal_bars(
    *,
    title: str,
    summary: str,
    items: Sequence[Bar],
    unit: Unit = "percent",
    group_name: str = "Group",
    measure: str = "Actual",
    mark: str = "Target",
    axis: str = "",
) -> Chart:
    """One bar a row with its figure under its name, its interval as a thin line, its target as a marker.

    `measure` and `mark` are what the bar and the marker are called; `axis` says of what the values are.
    """
    values = [_row(item, unit) for item in items]
    spec = {
        "data": {"values": values},
        "height": {"step": 48 + 16 * max([0, *(one["label"].count("\n") - 1 for one in values)])},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": [one["label"] for one in values], "axis": ROW_AXIS},
            "x": {
                "type": "quantitative",
                "axis": value_axis(axis, unit, wrap=ROW_TITLE),
                "scale": {"zero": True, "nice": True},
            },
        },
        "layer": [
            _layer({"type": "bar", "color": MAIN, "height": {"band": 0.6}}, "value"),
            _layer({"type": "rule", "color": "#ffffff", "strokeWidth": 5}, "low", x2={"field": "high"}),
            _layer({"type": "rule", "color": "#0b0c0c", "strokeWidth": 1.5}, "low", x2={"field": "high"}),
            _layer({"type": "tick", "color": SECOND, "thickness": 4, "bandSize": 34, "opacity": 1}, "target"),
        ],
    }
    heads = {"value": measure, "low": "Lower limit", "high": "Upper limit", "target": mark}
    used = [name for name in heads if name == "value" or any(getattr(item, name) is not None for item in items)]
    rows = tuple((item.label, *(words(getattr(item, n), unit, _missing(item, n)) for n in used)) for item in items)
    return Chart(title, summary, spec, (group_name, *(heads[name] for name in used)), rows, _key(used, measure, mark))


def _key(used: Sequence[str], measure: str = "Actual", mark: str = "Target") -> str:
    """The key in words. Usual names are translated; others are told as the page names them."""
    parts = [gettext("Bar: actual.") if measure == "Actual" else f"{gettext('Bar')}: {measure.lower()}."]
    if "low" in used:
        parts.append(gettext("Thin line: likely range."))
    if "target" in used:
        usual = mark == "Target"
        parts.append(gettext("Upright mark: target.") if usual else f"{gettext('Upright mark')}: {mark.lower()}.")
    return " ".join(parts) if len(parts) > 1 else ""


ROW_AXIS = {
    "title": None,
    "labelLimit": 170,
    "labelLineHeight": 16,
    "labelOffset": {
        "condition": [
            {"test": f"length(split(datum.label, '\\n')) > {more}", "value": -8 * more} for more in (4, 3, 2)
        ],
        "value": -8,
    },
    "labelExpr": "split(datum.label, '\\n')",
    "ticks": False,
    "domain": False,
}


NAME_WIDTH, ROW_TITLE = 22, 26  # letters of a name that have room beside its bar, and of a title below the bars


def _row(item: Bar, unit: Unit) -> dict[str, Any]:
    """The item as the drawing takes it: its name and, on a second line, its figure or why there is none."""
    figure = item.note if item.value is None else short(item.value, unit)
    places = {name: plain(getattr(item, name)) for name in ("value", "target", "low", "high")}
    return {"label": "\n".join([*textwrap.wrap(item.label, NAME_WIDTH), figure])} | places


def _missing(item: Bar, field: str) -> str:
    """What a cell without a value says: the bar's note where its value is withheld."""
    return item.note if item.value is None and item.note and field != "target" else NOTHING


def _layer(mark: dict[str, Any], field: str, **encoding: Any) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"isValid(datum['{field}'])"}],
        "mark": mark,
        "encoding": {"x": {"field": field, "type": "quantitative"}} | encoding,
    }
