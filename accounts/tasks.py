"""What the worker does for the interface for other systems. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from accounts.actions import requests


@shared_task
def forget_answers() -> int:
    """Every night: forget what was kept of answers, for systems too that have asked for nothing since."""
    return requests.forget_answers(at=timezone.now())
