"""What became of a file, in a line for people and as a table of what is wrong with its rows."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterable, Iterator
from typing import TextIO

from pbrmanager_client import models, problems

TAKEN = ("accepted", "questions", "checked")


@dataclasses.dataclass(frozen=True)
class Line:
    """One thing that is wrong, with the row as it was sent."""

    row_number: str
    field: str
    code: str
    reason: str
    what_to_do: str
    row_as_sent: str


def all_taken(submission: models.Submission) -> bool:
    """Whether every row was taken, or would have been."""
    return submission.status in TAKEN and not submission.rejected


def in_words(submission: models.Submission) -> str:
    """One line on what became of a file, or how far it has come."""
    if not submission.finished:
        of = f" of about {submission.rows_expected}" if submission.rows_expected else ""
        return f"{submission.filename}: {submission.status}, {submission.rows_read}{of} rows read"
    counts = (
        f"{submission.received} rows, {submission.accepted} accepted, {submission.duplicates} on record before, "
        f"{submission.rejected} rejected, {submission.questions} asked about, {submission.held_back} held back"
    )
    return f"{submission.filename}: {submission.status} as submission {submission.id}: {submission.failure or counts}"


def lines(rows: Iterable[models.RejectedRow]) -> Iterator[Line]:
    """A line for each thing that is wrong with the rows."""
    for row in rows:
        sent = "; ".join(f"{name}={value}" for name, value in row.cells.items())
        for error in row.errors:
            yield Line(str(row.row_number), error.field, error.code, error.reason, error.what_to_do, sent)


def of_submission(ended: models.Submission, rows: Iterable[models.RejectedRow]) -> Iterator[Line]:
    """What is wrong with a file: the file as a whole, if it could not be read, and each of the rows."""
    if ended.failure:
        yield Line("", "", ended.status, ended.failure, "", "")
    yield from lines(rows)


def of_problem(problem: problems.Problem) -> Line:
    """The line for a file that was not taken as a whole."""
    return Line("", "", problem.code, problem.detail, "", "")


def write(wrong: Iterable[Line], file: TextIO) -> None:
    """A table as CSV, and have it out of the program's hands."""
    writer = csv.writer(file)
    writer.writerow(field.name for field in dataclasses.fields(Line))
    for line in wrong:
        writer.writerow(_as_text(cell) for cell in dataclasses.astuple(line))
    file.flush()


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) else cell
