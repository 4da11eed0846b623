"""Stakeholders by interest and power, in four quarters that each advise what to do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from govuk.charts.drawing import Chart
from govuk.charts.style import MAIN, QUIET, RULE, Number, words

QUARTERS = (
    ("Keep satisfied", False, True),
    ("Manage closely", True, True),
    ("Monitor", False, False),
    ("Keep informed", True, False),
)
"""Name, whether interest is high, whether power is high."""

X = {"field": "interest", "type": "quantitative"}
Y = {"field": "power", "type": "quantitative"}
MARGIN = 0.7  # of a score, between the outermost spots and the frame


@dataclass(frozen=True)
class Placed:
    """A stakeholder with scores of power and interest."""

    label: str
    power: Number
    interest: Number


def quarter(placed: Placed, highest: Number = 5) -> str:
    """The plot's advice for a stakeholder; a score on the middle line counts as high."""
    middle = (1 + float(highest)) / 2
    interested, powerful = float(placed.interest) >= middle, float(placed.power) >= middle
    return next(name for name, right, top in QUARTERS if (right, top) == (interested, powerful))


def _spots(people: Sequence[Placed]) -> list[dict[str, Any]]:
    """One row for each spot, named after those who stand on it."""
    found: dict[tuple[float, float], list[str]] = defaultdict(list)
    for one in people:
        found[float(one.interest), float(one.power)].append(one.label)
    return [
        {
            "interest": interest,
            "power": power,
            "label": names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more",
            "many": len(names),
        }
        for (interest, power), names in found.items()
    ]


def _side(interest: float, highest: float) -> str:
    """How a name stands over its spot: centred, but turned inwards near the edges."""
    if interest < 2:
        return "left"
    return "right" if interest > highest - 1 else "center"


def _frame(highest: float) -> list[dict[str, Any]]:
    """The two middle lines and the name of each quarter in its outer corner."""
    middle, low, high = (1 + highest) / 2, 1 - MARGIN, highest + MARGIN
    line = {"type": "rule", "color": RULE, "strokeWidth": 1.5}
    layers: list[dict[str, Any]] = [
        {"data": {"values": [{"interest": middle}]}, "mark": line, "encoding": {"x": X, "y": None}},
        {"data": {"values": [{"power": middle}]}, "mark": line, "encoding": {"x": None, "y": Y}},
    ]
    for name, right, up in QUARTERS:
        corner = {"interest": high if right else low, "power": high if up else low, "name": name}
        text = {"type": "text", "color": QUIET, "align": "right" if right else "left"}
        place = {"baseline": "top" if up else "bottom", "dx": -6 if right else 6, "dy": 6 if up else -6}
        encoding = {"x": X, "y": Y, "text": {"field": "name"}}
        layers.append({"data": {"values": [corner]}, "mark": text | place, "encoding": encoding})
    return layers


def _people(spots: Sequence[dict[str, Any]], highest: float) -> list[dict[str, Any]]:
    size = {"field": "many", "type": "quantitative", "scale": {"domain": [1, 6], "range": [110, 400]}, "legend": None}
    dot = {"type": "point", "color": MAIN, "stroke": "#ffffff"}
    layers: list[dict[str, Any]] = [
        {"data": {"values": list(spots)}, "mark": dot, "encoding": {"x": X, "y": Y, "size": size}}
    ]
    for align, dx in (("left", -6), ("center", 0), ("right", 6)):
        values = [spot for spot in spots if _side(spot["interest"], highest) == align]
        text = {"type": "text", "align": align, "dx": dx, "dy": -15, "limit": 150}
        words_style = {"fontWeight": "normal", "color": "#0b0c0c"}
        encoding = {"x": X, "y": Y, "text": {"field": "label"}}
        layers.append({"data": {"values": values}, "mark": text | words_style, "encoding": encoding})
    return layers


def power_interest(*, title: str, summary: str, people: Sequence[Placed], highest: Number = 5) -> Chart:
    """Stakeholders by interest (across) and power (up), scored from 1 to `highest`."""
    top = float(highest)
    scale = {"domain": [1 - MARGIN, top + MARGIN], "nice": False, "zero": False}
    axis = {"grid": False, "ticks": False, "labels": False, "domain": False}
    spec = {
        "height": 360,
        "encoding": {
            "x": {"type": "quantitative", "scale": scale, "axis": axis | {"title": "Interest →"}},
            "y": {"type": "quantitative", "scale": scale, "axis": axis | {"title": "Power →"}},
        },
        "config": {"view": {"stroke": RULE}},
        "layer": [*_frame(top), *_people(_spots(people), top)],
    }
    rows = tuple((p.label, words(p.power, "count"), words(p.interest, "count"), quarter(p, highest)) for p in people)
    return Chart(title, summary, spec, ("Stakeholder", "Power", "Interest", "What to do"), rows)
