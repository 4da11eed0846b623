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


@dataclass(frozen=True)
class Rule:
    """What the source of the data asks: counts from 1 up to below `threshold` are hidden, nought too if
    `hides_nought`; those shown are rounded to the nearest multiple of `base`, a half upwards."""

    threshold: int = 5
    base: int = 1
    hides_nought: bool = False

    def is_small(self, count: int) -> bool:
        return (0 if self.hides_nought else 1) <= count < self.threshold

    def rounded(self, count: int) -> int:
        return (2 * count + self.base) // (2 * self.base) * self.base

    @property
    def words(self) -> str:
        """The rule in one sentence."""
        least = 0 if self.hides_nought else 1
        said = f"Counts from {least} to {self.threshold - 1} are not shown, nor figures that would give them away."
        return f"{said} Other counts are rounded to the nearest {self.base}." if self.base > 1 else said


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
