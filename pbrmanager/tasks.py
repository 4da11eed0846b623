"""Tasks that belong to no app."""

from celery import Task, shared_task
from django.utils import timezone

from pbrmanager import heartbeat as heartbeats


@shared_task(bind=True, expires=60)
def heartbeat(self: "Task[[], None]") -> None:
    """Say that a worker takes tasks from the queue; `/readyz` reads it."""
    heartbeats.record(worker=self.request.hostname or "unknown", at=timezone.now())
