"""The file of rejected rows: each as it was sent, with what is wrong with it, ready to be corrected and sent back."""

import re
from collections.abc import Iterable, Sequence

from outcomes.domain.reading import REPORT_COLUMNS

_NUMBER = re.compile(r"[+-]?[\d.,]+\Z", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: str) -> str:
    """The cell with an apostrophe before anything that a spreadsheet would take for a formula.

    Plain numbers stay as they are. Reading a file takes the apostrophe off again: see `outcomes.domain.cells`.
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.match(cell) else cell


def header(columns: Sequence[str]) -> list[str]:
    """The columns as sent, without those of an earlier report, then those of this one."""
    return [*(safe(columns[place]) for place in kept(columns)), *REPORT_COLUMNS]


def kept(columns: Sequence[str]) -> list[int]:
    """The places of the columns that are the sender's own."""
    return [place for place, column in enumerate(columns) if column not in REPORT_COLUMNS]


def line(
    columns: Sequence[str], cells: Sequence[str], row_number: int, errors: Iterable[tuple[str, str, str, str]]
) -> list[str]:
    """A rejected row and, for each of its errors (field, code, reason, cure), one part of the last four cells."""
    own = [safe(cells[place]) if place < len(cells) else "" for place in kept(columns)]
    parts = zip(*errors, strict=True)
    return [*own, str(row_number), *(safe(" | ".join(part)) for part in parts)]
