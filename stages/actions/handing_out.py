"""Hands out what happened: to the endpoints of webhooks that may hear of it, and to people by notices."""

from datetime import datetime, timedelta

from django.db import transaction

from notifications.actions import notices
from notifications.actions import webhooks as queue
from notifications.models import Event
from stages.selectors import told, webhooks

AT_ONCE = 500
NEWS_FOR = timedelta(days=3)
"""What happened longer ago is history that was brought in, not news."""


def hand_out(*, at: datetime) -> int:
    """Hand out every event that waits, each once. Returns how many there were."""
    count = 0
    while found := _some(at):
        count += found
    return count


@transaction.atomic
def _some(at: datetime) -> int:
    """Whoever does the same at this moment takes others: rows that are locked are passed over."""
    events = list(Event.objects.waiting().select_for_update(of=("self",), skip_locked=True).order_by("pk")[:AT_ONCE])
    news = [event for event in events if at - event.at <= NEWS_FOR]
    queue.queue(webhooks.hearing(news), at)
    notices.tell(told.news(news), at=at)
    Event.objects.filter(pk__in=[event.pk for event in events]).update(handed_out_at=at)
    return len(events)
