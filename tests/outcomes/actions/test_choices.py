"""What an agent decides about its files: all or none, a check only, to stop, what columns mean."""

from datetime import date, timedelta

import pytest
from django.db import OperationalError
from psycopg.errors import AdminShutdown, LockNotAvailable

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from notifications.domain import words
from notifications.models import Event
from outcomes.actions import arrangements, staging, submissions
from outcomes.actions.files import FileRefused
from outcomes.domain.problems import Cancelled
from outcomes.models import Claim, ColumnName, Submission
from tests import builders, webhook_shapes
from tests.outcomes.scheme import SENT, Scheme

MIXED = "participant,outcome,achieved_on\nP-1,qualification,2025-02-01\nP-9,qualification,2025-02-01\n"
OWN_NAMES = "Client ID;Result;Date of result;Key worker\nP-1;qualification;01/02/2025;Ada\n"
LATER = SENT + timedelta(days=1)


def send(scheme: Scheme, text: str, **wanted: object) -> Submission:
    received = scheme.receive(text, **wanted)  # type: ignore[arg-type]
    return submissions.process(submission_id=received.pk, at=SENT, wait=True)


def again(scheme: Scheme, done: Submission, **wanted: object) -> Submission:
    taken = submissions.take_again(submission=done, by=scheme.user, at=LATER, queue=False, **wanted)  # type: ignore[arg-type]
    return submissions.process(submission_id=taken.pk, at=LATER, wait=True)


def test_none_is_taken_until_every_row_is_right_where_the_agent_wants_it_so(scheme: Scheme) -> None:
    scheme.participant("P-1")
    done = send(scheme, MIXED, consent="all")
    assert (done.status, done.accepted, done.takeable, done.rejected, done.duplicates) == ("rejected", 0, 1, 1, 0)
    assert Claim.objects.count() == 0
    right = send(scheme, MIXED.replace("P-9", "P-1").replace("02-01\n", "02-02\n", 1), consent="all")
    assert (right.status, right.accepted) == ("accepted", 2)


def test_the_good_rows_can_be_taken_after_all_from_the_kept_file_and_only_once(scheme: Scheme) -> None:
    scheme.participant("P-1")
    done = send(scheme, MIXED, consent="all")
    taken = again(scheme, done, consent="good")
    assert (taken.status, taken.accepted, taken.digest, taken.follows) == ("partly", 1, done.digest, done)
    with pytest.raises(submissions.SubmissionRefused, match="taken again already"):
        again(scheme, done, consent="good")
    with pytest.raises(submissions.SubmissionRefused, match="taken already"):
        again(scheme, taken)
    assert Claim.objects.count() == 1


def test_the_standing_choice_decides_where_the_file_was_sent_without_one(scheme: Scheme) -> None:
    scheme.participant("P-1")
    arrangements.choose(programme=scheme.programme, agent=scheme.agent, consent="all", by=scheme.user, at=SENT)
    assert send(scheme, MIXED).status == "rejected"
    assert send(scheme, MIXED, consent="good").status == "partly"
    assert AuditEntry.objects.filter(action="outcomes.files.choose").count() == 1
    with pytest.raises(Forbidden):
        arrangements.choose(
            programme=scheme.programme, agent=scheme.agent, consent="all", by=builders.user("Stranger"), at=SENT
        )


def test_a_file_that_is_only_checked_leaves_nothing_and_can_be_taken_afterwards(scheme: Scheme) -> None:
    scheme.participant("P-1")
    checked = send(scheme, MIXED, dry_run=True)
    assert (checked.status, checked.accepted, checked.takeable, checked.rejected) == ("checked", 0, 1, 1)
    assert Claim.objects.count() == 0
    assert again(scheme, checked).accepted == 1
    people = send(scheme, "participant,started_on,group\nA-1,2025-02-01,1\n", kind="participants", dry_run=True)
    assert (people.takeable, scheme.programme.participants.filter(reference="A-1").exists()) == (1, False)


def test_a_cancelled_file_leaves_nothing_and_its_worker_stops(scheme: Scheme) -> None:
    scheme.participant("P-1")
    waiting = scheme.receive(MIXED)
    at_work = Submission.objects.select_related("programme", "agent").get(pk=waiting.pk)
    staging.stage(at_work)
    with pytest.raises(Forbidden):
        submissions.cancel(submission=waiting, by=builders.user("Stranger"), at=SENT)
    submissions.cancel(submission=waiting, by=scheme.user, at=SENT)
    with pytest.raises(Cancelled):
        staging.stage(at_work)
    done = submissions.process(submission_id=waiting.pk, at=SENT, wait=True)
    assert (done.status, Claim.objects.count()) == ("cancelled", 0)
    with pytest.raises(submissions.SubmissionRefused, match="cannot be cancelled"):
        submissions.cancel(submission=waiting, by=scheme.user, at=SENT)
    told = Event.objects.get(kind="submission.finished")
    webhook_shapes.require_described(told)
    assert (told.data["submission"], told.data["status"], told.by) == (waiting.pk, "cancelled", scheme.user)
    assert again(scheme, done).status == "partly"


