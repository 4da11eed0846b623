"""Rows of a register extract, read and checked cell by cell; who is meant is found out afterwards, over all rows."""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date

from delivery.domain import identifiers
from delivery.domain.contract import Contract
from delivery.domain.tables import BadRow
from outcomes.domain.cells import REFERENCE_LENGTH, Code, Dates, Flaw, Text
from outcomes.domain.problems import BY_CODE
from outcomes.domain.reading import Header, Reading, Row, header_of

REQUIRED = ("outcome", "achieved_on")
MOST_BAD = 200
WHO = "The row does not say who is meant. Give the reference of the participant, or an identifier."
NOBODY = BadRow(0, "participant", "", WHO)
ORDER = ("participant", "agent", "outcome", "achieved_on", "until", "person")


def header(cells: list[str]) -> Header:
    """The columns of an extract. Raises `outcomes.domain.problems.UnreadableFile` when one is missing."""
    return header_of(cells, required=REQUIRED, optional=("participant", "agent", "until", *identifiers.COLUMNS))


@dataclasses.dataclass(frozen=True)
class Stated:
    """What the sender says about an extract: which register, who keeps it, and the days that it covers."""

    name: str
    source: str
    covers_from: date
    covers_until: date


class RegisterRows:
    """Turns rows into values; what is wrong with a row is added to `bad`, at most `MOST_BAD` of them."""

    def __init__(self, contract: Contract, agents: Sequence[str], found: Header, reading: Reading, key: str) -> None:
        self.positions = found.positions
        self.key = key
        self.kinds = [kind for kind in identifiers.COLUMNS if kind in found.positions]
        dates = Dates(serials=reading.format == "xlsx" and not reading.date1904)
        self.parsers = {
            "participant": Text(REFERENCE_LENGTH),
            "agent": Code(agents, refuse_unknown=False, length=60),
            "outcome": Code(contract.outcome_codes, refuse_unknown=True, length=60),
            "achieved_on": dates,
            "until": dates,
        }
        self.agents = frozenset(agents)
        self.bad: list[BadRow] = []
        self.read = 0

    def lines(self, rows: Iterator[Row]) -> Iterator[tuple[object, ...]]:
        """(row number, reference, agent, outcome, day, until, hash) of every row that is right; empty as None."""
        for number, cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            self.read += 1
            values = self._values(number, cells)
            if values is not None:
                yield (number, *values)
            if len(self.bad) >= MOST_BAD:
                return

    def _values(self, number: int, cells: list[str]) -> tuple[str | None, ...] | None:
        given, before = {}, len(self.bad)
        for name, parser in self.parsers.items():
            cell = "".join(cells[self.positions[name] : self.positions[name] + 1]) if name in self.positions else ""
            value = parser[cell] if cell else ""
            if isinstance(value, Flaw):
                self._wrong(number, name, cell, value)
                value = ""
            elif not value and name in REQUIRED:
                self._wrong(number, name, cell, Flaw("missing", (name,)))
            given[name] = value
        given["person"] = self._person(number, cells)
        self._compare(number, given)
        if len(self.bad) > before:
            return None
        return tuple(given[name] or None for name in ORDER)

    def _person(self, number: int, cells: list[str]) -> str:
        """The keyed hash of the first identifier that the row gives; nothing when it gives none."""
        for kind in self.kinds:
            text = "".join(cells[self.positions[kind] : self.positions[kind] + 1]).strip()
            if text:
                try:
                    return identifiers.digest(self.key, kind, text)
                except identifiers.BadIdentifier as wrong:
                    self.bad.append(BadRow(number, kind, "(not shown)", str(wrong)))
        return ""

    def _compare(self, number: int, given: dict[str, str]) -> None:
        if not (given["participant"] or given["person"]):
            self.bad.append(dataclasses.replace(NOBODY, number=number))
        if given["agent"] and given["agent"] not in self.agents:
            named = ", ".join(sorted(self.agents))
            self.bad.append(BadRow(number, "agent", given["agent"], f"No agent has this code. Use one of: {named}."))
        if given["until"] and given["until"] < given["achieved_on"]:
            self.bad.append(BadRow(number, "until", given["until"], "The day is before the day of the outcome."))

    def _wrong(self, number: int, column: str, cell: str, flaw: Flaw) -> None:
        problem = BY_CODE[flaw.code]
        reason = f"{problem.reason} {problem.cure}".format(*flaw.details, "", "", value=cell[:100])
        self.bad.append(BadRow(number, column, cell[:100], reason))
