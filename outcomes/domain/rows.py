"""Rows of a file to lines for the staging table, with every flaw of every cell.

A line is a row in the text format of COPY, tab between the columns, nothing for NULL. Backslashes are doubled by who
writes the lines; tabs and line breaks cannot occur, because cells that hold them are flawed.
"""

import itertools
import json
import operator
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from contracts.domain import words
from contracts.domain.eligibility import STARTED_ON
from delivery.domain.contract import Contract, Segment, Version, in_words, segment_for
from outcomes.domain.cells import (
    EVIDENCE_REFERENCE_LENGTH,
    REFERENCE_LENGTH,
    Code,
    Dates,
    Flaw,
    Numbers,
    Parser,
    Reference,
    Sequences,
    Text,
)
from outcomes.domain.problems import Found
from outcomes.domain.reading import Header, Reading, Row

LONGEST_SHOWN = 100
CODE_LENGTH = 60
ATTRIBUTE_LENGTH = 100


class Rows(Protocol):
    """What turns the rows of one kind of file into lines. `ddl` are the columns of the staging table."""

    ddl: str
    dates: Dates
    problems: list[Found]

    def lines(self, rows: Sequence[Row]) -> list[str | None]:
        """The line of each row, or nothing if all its cells are blank. Flaws are added to `problems`."""


class Cells:
    """The cells of a row through the parser of their column. `problems` collects what is wrong."""

    def __init__(self, header: Header, plan: Sequence[tuple[str, Parser]], required: int) -> None:
        self.width = len(header.columns)
        self.names = [name for name, _ in plan]
        self.parsers = [parser for _, parser in plan]
        self.positions = [header.positions.get(name, self.width) for name in self.names]
        self._pick = operator.itemgetter(*self.positions)
        self.required = required
        self.problems: list[Found] = []
        self.short = ""

    def values(self, number: int, cells: list[str]) -> tuple[list[str], bool] | None:
        """The values in the order of the plan, and whether any is flawed; nothing for a blank row."""
        self.short = ""
        if len(cells) != self.width:
            if not any(cell.strip() for cell in cells):
                return None
            cells = self._fitted(number, cells)
        cells.append("")
        found = list(map(operator.getitem, self.parsers, self._pick(cells)))
        if Flaw not in map(type, found) and all(found[: self.required]):
            return found, len(cells) > self.width + 1  # type: ignore[return-value]
        return self._flawed(number, cells, found)

    def columns(self, rows: Sequence[Row]) -> tuple[list[Sequence[str]], set[int]]:
        """The values of many rows, column by column in the order of the plan, and the places of those rows that have to
        be looked at one by one, because something is wrong or missing in them."""
        every = [cells for _, cells in rows]
        odd: set[int] = set()
        if set(map(len, every)) != {self.width}:
            odd = {place for place, cells in enumerate(every) if len(cells) != self.width}
            every = [[""] * self.width if place in odd else cells for place, cells in enumerate(every)]
        columns = [*zip(*every, strict=True), ("",) * len(rows)]
        found: list[Sequence[str]] = []
        for index, (parser, position) in enumerate(zip(self.parsers, self.positions, strict=True)):
            values = parser.column(columns[position])
            if Flaw in set(map(type, values)):
                odd.update(place for place, value in enumerate(values) if type(value) is Flaw)
                values = ["" if type(value) is Flaw else value for value in values]
            if index < self.required and not all(values):
                odd.update(place for place, value in enumerate(values) if not value)
            found.append(values)  # type: ignore[arg-type]
        return found, odd

    def _fitted(self, number: int, cells: list[str]) -> list[str]:
        """A row with the width of the header, or one wider when it has more cells than the header names."""
        while len(cells) > self.width and not cells[-1].strip():
            cells.pop()
        if len(cells) > self.width:
            details = (str(len(cells)), str(self.width))
            self.problems.append(Found(number, "", "too_many_cells", _shown(cells[self.width]), details))
            return [*cells[: self.width], ""]
        if len(cells) < self.width:
            self.short = str(len(cells))
        return cells + [""] * (self.width - len(cells))

    def _flawed(self, number: int, cells: list[str], found: list[str | Flaw]) -> tuple[list[str], bool] | None:
        if not any(cell.strip() for cell in cells):
            return None
        values = []
        for index, (name, value) in enumerate(zip(self.names, found, strict=True)):
            cell = cells[self.positions[index]]
            if isinstance(value, Flaw):
                self.problems.append(Found(number, name, value.code, _shown(cell), value.details))
                value = ""
            elif not value and index < self.required:
                self.problems.append(Found(number, name, "missing", "", (name,)))
            values.append(value)
        if self.short:
            self.problems.append(Found(number, "", "too_few_cells", "", (self.short, str(self.width))))
        return values, True


