"""Put events in the queues of endpoints. Which endpoints may hear of what, `stages` says, which knows the roles."""

from collections.abc import Iterable
from datetime import datetime

from notifications.models import Delivery, Endpoint, Event


def queue(pairs: Iterable[tuple[Endpoint, Event]], at: datetime) -> int:
    """One delivery for each pair that has none yet. How many pairs there were."""
    made = [Delivery(endpoint=endpoint, event=event, next_at=at, made_at=at) for endpoint, event in pairs]
    Delivery.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)
    return len(made)
