"""Stakeholders by interest and power, in four quarters that each advise what to do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from govuk.charts.drawing import NARROW, Chart
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
LETTER = 7.5  # pixels that a letter of a name takes, at most, on average
ROOM = NARROW - 40  # pixels between the sides of the frame on a narrow screen


@dataclass(frozen=True)
class Placed:
    """A stakeholder with scores of power and interest."""

    label: str
    power: Number
    interest: Number


@dataclass(frozen=True)
class Spot:
    """A place in the plot with the names of those who stand on it."""

    power: float
    interest: float
    names: tuple[str, ...]


def quarter(placed: Placed, highest: Number = 5) -> str:
    """The plot's advice for a stakeholder; a score on the middle line counts as high."""
    middle = (1 + float(highest)) / 2
    interested, powerful = float(placed.interest) >= middle, float(placed.power) >= middle
    return next(name for name, right, top in QUARTERS if (right, top) == (interested, powerful))


def _spots(people: Sequence[Placed]) -> list[Spot]:
    """The places that are taken, as one reads: from the top, and from the left."""
    found: dict[tuple[float, float], list[str]] = defaultdict(list)
    for one in people:
        found[-float(one.power), float(one.interest)].append(one.label)
    return [Spot(-power, interest, tuple(names)) for (power, interest), names in sorted(found.items())]


def _side(interest: float, highest: float) -> str:
    """How a name stands over its spot: centred, but turned inwards near the edges."""
    if interest < 2:
        return "left"
    return "right" if interest > highest - 1 else "center"


def _reach(spot: Spot, highest: float) -> tuple[float, float]:
    """From where to where its name goes across a narrow drawing, in pixels."""
    at = (spot.interest - 1 + MARGIN) / (highest - 1 + 2 * MARGIN) * ROOM
    width = max((len(name) for name in spot.names), default=0) * LETTER
    before = {"left": 6.0, "center": width / 2, "right": width - 6}[_side(spot.interest, highest)]
    return at - before, at - before + width


def _have_room(spots: Sequence[Spot], highest: float) -> bool:
    """Whether every spot can carry its name: one on each, none cut off, none over another of the same power."""
    reach = {spot: _reach(spot, highest) for spot in spots}
    if any(len(spot.names) > 1 or first < 0 or last > ROOM for spot, (first, last) in reach.items()):
        return False
    pairs = ((one, other) for one, other in combinations(spots, 2) if abs(one.power - other.power) < 0.4)
    return all(reach[one][1] < reach[other][0] or reach[other][1] < reach[one][0] for one, other in pairs)


def _named(spots: Sequence[Spot]) -> tuple[list[str], str]:
    """The name of each spot, which needs no key."""
    return [spot.names[0] for spot in spots], ""


def _numbered(spots: Sequence[Spot]) -> tuple[list[str], str]:
    """The numbers of those on each spot, and the key that says who they are."""
    labels, key, before = [], [], 0
    for spot in spots:
        last = before + len(spot.names)
        labels.append(str(last) if last == before + 1 else f"{before + 1}–{last}")
        key += [f"{number}: {name}" for number, name in enumerate(spot.names, before + 1)]
        before = last
    return labels, f"{'; '.join(key)}."


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


def _people(rows: Sequence[dict[str, Any]], highest: float) -> list[dict[str, Any]]:
    size = {"field": "many", "type": "quantitative", "scale": {"domain": [1, 6], "range": [110, 400]}, "legend": None}
    dot = {"type": "point", "color": MAIN, "stroke": "#ffffff"}
    layers: list[dict[str, Any]] = [
        {"data": {"values": list(rows)}, "mark": dot, "encoding": {"x": X, "y": Y, "size": size}}
    ]
    for align, dx in (("left", -6), ("center", 0), ("right", 6)):
        values = [row for row in rows if row["side"] == align]
        text = {"type": "text", "align": align, "dx": dx, "dy": -17}
        words_style = {"fontWeight": "normal", "color": "#0b0c0c"}
        encoding = {"x": X, "y": Y, "text": {"field": "label"}}
        layers.append({"data": {"values": values}, "mark": text | words_style, "encoding": encoding})
    return layers


def power_interest(*, title: str, summary: str, people: Sequence[Placed], highest: Number = 5) -> Chart:
    """Stakeholders by interest (across) and power (up), scored from 1 to `highest`.

    Names stand over their spots where all of them have room. Otherwise the spots are numbered and the key says who is
    who, so that no name is cut off or lies over another.
    """
    top = float(highest)
    spots = _spots(people)
    has_room = _have_room(spots, top)
    labels, key = _named(spots) if has_room else _numbered(spots)
    scale = {"domain": [1 - MARGIN, top + MARGIN], "nice": False, "zero": False}
    axis = {"grid": False, "ticks": False, "labels": False, "domain": False}
    rows = [
        {
            "interest": spot.interest, "power": spot.power, "label": label, "many": len(spot.names),
            "side": _side(spot.interest, top) if has_room else "center",
        }
        for spot, label in zip(spots, labels, strict=True)
    ]  # fmt: skip
    spec = {
        "height": 360,
        "encoding": {
            "x": {"type": "quantitative", "scale": scale, "axis": axis | {"title": "Interest →"}},
            "y": {"type": "quantitative", "scale": scale, "axis": axis | {"title": "Power →"}},
        },
        "config": {"view": {"stroke": RULE}},
        "layer": [*_frame(top), *_people(rows, top)],
    }
    cells = tuple((p.label, words(p.power, "count"), words(p.interest, "count"), quarter(p, highest)) for p in people)
    return Chart(title, summary, spec, ("Stakeholder", "Power", "Interest", "What to do"), cells, key)
