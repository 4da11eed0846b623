"""Rejected rows as files, streamed: hundreds of thousands of errors take no more memory than a few."""

import csv
import io
import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from outcomes.domain import reports, sheets
from outcomes.models import RejectedRow, RowError, Submission

BATCH = 2000


def lines(submission: Submission) -> Iterator[list[str]]:
    """The header, then each rejected row with its errors, in the order of the file."""
    columns = submission.columns
    yield reports.header(columns)
    last = 0
    rows = RejectedRow.objects.filter(submission=submission).order_by("row_number").values_list("row_number", "cells")
    while batch := list(rows.filter(row_number__gt=last)[:BATCH]):
        errors = _errors(submission, last, batch[-1][0])
        for number, cells in batch:
            yield reports.line(columns, cells, number, errors[number])
        last = batch[-1][0]


def _errors(submission: Submission, after: int, until: int) -> dict[int, list[tuple[str, str, str, str]]]:
    found: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    rows = RowError.objects.filter(submission=submission, row_number__gt=after, row_number__lte=until)
    values = rows.order_by("row_number", "field", "id").values_list("row_number", "field", "code", "reason", "cure")
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
    sheets.write(file, "Rejected rows", lines(submission))
    file.seek(0)


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