class OutcomeRows:
    """Rows of outcomes: participant, outcome, achieved_on, and what else the agent gives."""

    REQUIRED = ("participant", "outcome", "achieved_on")
    OPTIONAL = ("sequence", "value", "evidence_kind", "evidence_ref")
    ddl = (
        "row_number bigint NOT NULL, participant text, outcome text, event_date date, sequence integer, "
        "value numeric(14,4), evidence_kind text, evidence_ref text, flawed boolean NOT NULL, short integer"
    )

    def __init__(self, contract: Contract, header: Header, reading: Reading) -> None:
        self.dates = Dates(serials=reading.format == "xlsx" and not reading.date1904)
        plan = (
            ("participant", Reference(REFERENCE_LENGTH)),
            ("outcome", Code(contract.outcome_codes, refuse_unknown=True, length=CODE_LENGTH)),
            ("achieved_on", self.dates),
            ("sequence", Sequences()),
            ("value", Numbers()),
            ("evidence_kind", Code(contract.evidence_kinds, refuse_unknown=False, length=CODE_LENGTH)),
            ("evidence_ref", Text(EVIDENCE_REFERENCE_LENGTH)),
        )
        self._cells = Cells(header, plan, required=len(self.REQUIRED))
        self.problems = self._cells.problems

    def lines(self, rows: Sequence[Row]) -> list[str | None]:
        columns, odd = self._cells.columns(rows)
        numbers = [str(number) for number, _ in rows]
        found: list[str | None] = list(map("\t".join, zip(numbers, *columns, itertools.repeat("f\t"))))
        for place in sorted(odd):
            found[place] = self._line(*rows[place])
        return found

    def _line(self, number: int, cells: list[str]) -> str | None:
        found = self._cells.values(number, cells)
        if found is None:
            return None
        values, flawed = found
        return f"{number}\t" + "\t".join(values) + ("\tt\t" if flawed else "\tf\t") + self._cells.short


