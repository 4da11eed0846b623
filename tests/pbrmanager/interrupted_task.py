"""A task for the test of the queue: it never ends the first time, and ends at once the second."""

import time
from pathlib import Path

from celery import shared_task

BEGUN = "begun"
DONE = "done"


@shared_task
def write(*, path: str) -> None:
    """Add a line; wait for ever unless there was one already; then add another line."""
    file = Path(path)
    earlier = file.read_text() if file.exists() else ""
    file.write_text(f"{earlier}{BEGUN}\n")
    if not earlier:
        time.sleep(600)
    write_last.delay(path=path)


@shared_task
def write_last(*, path: str) -> None:
    """The last line, written by a task that was sent from within a task."""
    file = Path(path)
    file.write_text(f"{file.read_text()}{DONE}\n")
