"""Every cell of a workbook, sheet by sheet, read in a process of its own so that no workbook can ask for too much."""

import csv
import dataclasses
import io
import itertools
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from outcomes.domain import workbooks
from outcomes.domain.problems import UnreadableFile
from outcomes.domain.reading import READER

MOST = 100_000
UNREADABLE = "The workbook is damaged or too large to read. Save it again as .xlsx and send that."


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell that is not empty; row and column count from 1. `value` is a number, or else its text."""

    sheet: str
    row: int
    column: int
    value: Decimal | str

    @property
    def name(self) -> str:
        """As a spreadsheet names it: B12."""
        return f"{get_column_letter(self.column)}{self.row}"


def of(content: bytes) -> list[Cell]:
    """The cells of all visible sheets, in their order. Raises `UnreadableFile` for what is no workbook or too large."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        workbooks.check(Path(file.name))
        return _read(file.name)


def _read(path: str) -> list[Cell]:
    command = [sys.executable, "-I", str(READER), path, "cells"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        try:
            assert child.stdout is not None
            with io.TextIOWrapper(child.stdout, encoding="utf-8", newline="") as text:
                found = [_cell(line) for line in itertools.islice(csv.reader(text), MOST + 1)]
            if len(found) > MOST:
                raise UnreadableFile(f"The workbook has more than {MOST:,} filled cells. Send it in parts.")
            if child.wait() != 0:
                raise UnreadableFile(UNREADABLE)
        finally:
            child.kill()
    return found


def _cell(line: list[str]) -> Cell:
    sheet, row, column, kind, text = line
    return Cell(sheet, int(row), int(column), Decimal(text) if kind == "number" else text)
