"""What the worker does for the library. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from knowledge.actions import suitability


@shared_task
def forget_left_answers() -> int:
    """Every night: forget the answers that visitors left unfinished a year ago."""
    return suitability.forget_left(at=timezone.now())
