"""Rows of a file on their way in: an unlogged table of each submission's own, filled by COPY in committed batches.

The checkpoint (how many rows were read) is committed together with the rows. A worker that takes over reads the file
again up to the checkpoint and goes on from there. A crash of the database server empties unlogged tables; then fewer
rows are found than were counted, and reading starts afresh.
"""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from psycopg import sql

from delivery.domain.contract import Contract
from delivery.selectors import contract as contracts
from outcomes.domain import sniffing
from outcomes.domain.change_rows import ChangeRows
from outcomes.domain.problems import Cancelled, Found, UnreadableFile
from outcomes.domain.reading import Header, Reading, Row, Source, as_dict, header_of
from outcomes.domain.rows import OutcomeRows, ParticipantRows, Rows
from outcomes.models import Submission
from outcomes.selectors import arrangements, columns, kept_files

BATCH = 10_000
BLOCK = 500
ROWS: dict[Submission.Kind, Callable[[Contract, Header, Reading], Rows]] = {
    Submission.Kind.PARTICIPANTS: ParticipantRows,
    Submission.Kind.OUTCOMES: OutcomeRows,
    Submission.Kind.CHANGES: ChangeRows,
}
DATES = ("achieved_on", "started_on", "new_achieved_on")
PROBLEMS_DDL = "row_number bigint NOT NULL, field text, code text NOT NULL, value text, d0 text, d1 text"


def rows_table(submission: Submission) -> sql.Identifier:
    return sql.Identifier(f"outcomes_staged_{submission.pk}")


def problems_table(submission: Submission) -> sql.Identifier:
    return sql.Identifier(f"outcomes_problems_{submission.pk}")


def stage(submission: Submission) -> None:
    """Read the file from the checkpoint to its end.

    Raises `UnreadableFile` when it cannot be taken as a whole, `Cancelled` when the agent has stopped the work on it.
    """
    source = kept_files.source_of(submission)
    stream = source.rows()
    try:
        _, cells = next(stream, (0, [""]))
        rows, header = _interpreter(submission, cells, source.reading)
        _prepare(submission, rows, header)
        rows.dates.slashed, rows.dates.month_first = source.reading.slashed, source.reading.month_first
        already = submission.rows_read
        waiting = itertools.dropwhile(lambda row: row[0] <= already, stream)
        begun = (already, time.monotonic())
        while _stage_batch(submission, rows, source, itertools.islice(waiting, BATCH), begun):
            _refuse_endless(submission)
    finally:
        stream.close()
    _refuse_ambiguous(submission, header)


def _interpreter(submission: Submission, cells: list[str], reading: Reading) -> tuple[Rows, Header]:
    contract = contracts.of(submission.programme)
    required, optional = columns.names(contract, submission.kind)
    header = header_of(cells, required=required, optional=optional, meanings=arrangements.meanings(submission))
    return ROWS[Submission.Kind(submission.kind)](contract, header, reading), header


def require_going_on(submission: Submission) -> None:
    """Lock the submission until the transaction ends. Raises `Cancelled` if the agent has stopped the work on it."""
    status = Submission.objects.select_for_update(no_key=True).values_list("status", flat=True).get(pk=submission.pk)
    if status == Submission.Status.CANCELLED:
        raise Cancelled


def _refuse_endless(submission: Submission) -> None:
    """Blank rows count, as they do where a file is judged while it arrives; the header does not."""
    if submission.rows_read > settings.MAX_SUBMISSION_ROWS + 1:
        raise UnreadableFile(f"{sniffing.too_many_rows(settings.MAX_SUBMISSION_ROWS)} Nothing was taken from it.")


@transaction.atomic
def _prepare(submission: Submission, rows: Rows, header: Header) -> None:
    """Make the staging tables, or find them as the last worker left them; if they are not whole, start afresh."""
    require_going_on(submission)
    names = {"rows": rows_table(submission), "problems": problems_table(submission)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"outcomes_staged_{submission.pk}"])
        found = cursor.fetchone()[0] is not None
        if found:
            cursor.execute(sql.SQL("SELECT count(*) FROM {rows}").format(**names))
            found = cursor.fetchone()[0] == submission.received
        if not found:
            drop(submission)
            columns = {"ddl": sql.SQL(rows.ddl), "problems_ddl": sql.SQL(PROBLEMS_DDL)}
            cursor.execute(sql.SQL("CREATE UNLOGGED TABLE {rows} ({ddl})").format(**names, **columns))
            cursor.execute(sql.SQL("CREATE UNLOGGED TABLE {problems} ({problems_ddl})").format(**names, **columns))
            submission.rows_read = submission.received = 0
    submission.columns, submission.unknown_columns = header.columns, header.unknown
    submission.status = Submission.Status.READING
    submission.attempts += 1
    _save(submission, ["columns", "unknown_columns", "rows_read", "received", "status", "attempts"])


