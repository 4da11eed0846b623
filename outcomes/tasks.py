"""Jobs that accept files and have evidence scanned. All may run twice, at once, or be killed: the actions decide."""

from celery import shared_task
from django.utils import timezone

from outcomes.actions import erasures, scanning, submissions


@shared_task
def process_submission(*, submission_id: int) -> None:
    """Accept the rows of one file."""
    submissions.process(submission_id=submission_id, at=timezone.now())


@shared_task(expires=60)
def resume_stalled() -> None:
    """Queue again every file that nobody has worked on for a minute."""
    submissions.resume_stalled(at=timezone.now())


@shared_task
def scan_evidence(*, file_id: int) -> None:
    """Have one file of evidence looked through for viruses."""
    scanning.scan(file_id=file_id, at=timezone.now())


@shared_task(expires=60)
def resume_scans() -> None:
    """Queue again every file of evidence that has waited for the virus scanner for a minute."""
    scanning.resume(at=timezone.now())


@shared_task
def erase_evidence() -> int:
    """Every night: erase the content of the files of evidence whose time of keeping is over."""
    return erasures.erase_due(at=timezone.now())
