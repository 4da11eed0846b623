"""Jobs that price. Both may run twice, at once, or be killed: pricing appends only what the ledger does not say yet."""

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from payments.actions import everything, requests


@shared_task
def price(*, programme_id: int) -> None:
    """Price one programme as of today."""
    requests.carry_out(programme_id=programme_id, at=timezone.now())


@shared_task
def price_all() -> None:
    """Price every programme as of today: the nightly job."""
    now = timezone.now()
    everything.price_all(as_of=timezone.localdate(now), by=users.system_user(everything.SYSTEM), at=now)
