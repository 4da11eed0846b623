"""A file of measured figures, read row by row: what each is about, and what was counted.

A ratio is given as numerator and denominator, or as a mean and how many it is of. What a figure is for is named by
`for`, or by `place` and `period` of a panel.
"""

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from contracts.domain import panels
from delivery.domain import tables
from delivery.domain.tables import BadRow, Row
from outcomes.domain.cells import ungrouped
from outcomes.domain.figures import Figures, Statement

SAME = {
    "count": "numerator", "of": "denominator", "n": "denominator", "covers": "for",
}  # fmt: skip
NUMBERS = ("numerator", "denominator", "mean", "value")
REQUIRED = ("metric", "measured_on", "source")
OPTIONAL = ("for", "place", "period", "agent", *NUMBERS, "evidence", *SAME)
COLUMNS = ("metric", "for", "name", "agent", *NUMBERS, "measured_on", "source", "evidence")
"""Of the file to fill in. `name` says in words what a row is for, and is not read."""
NUMBER = re.compile(r"-?\d{1,14}(\.\d{1,6})?", re.ASCII)
SOURCE_LENGTH, EVIDENCE_LENGTH = 200, 1000


@dataclasses.dataclass(frozen=True)
class Line:
    """A row that can be read: the figure that it is for, and what it states."""

    number: int
    metric: str
    agent: str
    covers: str
    stated: Statement


class Flawed(Exception):
    """A row that cannot be read: the column, what stands there, and what to do."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value = column, value


def read(content: bytes) -> tuple[list[Line], list[BadRow]]:
    """The rows of the file, and those that cannot be read. Raises `delivery.domain.tables.Unreadable`."""
    lines, bad = [], []
    for row in tables.read(content, REQUIRED, OPTIONAL):
        cells = {**row.cells, **{SAME[name]: row.cells[name] for name in SAME if row.cells[name]}}
        try:
            lines.append(_line(Row(row.number, cells)))
        except Flawed as flaw:
            bad.append(BadRow(row.number, flaw.column, flaw.value, str(flaw)))
    return lines, bad


def _line(row: Row) -> Line:
    cells = row.cells
    covers = cells["for"]
    if not covers and cells["place"] and cells["period"]:
        covers = panels.covers(cells["place"], cells["period"])
    _need(bool(cells["metric"]), "metric", "", "Enter the code of the metric.")
    _need(bool(covers), "for", "", "Enter what the figure is for, or the place and the period.")
    measured_on = tables.day(cells["measured_on"])
    if measured_on is None:
        raise Flawed("measured_on", cells["measured_on"], "Enter the day as 2026-03-31 or 31/03/2026.")
    _need(0 < len(cells["source"]) <= SOURCE_LENGTH, "source", cells["source"], "Enter where the figure comes from.")
    evidence = cells["evidence"]
    _need(len(evidence) <= EVIDENCE_LENGTH, "evidence", evidence, f"Use at most {EVIDENCE_LENGTH:,} characters.")
    stated = Statement(_figures(cells.__getitem__), measured_on, cells["source"], evidence)
    return Line(row.number, cells["metric"], cells["agent"], covers, stated)


def _need(holds: bool, column: str, value: str, reason: str) -> None:
    if not holds:
        raise Flawed(column, value, reason)


def _figures(cell: Callable[[str], str]) -> Figures:
    given = {name: _number(name, cell(name)) for name in NUMBERS}
    mean, of = given["mean"], given["denominator"]
    if mean is None:
        return Figures(given["value"], given["numerator"], of)
    _need(given["numerator"] is None, "mean", cell("mean"), "Give a numerator or a mean, not both.")
    if of is None:
        raise Flawed("denominator", "", "Enter of how many this is the mean.")
    return Figures(given["value"], (mean * of).quantize(Decimal("0.000001")).normalize(), of)


def _number(name: str, text: str) -> Decimal | None:
    plain = ungrouped(text)
    if not plain:
        return None
    try:
        return Decimal(plain if NUMBER.fullmatch(plain) else "x")
    except InvalidOperation:
        raise Flawed(name, text, "Enter a number such as 1234.5, with at most 6 decimal places.") from None