class ParticipantRows:
    """Rows of participants: the reference, the start, and the attributes that decide the segment.

    The segment is the first of the contract version in force on the day of the start whose rule fits.
    """

    REQUIRED = ("participant", "started_on")
    ddl = (
        "row_number bigint NOT NULL, participant text, started_on date, attributes jsonb, segment text, "
        "version_id bigint, flawed boolean NOT NULL"
    )

    def __init__(self, contract: Contract, header: Header, reading: Reading) -> None:
        self.contract = contract
        self.attributes = [name for name in contract.attributes if name in header.positions]
        self.dates = Dates(serials=reading.format == "xlsx" and not reading.date1904)
        plan: list[tuple[str, Parser]] = [("participant", Reference(REFERENCE_LENGTH)), ("started_on", self.dates)]
        for name in self.attributes:
            plan.append((name, Code(contract.values_of(name), refuse_unknown=False, length=ATTRIBUTE_LENGTH)))
        self._cells = Cells(header, plan, required=len(self.REQUIRED))
        self.problems = self._cells.problems
        self._versions: dict[str, Version | None] = {}
        self._broken: dict[tuple[int, str, tuple[str, ...]], tuple[str, str]] = {}
        self._segments: dict[tuple[int, tuple[str, ...]], tuple[str, Segment | None]] = {}

    def lines(self, rows: Sequence[Row]) -> list[str | None]:
        return [self._line(number, cells) for number, cells in rows]

    def _line(self, number: int, cells: list[str]) -> str | None:
        found = self._cells.values(number, cells)
        if found is None:
            return None
        (reference, started_on, *attributes), flawed = found
        version = self._version(number, started_on) if started_on else None
        stored, segment = self._place(number, version, tuple(attributes)) if version else ("", None)
        if version and not version.eligibility.takes_everybody:
            told = {name for s in version.segments for name in s.rule} if version.segments and not segment else set()
            flawed = self._refuse_ineligible(number, version, started_on, tuple(attributes), told) or flawed
        flawed = flawed or version is None or (bool(version.segments) and segment is None)
        values = (reference, started_on, stored, segment.code if segment else "", str(version.pk if version else ""))
        return f"{number}\t" + "\t".join(values) + ("\tt" if flawed else "\tf")

    def _version(self, number: int, day: str) -> Version | None:
        if day not in self._versions:
            self._versions[day] = self.contract.version_on(day)
        version = self._versions[day]
        if version is None:
            details = (in_words(date.fromisoformat(day)), self.contract.in_force)
            self.problems.append(Found(number, "started_on", "no_contract", day, details))
        elif version.closed_on and day > version.closed_on.isoformat():
            details = (in_words(date.fromisoformat(day)), in_words(version.closed_on))
            self.problems.append(Found(number, "started_on", "cohort_closed", day, details))
            return None
        return version

    def _place(self, number: int, version: Version, values: tuple[str, ...]) -> tuple[str, Segment | None]:
        key = (version.pk, values)
        if key not in self._segments:
            given = {name: value for name, value in zip(self.attributes, values, strict=True) if value}
            self._segments[key] = (json.dumps(given, ensure_ascii=False), segment_for(version, given))
        stored, segment = self._segments[key]
        if segment is None and version.segments:
            self._refuse_segment(number, version, values)
        return stored, segment

    def _refuse_ineligible(
        self, number: int, version: Version, day: str, values: tuple[str, ...], told: set[str]
    ) -> bool:
        """Whether the participant may not be on the programme; the row then says by which rule.

        Of the attributes `told` the row has said already that no segment fits them.
        """
        key = (version.pk, day, values)
        if key not in self._broken:
            given = dict(zip(self.attributes, values, strict=True))
            broken = version.eligibility.broken_by(given)
            if not broken and not version.eligibility.takes_start(date.fromisoformat(day)):
                broken = STARTED_ON
            self._broken[key] = (broken, day if broken == STARTED_ON else given.get(broken, ""))
        field, value = self._broken[key]
        if field and field not in told:
            details = (words.eligible(version.eligibility),)
            self.problems.append(Found(number, field, "not_eligible", _shown(value), details))
        return bool(field)

    def _refuse_segment(self, number: int, version: Version, values: tuple[str, ...]) -> None:
        given = dict(zip(self.attributes, values, strict=True))
        names = list(dict.fromkeys(name for segment in version.segments for name in segment.rule))
        shown = ", ".join(f"{name} “{given.get(name, '')}”" for name in names)
        valid = "; ".join(f"{name}: {', '.join(_values(version, name))}" for name in names)
        wrong = [name for name in names if given.get(name, "") not in _values(version, name)]
        self.problems.append(Found(number, (wrong or names)[0], "unknown_segment", _shown(shown), (valid,)))


def _values(version: Version, attribute: str) -> list[str]:
    return list(dict.fromkeys(v for segment in version.segments for v in segment.rule.get(attribute, ())))


def _shown(cell: str) -> str:
    """A cell as an error may show it: on one line, and not longer than anybody would read."""
    line = "".join(character if character.isprintable() else " " for character in cell[: LONGEST_SHOWN + 1])
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"
