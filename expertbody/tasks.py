"""What the Expert Body needs done by night."""

from celery import shared_task
from django.utils import timezone

from expertbody.actions import fall_notices, seats, written_votes


@shared_task(name="expertbody.tasks.lapse_terms")
def lapse_terms() -> int:
    """Take the role from those whose terms are over."""
    return seats.lapse(at=timezone.now())


@shared_task(name="expertbody.tasks.close_written_votes")
def close_written_votes() -> int:
    """Close the written votes whose deadline has passed or whose matter was decided meanwhile."""
    return written_votes.close_due(at=timezone.now())


@shared_task(name="expertbody.tasks.tell_of_falls")
def tell_of_falls() -> int:
    """Tell each chair what no longer holds of closed stages, once a fall."""
    return fall_notices.tell(at=timezone.now())
