"""Text to rows without holding more of it than one row, and without losing one in another."""

import csv
import io
from collections.abc import Iterator

from outcomes.domain.problems import UnreadableFile

LONGEST_ROW = 1_000_000
TOO_LONG = (
    "Row {number:,} has more than {most:,} characters. Perhaps a quotation mark is opened and never closed, or the "
    "lines do not end as lines of text do. Save the file as CSV UTF-8 and send it again."
)
OPEN_QUOTES = (
    "Row {number:,} opens a quotation mark that is not closed as it should be, so the {others:,} lines after it would "
    "be lost in one of its cells. Nothing was taken from the file. Close the quotation mark or remove it, and write "
    "one inside a cell twice; then send the file again."
)


class TooLong(Exception):
    """A row goes on for longer than can be held."""


class Lines:
    """The lines of a text, never more of them at once than `room` characters. The reader of rows makes room anew.

    Without it, a file without line breaks would be held in memory whole, as would one whose row never ends. `record`
    are the lines since there was room.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.room = LONGEST_ROW
        self.record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        readline = self.text.readline
        while line := readline(self.room + 1):
            if self.room == LONGEST_ROW:
                self.record = [line]
            else:
                self.record.append(line)
            self.room -= len(line)
            if self.room < 0:
                raise TooLong
            yield line


def one_a_row(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text, each of which is a row."""
    lines = Lines(text)
    number = 0
    try:
        for line in lines:
            number += 1
            lines.room = LONGEST_ROW
            yield line
    except TooLong as error:
        raise UnreadableFile(TOO_LONG.format(number=number + 1, most=LONGEST_ROW)) from error


def of(text: io.TextIOWrapper, delimiter: str, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV, each with its number."""
    number = first - 1
    lines = Lines(text)
    try:
        for cells in csv.reader(iter(lines), delimiter=delimiter):
            number += 1
            lines.room = LONGEST_ROW
            if len(lines.record) > 1:
                _refuse_open_quotes(number, lines.record, delimiter)
            yield number, cells
    except TooLong as error:
        raise UnreadableFile(TOO_LONG.format(number=number + 1, most=LONGEST_ROW)) from error
    except csv.Error as error:
        raise UnreadableFile(
            f"The file cannot be read beyond row {number}: {error}. "
            "A quotation mark is probably opened and never closed. Correct the row and send the file again."
        ) from error


def _refuse_open_quotes(number: int, record: list[str], delimiter: str) -> None:
    """Refuse the file where a row of several lines is not quoted as it should be: lines after it would be lost in it.

    Somebody opened a quotation mark and did not close it, and the next one, or the end of the file, ended the cell.
    """
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(OPEN_QUOTES.format(number=number, others=len(record) - 1)) from error
