"""Colours, axes and units that all charts share. Every colour has at least 3:1 contrast with white."""

import textwrap
from decimal import Decimal
from typing import Any, Literal

from govuk import formats

Unit = Literal["percent", "whole_percent", "count", "money"]
Number = Decimal | float | int

MAIN, SECOND, QUIET, RULE = "#0b5c75", "#b7592a", "#5b6464", "#cdd9d9"
SERIES = (MAIN, SECOND, "#54319f", "#0f7a52", "#ca357c", QUIET)

CONFIG: dict[str, Any] = {
    "font": "Liberation Sans, Arial, sans-serif",
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelColor": "#484949",
        "titleColor": "#484949",
        "gridColor": "#e3e8e8",
        "domainColor": "#858686",
        "tickColor": "#858686",
        "labelPadding": 6,
        "titlePadding": 10,
    },
    "legend": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelColor": "#484949",
        "orient": "top",
        "title": None,
        "labelLimit": 260,
        "symbolSize": 120,
        "columns": 3,
        "columnPadding": 30,
    },
    "text": {"fontSize": 13, "fontWeight": 600},
    "line": {"strokeWidth": 2.5},
    "point": {"filled": True, "size": 55, "opacity": 1},
    "rule": {"strokeWidth": 2},
}

SHORT_MONEY = (
    "(datum.value < 0 ? '−' : '') + '£' + replace(replace(format(abs(datum.value), '~s'), 'G', 'bn'), 'M', 'm')"
)


LONG_PERIOD, LONG_TITLE = 9, 36  # letters that have room below a point, and along an axis, of a narrow drawing
COUNTS = "abs(datum.value) < 1e6 ? format(datum.value, ',.9~g') : format(datum.value, '~s')"


def words(value: Number | None, unit: Unit, missing: str = formats.NOTHING) -> str:
    """A value as it stands in a table cell."""
    if value is None:
        return missing
    if unit == "percent":
        return formats.percent(value, 1)
    if unit == "whole_percent":
        return formats.percent(value)
    return formats.money(value) if unit == "money" else formats.count(value)


def short(value: Number, unit: Unit) -> str:
    """A value as it stands beside a mark."""
    if unit == "money":
        return formats.pounds(value)
    return words(value, unit)


def plain(value: Number | None) -> float | None:
    """A value as the drawing takes it: position on the page needs no exact decimals."""
    return None if value is None else float(value)


def value_axis(title: str, unit: Unit, *, grid: bool = True, wrap: int = LONG_TITLE) -> dict[str, Any]:
    """An axis of values with few ticks, in the unit's own form; its title breaks after `wrap` letters."""
    axis: dict[str, Any] = {
        "title": textwrap.wrap(title, wrap) if title else None,
        "grid": grid,
        "tickCount": 5,
        "domain": False,
        "ticks": False,
    }
    if unit in ("percent", "whole_percent"):
        return axis | {"format": "~%"}
    return axis | {"labelExpr": SHORT_MONEY if unit == "money" else COUNTS}


def period_axis(periods: list[str]) -> dict[str, Any]:
    """An axis of periods in the order given, whose labels give way to one another rather than overlap.

    A long name stands on several lines, so that the last one stays on a narrow screen.
    """
    axis = {"title": None, "labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 14, "grid": False}
    axis["labelExpr"] = f"length(datum.label) > {LONG_PERIOD} ? split(datum.label, ' ') : datum.label"
    return {"field": "period", "type": "ordinal", "sort": periods, "axis": axis, "scale": {"padding": 0.3}}