@transaction.atomic
def _stage_batch(
    submission: Submission, rows: Rows, source: Source, batch: Iterator[Row], begun: tuple[int, float]
) -> bool:
    """Stage rows together with the checkpoint and the pace since `begun` (rows, moment); say whether there were any.

    The commit need not reach the disk at once: after a crash of the server the staging tables are empty in any case.
    """
    require_going_on(submission)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    staged = _copy(rows_table(submission), map(rows.lines, _blocks(batch)))
    if source.rows_read == submission.rows_read:
        return False
    _copy(problems_table(submission), [list(map(_problem_line, rows.problems))])
    rows.problems.clear()
    source.reading.slashed, source.reading.month_first = rows.dates.slashed, rows.dates.month_first
    submission.rows_read = source.rows_read
    submission.rows_expected = source.rows_expected
    submission.received += staged
    submission.reading = as_dict(source.reading)
    submission.attempts = 0
    rows_before, moment = begun
    submission.rows_per_second = round((submission.rows_read - rows_before) / max(time.monotonic() - moment, 0.001))
    _save(submission, ["rows_read", "rows_expected", "received", "reading", "attempts", "rows_per_second"])
    return True


def _save(submission: Submission, fields: list[str]) -> None:
    values = {name: getattr(submission, name) for name in fields}
    Submission.objects.filter(pk=submission.pk).update(**values, heartbeat_at=Now())


def _blocks(batch: Iterator[Row]) -> Iterator[list[Row]]:
    while block := list(itertools.islice(batch, BLOCK)):
        yield block


def _copy(table: sql.Identifier, blocks: Iterable[Sequence[str | None]]) -> int:
    """Write the lines that there are; return how many. The server stores one block while the next one is made."""
    statement = sql.SQL("COPY {} FROM STDIN WITH (FORMAT text, NULL '')").format(table)
    written = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in blocks:
            present = [line for line in block if line is not None]
            written += len(present)
            if present:
                copy.write(("\n".join(present) + "\n").replace("\\", "\\\\"))
    return written


def _problem_line(found: Found) -> str:
    details = (*found.details, "", "")[:2]
    return "\t".join((str(found.row_number), found.field, found.code, found.value, *details))


def _refuse_ambiguous(submission: Submission, header: Header) -> None:
    """Refuse a file with dates that are only possible with the month first beside others that are read day first.

    Nobody can tell whether 03/04/2025 in such a file is in March or in April.
    """
    slashed, month_first = submission.reading.get("slashed"), submission.reading.get("month_first")
    if not (slashed and month_first):
        return
    places = [header.positions[name] for name in DATES if name in header.positions]
    wanted = {slashed: 0, month_first: 0}
    for number, cells in kept_files.source_of(submission).rows():
        for cell in (cells[place].strip() for place in places if place < len(cells)):
            wanted[cell] = wanted.get(cell, number) or number
        if wanted[slashed] and wanted[month_first]:
            break
    raise UnreadableFile(
        f"The dates are ambiguous: {month_first} in row {wanted[month_first]:,} has the month first, but {slashed} in "
        f"row {wanted[slashed]:,} would be read with the day first. Nothing was taken from the file. "
        "Write every date as 31/03/2025 (day first) or as 2025-03-31 and send the file again."
    )


def drop(submission: Submission) -> None:
    """Remove the staging tables."""
    with connection.cursor() as cursor:
        for table in (rows_table(submission), problems_table(submission)):
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))


def rejected(submission: Submission) -> Iterator[list[int]]:
    """The numbers of the rows with a problem, in order, in batches. Read in the transaction that accepts the rest."""
    statement = sql.SQL("SELECT DISTINCT row_number FROM {} ORDER BY row_number").format(problems_table(submission))
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while found := cursor.fetchmany(BATCH):
            yield [number for (number,) in found]


def decide(submission: Submission, *, others: int = 0) -> bool:
    """Count the rows of `checked` that could be taken, and the `others`, and say whether they shall be.

    Nothing is taken from a file that was only to be checked, nor from one with wrong rows of which the agent wants all
    or none.
    """
    names = {"problems": problems_table(submission)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM checked WHERE fate = 'accept'")
        submission.takeable = cursor.fetchone()[0] + others
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {problems})").format(**names))
        has_problems = cursor.fetchone()[0]
    return not submission.dry_run and not (has_problems and submission.consent == Submission.Consent.ALL)


def parameters(submission: Submission) -> dict[str, Any]:
    """What the statements over the staged rows need to know of the submission."""
    return {
        "submission": submission.pk,
        "amends": submission.amends_id,
        "programme": submission.programme_id,
        "agent": submission.agent_id,
        "agent_name": submission.agent.name,
        "in_force": contracts.of(submission.programme).in_force,
        "received_at": submission.submitted_at,
    }
