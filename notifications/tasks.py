"""What the worker does to tell others. Safe to run twice and at the same time."""

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from notifications.actions import deliveries, mails, passwords

SYSTEM = "messenger"


@shared_task(expires=60)
def send_webhooks() -> int:
    """Send what is due to the endpoints of webhooks."""
    return deliveries.send_due(by=users.system_user(SYSTEM), at=timezone.now())


@shared_task(expires=60)
def send_mails() -> int:
    """Write the mails that may go out now, and send what waits."""
    at = timezone.now()
    passwords.answer_due(at=at)
    mails.write_due(at=at)
    return mails.send_due(at=at)
