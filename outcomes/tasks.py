"""Jobs that accept files. Both may run twice, at once, or be killed: what they do is decided by the actions."""

from celery import shared_task
from django.utils import timezone

from outcomes.actions import submissions


@shared_task
def process_submission(*, submission_id: int) -> None:
    """Accept the rows of one file."""
    submissions.process(submission_id=submission_id, at=timezone.now())


@shared_task(expires=60)
def resume_stalled() -> None:
    """Queue again every file that nobody has worked on for a minute."""
    submissions.resume_stalled(at=timezone.now())
