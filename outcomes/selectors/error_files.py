"""Rejected rows as files, streamed: hundreds of thousands of errors take no more memory than a few."""

import csv
import io
import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from openpyxl import Workbook

from outcomes.domain import reports
from outcomes.models import RejectedRow, RowError, Submission

BATCH = 2000
LARGEST_SHEET = 1_048_575


def lines(submission: Submission) -> Iterator[list[str]]:
    """The header, then each rejected row with its errors, in the order of the file."""
    columns = submission.columns
    yield reports.header(columns)
    last = 0
    while batch := list(
        RejectedRow.objects.filter(submission=submission, row_number__gt=last).order_by("row_number")[:BATCH]
    ):
        errors = _errors(submission, last, batch[-1].row_number)
        for row in batch:
            yield reports.line(columns, row.cells, row.row_number, errors[row.row_number])
        last = batch[-1].row_number


def _errors(submission: Submission, after: int, until: int) -> dict[int, list[tuple[str, str, str, str]]]:
    found: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    rows = RowError.objects.filter(submission=submission, row_number__gt=after, row_number__lte=until)
    values = rows.order_by("row_number", "id").values_list("row_number", "field", "code", "reason", "cure")
    for number, field, code, reason, cure in values:
        found[number].append((field, code, reason, cure))
    return found


def as_csv(submission: Submission) -> Iterator[bytes]:
    """The file as CSV, in blocks. It begins with a byte order mark so that spreadsheets read it as UTF-8."""
    yield b"\xef\xbb\xbf"
    source = lines(submission)
    while batch := list(itertools.islice(source, BATCH)):
        out = io.StringIO()
        csv.writer(out).writerows(batch)
        yield out.getvalue().encode()


def write_xlsx(submission: Submission, file: IO[bytes]) -> None:
    """Write the file as a workbook of text cells, with at most as many rows as a sheet holds; rewind it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rejected rows")
    for cells in itertools.islice(lines(submission), LARGEST_SHEET):
        sheet.append([_storable(cell) for cell in cells])
    book.save(file)
    file.seek(0)


def _storable(cell: str) -> str:
    """The cell without the few control characters that a workbook cannot hold."""
    return "".join(character for character in cell if character >= " " or character in "\t\n")[:32_767]


def write_csv(submission: Submission, path: Path) -> Path:
    """Write the file as CSV to the path and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(as_csv(submission))
    return path


def template(columns: list[str], examples: list[list[str]]) -> bytes:
    """An example file with the columns of the contract, as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([columns, *examples])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
