"""What is written at the ends of the lines of a chart, and where, so that no legend is needed."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from govuk.charts.style import Unit, short

HEIGHT = 280
ROUND = ((2**0.5, 1), (10**0.5, 2), (50**0.5, 5), (math.inf, 10))  # the steps of a round axis: 1, 2, 5, 10
BELOW, ABOVE, APART = -18, 14, 17  # where a name stands from its line, and how far names keep apart, in pixels
PLOT, LETTER = 270, 7.5  # the width of a narrow drawing between its axis and its side, and of a letter, in pixels


class Name(NamedTuple):
    """What is written at the end of a line of the drawing, and on which side of it."""

    field: str
    words: str
    colour: str
    above: bool


class Axis(NamedTuple):
    """Pixels for one of the unit, and the height at which the periods are written."""

    scale: float
    ground: float


def end_labels(rows: Sequence[dict[str, Any]], names: Sequence[Name], unit: Unit, axis: Axis) -> list[Any]:
    """The names of the lines at their last points, so that no legend is needed.

    A name that would come to lie on the periods stands above its line, and one whose place is taken moves up. One that
    has no room before the end of its line stands after it, and below what goes on there.
    """
    ends: dict[str, list[tuple[Name, dict[str, Any], bool]]] = defaultdict(list)
    for name in names:
        if (row := last_row(rows, name.field)) is not None:
            label = f"{name.words} {short(row[name.field], unit)}"
            is_early = _is_early(rows.index(row), len(rows), label)
            ends[row["period"]].append((name._replace(words=label, above=name.above and not is_early), row, is_early))
    labels = []
    for together in ends.values():
        heights = [row[name.field] * axis.scale for name, row, _early in together]
        placed = stand_clear([_wanted(one[0], at, axis) for one, at in zip(together, heights, strict=True)])
        labels += [
            _end_label(name, row, dy=round(at - place), is_early=is_early)
            for (name, row, is_early), at, place in zip(together, heights, placed, strict=True)
        ]
    return labels


def _is_early(place: int, of: int, label: str) -> bool:
    """Whether a line ends so early that its name has no room before that on a narrow screen."""
    share = place / (of - 1) if of > 1 else 1.0
    return share < 0.5 and share * PLOT < len(label) * LETTER


def _wanted(name: Name, height: float, axis: Axis) -> float:
    fits_below = height + BELOW >= axis.ground + APART / 2
    return height + (BELOW if fits_below and not name.above else ABOVE)


def stand_clear(wanted: Sequence[float]) -> list[float]:
    """Heights at least `APART` from one another, in the order of those wanted, none lower than it was wanted."""
    placed, floor = list(wanted), float("-inf")
    for place in sorted(range(len(placed)), key=placed.__getitem__):
        placed[place] = max(placed[place], floor)
        floor = placed[place] + APART
    return placed


def last_row(rows: Sequence[dict[str, Any]], field: str) -> dict[str, Any] | None:
    """Where the line ends; None where nothing of it is known."""
    return next((row for row in reversed(rows) if row[field] is not None), None)


def _end_label(name: Name, row: dict[str, Any], dy: int, *, is_early: bool) -> dict[str, Any]:
    values = [{"period": row["period"], "value": row[name.field], "label": name.words}]
    side = {"align": "left", "dx": -6} if is_early else {"align": "right", "dx": 6}
    mark = {"type": "text", "dy": dy, "color": name.colour} | side
    encoding = {"y": {"field": "value", "type": "quantitative"}, "text": {"field": "label"}}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def axis_of(values: Sequence[float], *, from_nought: bool = True) -> Axis:
    """An axis from nought, or from below it, up to a round number, as it is drawn; or around the values alone."""
    ends = [0.0] if from_nought or not values else []
    low, high = min([*ends, *values]), max([*ends, *values])
    if low == high:
        return Axis(1.0, 0.0)
    rough = (high - low) / 10
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(size for most, size in ROUND if rough / power < most)
    foot = math.floor(low / step) * step
    scale = HEIGHT / (math.ceil(high / step) * step - foot)
    return Axis(scale, foot * scale)
