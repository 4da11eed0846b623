"""Small counts are not shown to people who may not see the rows behind them.

A figure made of people and achievements is small when 1 up to below the threshold people stand behind it, or achieved,
or did not achieve: any of the three can be worked out from the other two. Nought is not small.

Primary suppression hides every small figure. Secondary suppression sees to it that no hidden figure can be found by
subtraction: what is hidden in a group that is shown with its total must, taken together, be at least two figures and
not small itself; otherwise the next figure with fewest people is hidden too.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Figure:
    people: int
    achieved: int

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.people + other.people, self.achieved + other.achieved)


NOBODY = Figure(0, 0)


def is_small(figure: Figure, threshold: int) -> bool:
    parts = (figure.people, figure.achieved, figure.people - figure.achieved)
    return any(0 < part < threshold for part in parts)


def hidden(figures: Sequence[Figure], threshold: int) -> list[bool]:
    """Which figures of a group are hidden, where the group is shown with its total."""
    found = [is_small(figure, threshold) for figure in figures]
    while any(found):
        concealed = [figure for figure, hide in zip(figures, found, strict=True) if hide]
        if len(concealed) > 1 and not is_small(sum(concealed, NOBODY), threshold):
            break
        shown = [place for place, hide in enumerate(found) if not hide and figures[place].people]
        if not shown:
            break
        found[min(shown, key=lambda place: figures[place].people)] = True
    return found


def hidden_names(group: Mapping[Name, Figure], threshold: int) -> frozenset[Name]:
    """The names in a group that are hidden, where the group is shown with its total."""
    flags = hidden(list(group.values()), threshold)
    return frozenset(name for name, hide in zip(group, flags, strict=True) if hide)


Place = tuple[str | None, str | None]
"""Where a figure stands in a table of two ways: its row and its column; None is the total over them."""


def hidden_places(cells: Mapping[tuple[str, str], Figure], threshold: int) -> frozenset[Place]:
    """What is hidden of a table of two ways that is shown, or can be asked for, with the totals of rows and columns.

    In every line – a row with its total, a column with its total, the totals themselves – the rule of `hidden` must
    hold, with what the other lines hide taken into account; so it is applied to all lines until nothing changes.
    """
    table = _with_totals(cells)
    found = {place for place, figure in table.items() if is_small(figure, threshold)}
    rows, columns = {row for row, _column in table}, {column for _row, column in table}
    lines: list[list[Place]] = [[(row, column) for column in columns if (row, column) in table] for row in rows]
    lines += [[(row, column) for row in rows if (row, column) in table] for column in columns]
    changed = True
    while changed:
        changed = False
        for line in lines:
            more = _gives_away(line, table, found, threshold)
            if more is not None:
                found.add(more)
                changed = True
    return frozenset(found)


def _with_totals(cells: Mapping[tuple[str, str], Figure]) -> dict[Place, Figure]:
    table: dict[Place, Figure] = {}
    for (row, column), figure in cells.items():
        for place in ((row, column), (row, None), (None, column), (None, None)):
            table[place] = table.get(place, NOBODY) + figure
    return table


def _gives_away(
    line: Sequence[Place], table: Mapping[Place, Figure], found: set[Place], threshold: int
) -> Place | None:
    """The figure of a line that must be hidden too, if what is hidden in it could be found by subtraction."""
    concealed = [place for place in line if place in found]
    if not concealed:
        return None
    total = max(line, key=lambda place: place.count(None))
    if len(concealed) > 1:
        inner = [place for place in concealed if place != total]
        if total in concealed or not is_small(sum((table[place] for place in inner), NOBODY), threshold):
            return None
    shown = [place for place in line if place not in found and table[place].people]
    return min(shown, key=lambda place: (table[place].people, str(place)), default=None)
