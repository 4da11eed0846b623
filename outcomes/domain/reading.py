"""A file as a stream of numbered rows, with a constant amount of memory.

Row numbers are those that a spreadsheet shows: the first row is 1, blank rows count, and a cell that runs over several
lines is still one row.
"""

import csv
import dataclasses
import io
import itertools
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from outcomes.domain import json_lines, records, workbooks
from outcomes.domain.problems import MissingColumns, UnreadableFile

Row = tuple[int, list[str]]
DELIMITERS = (",", ";", "\t")
LONGEST_HEADER = 65_536
READER = Path(__file__).with_name("workbook_reader.py")


@dataclasses.dataclass
class Reading:
    """How a file is read; kept with the submission so that a worker that takes over reads it in the same way.

    `slashed` and `month_first` are the first dates seen that can be read in the UK order and that cannot. `keys` are
    those of all lines of JSON together, once they have been looked for.
    """

    format: str
    encoding: str = ""
    delimiter: str = ","
    date1904: bool = False
    sheet: str = ""
    other_sheets: int = 0
    slashed: str = ""
    month_first: str = ""
    keys: list[str] = dataclasses.field(default_factory=list)


class Source:
    """The rows of one file. `rows_expected` is an estimate that grows better as the file is read."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path = path
        self.reading = reading
        self.rows_read = 0
        self._size = max(path.stat().st_size, 1)
        self._raw: IO[bytes] | None = None
        self._total = 0

    @property
    def rows_expected(self) -> int:
        if self._total:
            return max(self._total, self.rows_read)
        position = self._raw.tell() if self._raw and not self._raw.closed else self._size
        return max(self.rows_read, round(self.rows_read * self._size / max(position, 1)))

    def rows(self) -> Generator[Row, None, None]:
        """Every row from the first that is not blank, which is the header. Close the generator when you stop early."""
        kinds = {"xlsx": self._workbook, "ndjson": self._json_lines}
        found = kinds.get(self.reading.format, self._text)()
        for number, cells in found:
            self.rows_read = number
            if any(cell.strip() for cell in cells) and not _names_separator(cells):
                yield number, cells
                break
        for row in found:
            self.rows_read = row[0]
            yield row

    def picked(self, batches: Iterable[list[int]]) -> Iterator[list[Row]]:
        """The rows with the numbers of each batch; the numbers are in order throughout."""
        if self.reading.format == "ndjson":
            names = self._keys()
            for numbers, lines in self._lines(batches, newline="\n"):
                yield [(one, json_lines.cells(one, line, names)) for one, line in zip(numbers, lines, strict=True)]
        elif self.reading.format == "csv" and not self._has_quotes():
            for numbers, lines in self._lines(batches, newline=""):
                yield list(zip(numbers, csv.reader(lines, delimiter=self.reading.delimiter), strict=True))
        else:
            yield from self._picked_of_every(batches)

    def _picked_of_every(self, batches: Iterable[list[int]]) -> Iterator[list[Row]]:
        stream = self.rows()
        try:
            for numbers in batches:
                wanted, last = set(numbers), numbers[-1]
                found: list[Row] = []
                for number, cells in stream:
                    if number in wanted:
                        found.append((number, cells))
                    if number >= last:
                        break
                yield found
        finally:
            stream.close()

    def _lines(self, batches: Iterable[list[int]], newline: str) -> Iterator[tuple[list[int], list[str]]]:
        """Where a row is a line, such as where nothing is quoted, one that is not wanted need not be taken apart."""
        with self.path.open(encoding=self.reading.encoding, newline=newline) as text:
            passed = 0
            for numbers in batches:
                lines = []
                for number in numbers:
                    lines.append(next(itertools.islice(text, number - passed - 1, None)))
                    passed = number
                yield numbers, lines

    def _has_quotes(self) -> bool:
        with self.path.open("rb") as raw:
            return any(b'"' in block for block in iter(lambda: raw.read(LONGEST_HEADER), b""))

    def _text(self) -> Iterator[Row]:
        with self.path.open("rb") as raw:
            self._raw = raw
            self.reading.delimiter = delimiter_of(raw.read(LONGEST_HEADER))
            raw.seek(0)
            with io.TextIOWrapper(raw, encoding=self.reading.encoding, newline="") as text:
                yield from records.of(text, self.reading.delimiter)

    def _json_lines(self) -> Iterator[Row]:
        names = self._keys()
        with self.path.open("rb") as raw:
            self._raw = raw
            with io.TextIOWrapper(raw, encoding=self.reading.encoding, newline="\n") as text:
                yield from json_lines.rows(records.one_a_row(text), names)

    def _keys(self) -> list[str]:
        """The names of all columns, for which the file is read through once."""
        if not self.reading.keys:
            with self.path.open(encoding=self.reading.encoding, newline="\n") as text:
                self.reading.keys = json_lines.columns(records.one_a_row(text))
        return self.reading.keys

    def _workbook(self) -> Iterator[Row]:
        command = [sys.executable, "-I", str(READER), str(self.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            try:
                assert child.stdout is not None
                with io.TextIOWrapper(child.stdout, encoding="utf-8", newline="") as text:
                    found = records.of(text, ",", first=0)
                    self._describe(next(found, None))
                    yield from found
                if child.wait() != 0:
                    raise UnreadableFile(f"The workbook could not be read to the end. {workbooks.SAVE_AS_CSV}")
            finally:
                child.kill()

    def _describe(self, record: Row | None) -> None:
        if record is None:
            raise UnreadableFile(f"The workbook is damaged or too large to read. {workbooks.SAVE_AS_CSV}")
        self._total, self.reading.sheet = int(record[1][0]), record[1][1]
        self.reading.other_sheets = max(int(record[1][2]) - 1, 0)


def _names_separator(cells: list[str]) -> bool:
    """Whether this is the line “sep=;” with which files tell a spreadsheet what separates their cells."""
    return cells[0].strip().lower() in {"sep=", *(f"sep={one}" for one in DELIMITERS)} and not any(cells[1:])


def delimiter_of(head: bytes) -> str:
    """The separator of the header row: comma, semicolon or tab, whichever stands there most often outside quotes."""
    line = next((line for line in head.splitlines() if line.strip()), b"").decode("utf-8", "replace")
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


@dataclasses.dataclass(frozen=True)
class Header:
    """The header as sent, where each known column stands, and the names that are not known."""

    columns: list[str]
    positions: dict[str, int]
    unknown: list[str]


REPORT_COLUMNS = ("row_number", "field", "code", "reason", "what_to_do")


def name_of(cell: str) -> str:
    """“ Achieved On ” → achieved_on: case, spaces around and between, hyphens and full stops make no difference."""
    return "_".join(cell.replace("-", " ").replace("_", " ").replace(".", " ").casefold().split())


def header_of(
    cells: list[str],
    *,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    meanings: Mapping[str, str] | None = None,
) -> Header:
    """Find the known columns. Raises `UnreadableFile` when a needed one is missing or a name stands twice.

    `meanings` are names that the agent has explained: our column, or nothing for one to be passed over. A column that
    stands there under its own name needs no other. The columns of our own file of errors are let pass, so that it
    can be corrected and sent back.
    """
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    names = [name_of(cell) for cell in cells]
    known = {name_of(name): name for name in (*required, *optional)}
    explained = meanings or {}
    present = {known[name] for name in names if name in known}
    known |= {
        heading: column
        for heading, column in explained.items()
        if heading not in known and column in {*required, *optional} and column not in present
    }
    passed_over = {heading for heading in explained if not explained[heading]}
    found = [known[name] for name in names if name in known]
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise UnreadableFile(f"The header has the same column twice: {', '.join(twice)}. Keep one of each.")
    positions = {known[name]: index for index, name in enumerate(names) if name in known}
    unknown = [
        cell.strip() or f"column {index + 1}, which has no name"
        for index, (cell, name) in enumerate(zip(cells, names, strict=True))
        if name not in known and name not in REPORT_COLUMNS and name not in passed_over
    ]
    columns = [cell.strip() for cell in cells]
    if missing := [name for name in required if name not in positions]:
        raise MissingColumns(_missing(missing, cells), columns=columns, unknown=unknown)
    return Header(columns=columns, positions=positions, unknown=unknown)


def _missing(missing: list[str], cells: list[str]) -> str:
    shown = ", ".join(cell.strip()[:40] for cell in cells[:20] if cell.strip())
    noun = "column" if len(missing) == 1 else "columns"
    return (
        f"The header lacks the {noun} {', '.join(missing)}. It has: {shown or 'nothing'}. "
        "The first row has to hold the names of the columns; correct it and send the file again."
    )


def as_dict(reading: Reading) -> dict[str, Any]:
    return dataclasses.asdict(reading)