def test_every_end_of_the_work_on_a_file_has_words() -> None:
    at_work = {Submission.Status.QUEUED, Submission.Status.READING, Submission.Status.CHECKING}
    assert {state.value for state in set(Submission.Status) - at_work} == set(words.STATES)


@pytest.mark.parametrize(
    ("cause", "raised"),
    [(LockNotAvailable(), submissions.SubmissionRefused), (AdminShutdown(), OperationalError)],
)
def test_only_a_lock_that_is_held_counts_as_work_that_cannot_be_stopped(
    scheme: Scheme, monkeypatch: pytest.MonkeyPatch, cause: Exception, raised: type[Exception]
) -> None:
    def fail(**options: object) -> None:
        raise OperationalError("so it said") from cause

    waiting = scheme.receive(MIXED)
    monkeypatch.setattr(Submission.objects, "select_for_update", fail)
    with pytest.raises(raised):
        submissions.cancel(submission=waiting, by=scheme.user, at=SENT)


def test_columns_of_other_names_are_explained_once(scheme: Scheme) -> None:
    scheme.participant("P-1")
    failed = scheme.send(OWN_NAMES)
    assert failed.status == "failed"
    assert failed.columns == ["Client ID", "Result", "Date of result", "Key worker"]
    meanings = {"Client ID": "participant", "Result": "outcome", "Date of result": "", "Key worker": ""}
    with pytest.raises(Refused, match="still lacks achieved_on"):
        arrangements.remember(submission=failed, meanings=meanings, by=scheme.user, at=LATER)
    twice = meanings | {"Date of result": "outcome"}
    with pytest.raises(Refused, match="cannot both be outcome"):
        arrangements.remember(submission=failed, meanings=twice, by=scheme.user, at=LATER)
    taken = arrangements.remember(
        submission=failed, meanings=meanings | {"Date of result": "achieved_on"}, by=scheme.user, at=LATER
    )
    done = submissions.process(submission_id=taken.pk, at=LATER, wait=True)
    assert (done.status, done.accepted, done.unknown_columns, done.follows) == ("accepted", 1, [], failed)
    assert Claim.objects.get().event_date == date(2025, 2, 1)
    later = scheme.send(OWN_NAMES.replace("01/02", "02/02"))
    assert (later.status, later.accepted) == ("accepted", 1)


def test_a_forgotten_column_is_asked_about_again(scheme: Scheme) -> None:
    done = scheme.send("participant,outcome,achieved_on,note\nP-9,qualification,2025-02-01,x\n")
    assert done.unknown_columns == ["note"]
    arrangements.explain_columns(submission=done, meanings={"note": ""}, by=scheme.user, at=SENT)
    assert scheme.send("participant,outcome,achieved_on,Note\nP-9,qualification,2025-02-01,x\n").unknown_columns == []
    name = ColumnName.objects.get()
    with pytest.raises(Forbidden):
        arrangements.forget_column(name=name, by=builders.user("Stranger"), at=SENT)
    arrangements.change_column(name=name, column="evidence_ref", by=scheme.user, at=SENT)
    arrangements.forget_column(name=name, by=scheme.user, at=SENT)
    assert scheme.send("participant,outcome,achieved_on,note\nP-9,qualification,2025-02-01,x\n").unknown_columns == [
        "note"
    ]


@pytest.mark.fault("A file of more rows than may be sent (with a low limit)")
def test_a_file_with_more_rows_than_the_limit_is_refused_whole(
    scheme: Scheme, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAX_SUBMISSION_ROWS = 20  # type: ignore[attr-defined]
    monkeypatch.setattr(staging, "BATCH", 10)
    rows = [f"P-{number},qualification,2025-02-01\n" for number in range(40)]
    for number in range(20):
        scheme.participant(f"P-{number}")
    told = "The file has more than 20 rows. Split it into several files and send them one after the other."
    for too_many in (21, 40):
        content = "participant,outcome,achieved_on\n" + "".join(rows[:too_many])
        with pytest.raises(FileRefused, match=told):
            scheme.send(content)
        done = scheme.send(content.replace("P-0", '"P-0"'))
        assert (done.status, Claim.objects.count()) == ("failed", 0)
        assert done.failure == f"{told} Nothing was taken from it."
        assert done.rows_read < 40
    assert scheme.send("participant,outcome,achieved_on\n" + "".join(rows[:20])).accepted == 20
