"""The jobs call the actions with the time of the day."""

import time_machine

from outcomes import tasks
from outcomes.models import Claim, Submission
from tests.outcomes.scheme import SENT, Scheme

ROW = "participant,outcome,achieved_on\nP-1,qualification,2025-03-01\n"


def test_the_job_accepts_one_file_and_may_come_twice(scheme: Scheme) -> None:
    scheme.participant("P-1")
    submission = scheme.receive(ROW)
    for _ in range(2):
        tasks.process_submission.delay(submission_id=submission.pk)
    submission.refresh_from_db()
    assert (submission.status, Claim.objects.count()) == ("accepted", 1)


def test_the_regular_job_takes_up_what_was_left_lying(
    scheme: Scheme, django_capture_on_commit_callbacks: object
) -> None:
    scheme.participant("P-1")
    submission = scheme.receive(ROW)
    for seconds, status in ((59, "queued"), (61, "accepted")):
        with (
            time_machine.travel(SENT.timestamp() + seconds, tick=False),
            django_capture_on_commit_callbacks(execute=True),  # type: ignore[operator]
        ):
            tasks.resume_stalled.delay()
        assert Submission.objects.get().status == status
    assert submission.pk == Submission.objects.get().pk
