"""Small counts in tables of two ways. The rules for one figure and for one group stand with participants."""

from collections.abc import Mapping, Sequence

from delivery.domain.disclosure import NOBODY, Figure, hidden, hidden_names, is_small

__all__ = ["NOBODY", "Figure", "Place", "hidden", "hidden_names", "hidden_places", "is_small"]

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
