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
