"""Tables that leave for a spreadsheet: as comma-separated text of which no cell is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[+-]?[\d.,]+\Z", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: str) -> str:
    """The cell with an apostrophe before anything that a spreadsheet would take for a formula.

    Plain numbers stay as they are. Reading a file of rows takes the apostrophe off again: see `outcomes.domain.cells`.
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.match(cell) else cell


def text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as the text of a CSV file, with the mark by which spreadsheets know its letters."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
