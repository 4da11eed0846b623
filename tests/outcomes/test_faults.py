"""Nothing accepted is ever lost or doubled: workers killed, files sent at once, staging emptied by a crash."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from delivery.models import Participant
from outcomes.actions import acceptance, staging, submissions
from outcomes.models import Claim, RejectedRow, RowError, Submission
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import SENT, Scheme

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PEOPLE = 15_000
KILLS = int(os.environ.get("KILLS", "6"))
UNDONE = {"queued", "reading", "checking"}
PATIENCE = 60.0
EXPECTED = {"received": 30_400, "accepted": 29_400, "duplicates": 400, "rejected": 600}


@pytest.fixture
def scheme() -> Scheme:
    made = schemes.scheme()
    people = [
        Participant(
            programme=made.programme,
            agent=made.agent,
            reference=f"P-{number}",
            started_on=date(2025, 1, 10),
            segment="group-1",
            version=made.version,
            received_at=SENT,
        )
        for number in range(PEOPLE)
    ]
    Participant.objects.bulk_create(people)
    return made


def big_file() -> str:
    """Two outcomes of each participant. Every 50th row is bad; every 75th stands there twice."""
    lines = ["participant,outcome,achieved_on,evidence_ref"]
    for number in range(2 * PEOPLE):
        outcome = "nothing" if number % 50 == 0 else ("qualification", "sustained_job")[number % 2]
        day = date(2025, 2, 1) + timedelta(days=number % 200)
        lines.append(f"P-{number // 2},{outcome},{day.isoformat()},E-{number}")
        if number % 75 == 1:
            lines.append(lines[-1])
    return "\n".join(lines) + "\n"


def totals(submission: Submission) -> dict[str, int]:
    found = Submission.objects.get(pk=submission.pk)
    return {name: getattr(found, name) for name in EXPECTED}


def stored(submission: Submission) -> tuple[int, int, int]:
    rejected = RejectedRow.objects.filter(submission=submission).count()
    return Claim.objects.count(), rejected, RowError.objects.filter(submission=submission).count()


def worker(submission: Submission) -> subprocess.Popen[bytes]:
    """A process of its own at work on the submission, on the same database and the same files."""
    connection.ensure_connection()
    given = connection.get_connection_params()
    names = {"host": "host", "port": "port", "user": "user", "password": "password", "dbname": "dbname"}
    url = " ".join(f"{key}='{given[name]}'" for key, name in names.items() if given.get(name))
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(Path(settings.MEDIA_ROOT).parent)}
    command = [sys.executable, "-m", "tests.outcomes.accepting", str(submission.pk)]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)


@pytest.fixture(autouse=True)
def _files_where_a_worker_finds_them(settings: "Settings", tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def kill_somewhere(submission: Submission, chance: random.Random) -> str:
    """Let a worker begin, kill it at a random point, and say in what state it left the submission."""
    process = worker(submission)
    begun = Submission.objects.get(pk=submission.pk).attempts
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        found = Submission.objects.get(pk=submission.pk)
        if found.attempts != begun or found.rows_read != submission.rows_read:
            time.sleep(chance.uniform(0, 0.3))
            break
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return Submission.objects.get(pk=submission.pk).status


@pytest.mark.fault("A worker killed while it accepts a file")
def test_a_worker_killed_at_any_point_loses_and_doubles_nothing(
    scheme: Scheme, record_property: Callable[[str, object], None]
) -> None:
    submission = scheme.receive(big_file())
    chance = random.Random(os.environ.get("SEED", "2026"))
    left = [kill_somewhere(submission, chance) for _ in range(KILLS)]
    record_property("times", sum(state in UNDONE for state in left))
    assert left[0] in UNDONE, "the first worker had finished before it was killed"
    submissions.process(submission_id=submission.pk, at=timezone.now(), wait=True)
    assert totals(submission) == EXPECTED
    assert stored(submission) == (EXPECTED["accepted"], EXPECTED["rejected"], EXPECTED["rejected"])
    again = scheme.send(big_file(), name="again.csv")
    assert (again.accepted, again.duplicates) == (0, EXPECTED["accepted"] + EXPECTED["duplicates"])
    assert Claim.objects.count() == EXPECTED["accepted"]


@pytest.mark.fault("The same file sent at once by two people")
def test_the_same_file_sent_at_once_by_two_people_counts_once(scheme: Scheme) -> None:
    from tests import builders

    second = builders.member(scheme.programme, "agent", organisation=scheme.agent)
    sent: list[Submission] = []

    def send(by: "User") -> None:
        try:
            sent.append(scheme.send(big_file(), by=by))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(person,)) for person in (scheme.user, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(submission.accepted for submission in sent) == [0, EXPECTED["accepted"]]
    assert sum(submission.rejected for submission in sent) == 2 * EXPECTED["rejected"]
    assert Claim.objects.count() == EXPECTED["accepted"]
    assert len({submission.path for submission in sent}) == 1


def test_one_worker_at_a_time_and_the_next_file_follows(scheme: Scheme) -> None:
    """While a file of an agent is being worked on, a second worker steps back; the end of the first queues it."""
    waiting = scheme.receive("participant,outcome,achieved_on\nP-1,qualification,2025-03-01\n")
    held = connections["default"].copy()
    with held.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"outcomes:{scheme.programme.pk}:{scheme.agent.pk}"]
        )
    try:
        stepped_back = submissions.process(submission_id=waiting.pk, at=SENT)
        assert (stepped_back.status, Claim.objects.count()) == ("queued", 0)
    finally:
        held.close()
    first = scheme.send("participant,outcome,achieved_on\nP-2,qualification,2025-03-01\n")
    assert first.status == "accepted"
    waiting.refresh_from_db()
    assert (waiting.status, Claim.objects.count()) == ("accepted", 2)


@pytest.mark.fault("A crash of the database that empties the staging tables")
def test_a_crash_of_the_database_that_empties_the_staging_tables_makes_reading_start_afresh(scheme: Scheme) -> None:
    submission = scheme.receive(big_file())
    submission = Submission.objects.select_related("programme", "agent").get(pk=submission.pk)
    staging.stage(submission)
    assert submission.received == EXPECTED["received"]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE outcomes_staged_{submission.pk}, outcomes_problems_{submission.pk}")
    done = submissions.process(submission_id=submission.pk, at=SENT, wait=True)
    assert totals(done) == EXPECTED


def test_a_stalled_file_is_queued_again_and_a_fresh_one_is_left_alone(scheme: Scheme) -> None:
    row = "participant,outcome,achieved_on\nP-1,qualification,2025-03-01\n"
    stalled = scheme.receive(row)
    assert submissions.resume_stalled(at=SENT + timedelta(seconds=30)) == 0
    assert submissions.resume_stalled(at=SENT + timedelta(seconds=61)) == 1
    stalled.refresh_from_db()
    assert stalled.status == "accepted"
    assert submissions.resume_stalled(at=SENT + timedelta(days=1)) == 0


def test_finishing_twice_changes_nothing(scheme: Scheme) -> None:
    done = scheme.send(big_file())
    again = submissions.process(submission_id=done.pk, at=timezone.now())
    assert (totals(again), again.finished_at) == (EXPECTED, done.finished_at)
    assert Claim.objects.count() == EXPECTED["accepted"]


def test_a_file_that_never_gets_any_further_is_given_up_with_a_sentence(
    scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("out of memory")

    submission = scheme.receive("participant,outcome,achieved_on\nP-1,qualification,2025-03-01\n")
    monkeypatch.setattr("outcomes.actions.acceptance._accept", fail)
    for _ in range(acceptance.MOST_ATTEMPTS + 3):
        try:
            submissions.process(submission_id=submission.pk, at=SENT)
        except RuntimeError:
            continue
        break
    submission.refresh_from_db()
    assert submission.status == "failed"
    assert submission.failure.startswith("The file could not be accepted after")
