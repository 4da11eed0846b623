"""Text to rows without holding more of it than one row, and without losing one in another."""

import csv
import io
from collections.abc import Iterator

from outcomes.domain.problems import UnreadableFile

LONGEST_ROW = 1_000_000
BLOCK = 2_000  # characters
TOO_LONG = (
    "Row {number:,} has more than {most:,} characters. Perhaps a quotation mark is opened and never closed, or the "
    "lines do not end as lines of text do. Save the file as CSV UTF-8 and send it again."
)
OPEN_QUOTES = (
    "Row {number:,} opens a quotation mark that is not closed as it should be, so the {others:,} lines after it would "
    "be lost in one of its cells. Nothing was taken from the file. Close the quotation mark or remove it, and write "
    "one inside a cell twice; then send the file again."
)


def one_a_row(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text, each of which is a row."""
    for number, line in enumerate(_lines(text, newline="\n"), start=1):
        if len(line) > LONGEST_ROW:
            raise _too_long(number)
        yield line


def of(text: io.TextIOWrapper, delimiter: str, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV, each with its number."""
    number = first - 1
    record: list[str] = []

    def held() -> Iterator[str]:
        room = 0
        for line in _lines(text, newline=""):
            room = (room if record else LONGEST_ROW) - len(line)
            if room < 0:
                raise _too_long(number + 1)
            record.append(line)
            yield line

    try:
        for cells in csv.reader(held(), delimiter=delimiter):
            number += 1
            if len(record) > 1:
                _refuse_open_quotes(number, record, delimiter)
            record.clear()
            yield number, cells
    except csv.Error as error:
        raise UnreadableFile(
            f"The file cannot be read beyond row {number}: {error}. "
            "A quotation mark is probably opened and never closed. Correct the row and send the file again."
        ) from error


def _lines(text: io.TextIOWrapper, newline: str) -> Iterator[str]:
    """The lines of a text, read some at a time. Of one that is too long only as much is read as tells so."""
    while block := text.read(BLOCK) + text.readline(LONGEST_ROW + 1):
        yield from io.StringIO(block, newline=newline)


def _too_long(number: int) -> UnreadableFile:
    return UnreadableFile(TOO_LONG.format(number=number, most=LONGEST_ROW))


def _refuse_open_quotes(number: int, record: list[str], delimiter: str) -> None:
    """Refuse the file where a row of several lines is not quoted as it should be: lines after it would be lost in it.

    Somebody opened a quotation mark and did not close it, and the next one, or the end of the file, ended the cell.
    """
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(OPEN_QUOTES.format(number=number, others=len(record) - 1)) from error
