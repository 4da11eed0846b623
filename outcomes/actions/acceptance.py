"""From a kept file to accepted rows: read into staging in batches, then check and store in one transaction of sets.

1. One worker at a time holds the advisory lock of the programme and the agent.
2. `staging` reads the rows; the checkpoint is committed with them, so a killed worker loses at most one batch of work.
3. Set-based checks find what a single cell cannot show: references, dates against the contract, duplicates.
4. The same transaction stores the good rows, the rejected rows as sent, every error, the totals and the audit row.
   Until it commits nothing has been accepted; after it, running again changes nothing.
Good rows of a file with bad ones are accepted unless the agent wants all or none; the bad ones come back as a file to
correct and resend.
"""

import contextlib
import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import DataError, connection, transaction
from django.utils import timezone
from psycopg import sql

from accounts.actions import audit
from outcomes.actions import claims, outcome_checks, participant_checks, questions, staging, telling
from outcomes.domain.problems import PROBLEMS, Cancelled, MissingColumns, UnreadableFile
from outcomes.models import Submission
from outcomes.selectors import kept_files

MOST_ATTEMPTS = 50
GIVEN_UP = (
    "The file could not be accepted after {attempts} attempts. Nothing was taken from it. "
    "Tell the administrator, who finds the reason in the log of the worker."
)


def run(*, submission_id: int, at: datetime, wait: bool) -> Submission:
    """Carry the acceptance of a file to its end. Does nothing if it is finished or, without `wait`, if the agent's
    files are being worked on already."""
    submission = Submission.objects.select_related("programme", "agent", "submitted_by").get(pk=submission_id)
    _make_room()
    with _lock(submission, wait) as held:
        submission.refresh_from_db()
        if held and not submission.is_finished:
            _carry_out(submission, at)
    return submission


def _make_room() -> None:
    """Let the temporary tables of a usual file stay in memory.

    The server only allows it before the session has used any; after that, the room that the session has must do.
    """
    with contextlib.suppress(DataError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET temp_buffers = '64MB'")


@contextlib.contextmanager
def _lock(submission: Submission, wait: bool) -> Iterator[bool]:
    """The session lock of a programme and an agent. The server frees it when the worker dies."""
    key = claims.lock_key(submission.programme_id, submission.agent_id)
    function = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [key])
        held = cursor.fetchone()[0] is not False
    try:
        yield held
    finally:
        if held and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _carry_out(submission: Submission, at: datetime) -> None:
    try:
        if submission.attempts >= MOST_ATTEMPTS:
            raise UnreadableFile(GIVEN_UP.format(attempts=submission.attempts))
        staging.stage(submission)
        if not submission.received:
            raise UnreadableFile("The file has a header but no rows. Add the rows and send it again.")
        _begin_checking(submission)
        _accept(submission, at)
    except Cancelled:
        submission.refresh_from_db()
    except UnreadableFile as error:
        if isinstance(error, MissingColumns):
            submission.columns, submission.unknown_columns = error.columns, error.unknown
        _fail(submission, str(error), at)


@transaction.atomic
def _begin_checking(submission: Submission) -> None:
    staging.require_going_on(submission)
    submission.status = Submission.Status.CHECKING
    submission.save(update_fields=["status"])


@transaction.atomic
def _fail(submission: Submission, failure: str, at: datetime) -> None:
    staging.drop(submission)
    submission.status, submission.failure, submission.finished_at = Submission.Status.FAILED, failure, at
    submission.received = submission.accepted = submission.duplicates = submission.rejected = 0
    submission.save(
        update_fields=[
            "status", "failure", "finished_at", "received", "accepted", "duplicates", "rejected", "columns",
            "unknown_columns",
        ]
    )  # fmt: skip
    _audit(submission, at, {"failure": failure})


