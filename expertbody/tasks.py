"""What the Expert Body needs done by night."""

from celery import shared_task
from django.utils import timezone

from expertbody.actions import seats


@shared_task(name="expertbody.tasks.lapse_terms")
def lapse_terms() -> int:
    """Take the role from those whose terms are over."""
    return seats.lapse(at=timezone.now())
