"""Numbers by period, and numbers so far: two types that cannot be taken for one another.

A number per period can be added up to a number so far, and a number so far taken apart again; nothing adds one to the
other, and only numbers per period roll over windows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Self


@dataclass(frozen=True)
class PerPeriod:
    """What happened within each of some periods, in their order, and nothing of any other."""

    labels: tuple[str, ...]
    numbers: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.numbers) or len(set(self.labels)) != len(self.labels):
            raise ValueError("Each period needs one number, and is named once.")

    def cumulate(self) -> "Cumulative":
        return Cumulative(self.labels, tuple(accumulate(self.numbers)))

    def latest(self, periods: int) -> Self:
        """Only the latest so many periods."""
        kept = max(len(self.labels) - periods, 0)
        return type(self)(self.labels[kept:], self.numbers[kept:])

    def total(self) -> int:
        return sum(self.numbers)

    def __add__(self, other: "PerPeriod") -> "PerPeriod":
        """Of the same periods, for example of two agents."""
        if not isinstance(other, PerPeriod):
            return NotImplemented
        if self.labels != other.labels:
            raise ValueError("Numbers of different periods cannot be added.")
        return PerPeriod(self.labels, tuple(a + b for a, b in zip(self.numbers, other.numbers, strict=True)))


@dataclass(frozen=True)
class Cumulative:
    """What had happened by the end of each of some periods, everything before included. It never falls."""

    labels: tuple[str, ...]
    so_far: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.so_far) or len(set(self.labels)) != len(self.labels):
            raise ValueError("Each period needs one number, and is named once.")
        if any(later < earlier for earlier, later in pairwise((0, *self.so_far))):
            raise ValueError("A number so far cannot fall.")

    def per_period(self) -> PerPeriod:
        return PerPeriod(self.labels, tuple(later - earlier for earlier, later in pairwise((0, *self.so_far))))

    def at_end(self) -> int:
        return self.so_far[-1] if self.so_far else 0


def by_month(counts: Mapping[str, int], first: str, last: date) -> PerPeriod:
    """Counts by calendar month ("2026-03"): a number of each, from the first to that of the day, gaps as nought."""
    year, month = int(first[:4]), int(first[5:])
    labels = []
    while (year, month) <= (last.year, last.month):
        labels.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return PerPeriod(tuple(labels), tuple(counts.get(label, 0) for label in labels))