@transaction.atomic
def _accept(submission: Submission, at: datetime) -> None:
    """Check the staged rows and store everything that becomes of them."""
    staging.require_going_on(submission)
    today = timezone.localtime(submission.submitted_at).date()
    checks = participant_checks if submission.kind == Submission.Kind.PARTICIPANTS else outcome_checks
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL default_statistics_target = 10")
    submission.accepted = checks.accept(submission, today=today)
    if submission.kind == Submission.Kind.CHANGES:
        questions.recount(submission)
    submission.rejected, submission.causes = _keep_errors(submission)
    _keep_rejected(submission)
    submission.duplicates = submission.received - submission.takeable - submission.rejected
    submission.status = _status(submission)
    submission.finished_at = at
    submission.rows_expected = submission.rows_read
    staging.drop(submission)
    submission.save(
        update_fields=[
            "status", "accepted", "takeable", "duplicates", "rejected", "causes", "finished_at", "rows_expected",
            "questions",
        ]
    )  # fmt: skip
    totals = ("received", "accepted", "takeable", "duplicates", "rejected")
    _audit(submission, at, {name: getattr(submission, name) for name in totals})


def _status(submission: Submission) -> Submission.Status:
    if submission.dry_run:
        return Submission.Status.CHECKED
    if not submission.rejected:
        return Submission.Status.QUESTIONS if submission.questions else Submission.Status.ACCEPTED
    none_taken = submission.rejected == submission.received or submission.held_back
    return Submission.Status.REJECTED if none_taken else Submission.Status.PARTLY


def _audit(submission: Submission, at: datetime, after: dict[str, Any]) -> None:
    audit.record(
        by=submission.submitted_by,
        at=at,
        action="outcomes.submission.finish",
        programme=submission.programme.slug,
        subject=submission,
        after={"status": submission.status, **after},
    )
    telling.of_finished(submission, submission.submitted_by, at)


def _keep_errors(submission: Submission) -> tuple[int, list[dict[str, Any]]]:
    """Store each problem in words. Returns how many rows have one, and the causes, the most frequent first."""
    names = {"problems": staging.problems_table(submission)}
    sentences = json.dumps([dataclasses.asdict(problem) for problem in PROBLEMS])
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(KEEP_ERRORS).format(**names), {"sentences": sentences, "submission": submission.pk})
        cursor.execute(sql.SQL("SELECT count(DISTINCT row_number) FROM {problems}").format(**names))
        rejected = cursor.fetchone()[0]
        cursor.execute(CAUSES, [submission.pk])
        names_of_columns = ("field", "code", "count", "first_row", "reason", "cure")
        causes = [dict(zip(names_of_columns, row, strict=True)) for row in cursor.fetchall()]
    return rejected, causes


def _keep_rejected(submission: Submission) -> None:
    """Store the rows with a problem as they were sent, from a second reading of the file."""
    statement = "COPY outcomes_rejectedrow (submission_id, row_number, cells) FROM STDIN"
    for found in kept_files.source_of(submission).picked(staging.rejected(submission)):
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for number, cells in found:
                copy.write_row((submission.pk, number, json.dumps(cells, ensure_ascii=False)))


KEEP_ERRORS = """
    INSERT INTO outcomes_rowerror (submission_id, row_number, field, code, value, reason, cure)
    SELECT %(submission)s, p.row_number, coalesce(p.field, ''), p.code, coalesce(p.value, ''),
           replace(replace(replace(t.reason, '{{0}}', coalesce(p.d0, '')), '{{1}}', coalesce(p.d1, '')),
                   '{{value}}', coalesce(p.value, '')),
           replace(replace(replace(t.cure, '{{0}}', coalesce(p.d0, '')), '{{1}}', coalesce(p.d1, '')),
                   '{{value}}', coalesce(p.value, ''))
      FROM {problems} p
      JOIN jsonb_to_recordset(%(sentences)s::jsonb) AS t (code text, reason text, cure text) USING (code)
     ORDER BY p.row_number
"""
CAUSES = """
    SELECT e.field, e.code, counted.errors, e.row_number, e.reason, e.cure
      FROM (SELECT count(*) AS errors, min(id) AS first_id FROM outcomes_rowerror
             WHERE submission_id = %s GROUP BY field, code) counted
      JOIN outcomes_rowerror e ON e.id = counted.first_id
     ORDER BY counted.errors DESC, e.row_number
"""
