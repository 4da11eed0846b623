"""People in three sets that overlap: a numbered mark for each in the region of the sets to which they belong."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from govuk.charts.drawing import Chart
from govuk.charts.style import QUIET, SERIES

RADIUS, APART = 104.0, 66.0
"""Of each circle, and of its centre from the middle of the drawing, in pixels: they fit a narrow screen."""
HEIGHT, MIDDLE = 372, 196
COLOURS = SERIES[:3]
ANGLES = (-90.0, 150.0, 30.0)
"""Where each circle lies from the middle: the first above, the second below on the left, the third on the right."""
DISC = {"type": "point", "color": "#ffffff", "stroke": "#0b0c0c", "strokeWidth": 2, "size": 340}
SPOTS = ((0, 0), (22, 0), (-22, 0), (11, 19), (-11, -19), (-11, 19), (11, -19))
"""Where marks stand around the heart of a region: seven have room in the smallest one."""
OUTSIDE = (-124.0, -138.0)
HEARTS = {1: 116.0, 2: 76.0}
"""How far the heart of a region of one or two sets lies from the middle, where that of all three lies."""


@dataclass(frozen=True)
class Belonging:
    """Somebody and whether they belong to the first, the second and the third set."""

    label: str
    first: bool
    second: bool
    third: bool

    @property
    def region(self) -> tuple[bool, bool, bool]:
        return self.first, self.second, self.third


def _from_middle(angle: float, distance: float) -> tuple[float, float]:
    return distance * math.cos(math.radians(angle)), distance * math.sin(math.radians(angle))


def _heart(region: tuple[bool, bool, bool]) -> tuple[float, float]:
    """The middle of a region: in the direction of the sets that meet in it."""
    inside = [_from_middle(angle, 1) for angle, belongs in zip(ANGLES, region, strict=True) if belongs]
    if not inside:
        return OUTSIDE
    across, down = sum(x for x, _y in inside), sum(y for _x, y in inside)
    length = math.hypot(across, down)
    if len(inside) == len(ANGLES):
        return 0.0, 0.0
    return HEARTS[len(inside)] * across / length, HEARTS[len(inside)] * down / length


def _marks(people: Sequence[Belonging]) -> list[dict[str, Any]]:
    """The marks with their numbers; where a region has more people than room, its last mark counts the rest."""
    regions: dict[tuple[bool, bool, bool], list[int]] = defaultdict(list)
    for number, one in enumerate(people, 1):
        regions[one.region].append(number)
    found = []
    for region, numbers in regions.items():
        x, y = _heart(region)
        labels = [str(number) for number in numbers]
        if len(labels) > len(SPOTS):
            labels = [*labels[: len(SPOTS) - 1], f"+{len(labels) - len(SPOTS) + 1}"]
        found += [{"x": x + dx, "y": y + dy, "label": label} for label, (dx, dy) in zip(labels, SPOTS, strict=False)]
    return found


def _circles() -> list[dict[str, Any]]:
    """The outline of each set, with a faint filling."""
    layers: list[dict[str, Any]] = []
    for colour, angle in zip(COLOURS, ANGLES, strict=True):
        x, y = _from_middle(angle, APART)
        around = [_from_middle(turn * 5, RADIUS) for turn in range(72)]
        points = [{"x": x + dx, "y": y + dy, "order": order} for order, (dx, dy) in enumerate(around)]
        mark = {
            "type": "line", "interpolate": "linear-closed", "color": colour, "fill": colour, "fillOpacity": 0.1,
            "strokeWidth": 2,
        }  # fmt: skip
        layers.append(_placed(points, mark, order={"field": "order"}))
    return layers


def _placed(values: list[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    """A layer in pixels from the middle of the drawing, so that a circle is round at every width."""
    place: dict[str, Any] = {
        name: {"field": f"p{name}", "type": "quantitative", "scale": None, "axis": None} for name in ("x", "y")
    }
    return {
        "data": {"values": values},
        "transform": [
            {"calculate": "width / 2 + datum.x", "as": "px"},
            {"calculate": f"{MIDDLE} + datum.y", "as": "py"},
        ],
        "mark": mark,
        "encoding": place | encoding,
    }


def _names(sets: Sequence[str], outside: str) -> list[dict[str, Any]]:
    """The name of each set beyond its circle; and of what lies outside them all, where anybody does."""
    places = ((0, -APART - RADIUS - 10, "center"), (-60, 158, "center"), (60, 158, "center"))
    rows = [
        ({"x": x, "y": y, "name": name}, colour, align)
        for name, colour, (x, y, align) in zip(sets, COLOURS, places, strict=True)
    ]
    if outside:
        rows.append(({"x": OUTSIDE[0], "y": OUTSIDE[1] - 42, "name": outside}, QUIET, "center"))
    text = {"field": "name"}
    return [_placed([row], {"type": "text", "color": colour, "align": align}, text=text) for row, colour, align in rows]


def three_sets(
    *, title: str, summary: str, sets: tuple[str, str, str], people: Sequence[Belonging], outside: str = "None of them"
) -> Chart:
    """People in three overlapping sets, numbered in the order given. The table says of each to which they belong."""
    stray = any(not any(one.region) for one in people)
    spec = {
        "height": HEIGHT,
        "layer": [
            *_circles(),
            *_names(sets, outside if stray else ""),
            _placed(_marks(people), DISC),
            _placed(
                _marks(people), {"type": "text", "color": "#0b0c0c", "baseline": "middle", "dy": 1, "fontSize": 12},
                text={"field": "label"},
            ),
        ],
    }  # fmt: skip
    rows = tuple(
        (f"{number}. {one.label}", *("Yes" if belongs else "No" for belongs in one.region))
        for number, one in enumerate(people, 1)
    )
    key = "; ".join(f"{number}: {one.label}" for number, one in enumerate(people, 1))
    return Chart(title, summary, spec, ("Who", *sets), rows, f"{key}." if key else "")
