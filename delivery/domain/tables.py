"""CSV files that people send: their columns by name, and the day and number in a cell. Nothing is kept half."""

import csv
import dataclasses
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

MOST_ROWS = 50_000
MOST_BYTES = 10_000_000
SAVE_AS = "Save it as CSV UTF-8 and send it again."


class Unreadable(Exception):
    """The whole file cannot be read. The message says what to do."""


@dataclasses.dataclass(frozen=True)
class BadRow:
    """What is wrong with one row: `number` is the line in the file, counting the header as 1."""

    number: int
    column: str
    value: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Row:
    number: int
    cells: Mapping[str, str]


def read(content: bytes, required: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """The rows of the file, without empty ones. Raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Divide it and send the parts.")
    try:
        lines = list(csv.reader(io.StringIO(_text(content), newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable(
            "A quotation mark is opened and not closed as it should be, so that rows would be lost in one cell. Close "
            "it or remove it, then send the file again."
        ) from error
    if not lines:
        raise Unreadable("The file is empty. Check that it was saved, then send it again.")
    header = [_name(cell) for cell in lines[0]]
    if missing := [name for name in required if name not in header]:
        raise Unreadable(f"The first row must name the columns. Missing: {', '.join(missing)}.")
    if doubled := sorted({name for name in header if name in (*required, *optional) and header.count(name) > 1}):
        raise Unreadable(f"These columns are there twice: {', '.join(doubled)}. Keep one of each.")
    if len(lines) - 1 > MOST_ROWS:
        raise Unreadable(f"The file has more than {MOST_ROWS:,} rows. Divide it and send the parts.")
    return [
        Row(number, _cells(header, cells, (*required, *optional)))
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise Unreadable(f"The content is not text. {SAVE_AS}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(f"The characters cannot be read. {SAVE_AS}") from None


def _name(cell: str) -> str:
    """ "Key worker " → key_worker."""
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _cells(header: Sequence[str], cells: Sequence[str], wanted: Sequence[str]) -> dict[str, str]:
    found = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name in wanted}
    return {name: found.get(name, "") for name in wanted}


def day(text: str) -> date | None:
    """2026-03-31 or 31/03/2026; None for anything else."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def whole(text: str) -> int | None:
    """A whole number from 0 on; None for anything else."""
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None
