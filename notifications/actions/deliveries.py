"""Deliver what waits: one sender at a time, each endpoint for a little while, so that a slow one holds up no other.

A webhook that was taken (2xx) is never sent again by itself. When this process dies between the answer and the row that
keeps it, the same id goes out once more: receivers tell by the id.
"""

import contextlib
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import now

from accounts.models import User
from notifications import secrecy, sending
from notifications.actions import endpoints, notices
from notifications.actions.notices import News
from notifications.domain import channels, retries, signatures
from notifications.models import Attempt, Delivery, Endpoint
from notifications.selectors import endpoints as selectors
from notifications.sending import Answer

LOCK = "webhooks"
SECONDS_FOR_ONE = 20.0
AT_ONCE = 50
UNANSWERED = 2
GONE = 410
Post = Callable[[str, bytes, dict[str, str]], Answer]


def send_due(*, by: User, at: datetime, post: Post = sending.post) -> int:
    """Send what is due to every endpoint. Returns how many were taken; 0 at once while another sender is at work."""
    with _alone() as is_alone:
        if not is_alone:
            return 0
        due = Delivery.objects.due(at).order_by("endpoint").values_list("endpoint", flat=True).distinct()
        return sum(_send_to(Endpoint.objects.get(pk=pk), by, at, post) for pk in list(due))


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the only sender. The lock goes with the connection, also when the process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [LOCK])
        is_alone = bool(cursor.fetchone()[0])
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [LOCK])


def _send_to(endpoint: Endpoint, by: User, at: datetime, post: Post) -> int:
    """What is due to one endpoint, for so many seconds or until it does not answer."""
    until = time.monotonic() + SECONDS_FOR_ONE
    taken = unanswered = 0
    while time.monotonic() < until:
        due = Delivery.objects.due(at).filter(endpoint=endpoint).select_related("event", "endpoint").order_by("pk")
        batch = list(due[:AT_ONCE])
        for delivery in batch:
            answer = _send(delivery, at, post)
            is_standing = _keep(delivery, answer, by, at)
            taken += answer.outcome == Attempt.Outcome.TAKEN
            unanswered = 0 if answer.was_reached else unanswered + 1
            if not is_standing or time.monotonic() >= until:
                return taken
            if unanswered >= UNANSWERED:
                _hold(endpoint, at)
                return taken
        if len(batch) < AT_ONCE:
            break
    return taken


def _send(delivery: Delivery, at: datetime, post: Post) -> Answer:
    endpoint = delivery.endpoint
    body = selectors.payload(delivery)
    try:
        keys = [secrecy.read(endpoint.secret)]
        if endpoint.old_secret is not None and endpoint.old_secret_until and endpoint.old_secret_until > at:
            keys.append(secrecy.read(endpoint.old_secret))
    except secrecy.Unreadable:
        return Answer(Attempt.Outcome.UNSIGNED, None, 0)
    moment = int(now().timestamp())
    return post(endpoint.url, body, signatures.headers(keys, delivery.event.uid, moment, body))


@transaction.atomic
def _keep(delivery: Delivery, answer: Answer, by: User, at: datetime) -> bool:
    """Keep the attempt and what follows from it. Returns whether the endpoint takes more."""
    Attempt.objects.create(
        delivery=delivery, at=at, outcome=answer.outcome, status=answer.status, took_ms=answer.took_ms
    )
    if answer.outcome == Attempt.Outcome.TAKEN:
        Delivery.objects.filter(pk=delivery.pk).update(
            state=Delivery.State.DELIVERED, attempts=delivery.attempts + 1, delivered_at=at, next_at=None
        )
        if delivery.endpoint.failing_since is not None:
            Endpoint.objects.filter(pk=delivery.endpoint_id).update(failing_since=None, hold_until=None)
            delivery.endpoint.failing_since = None
        return True
    _again(delivery, answer, at)
    return _after_failure(delivery.endpoint, answer, by, at)


def _again(delivery: Delivery, answer: Answer, at: datetime) -> None:
    attempts = delivery.attempts + 1
    chance = secrets.randbelow(1_000) / 1_000
    when = retries.next_at(attempts, at, chance, answer.wait)
    state = Delivery.State.DEAD if when is None else Delivery.State.WAITING
    Delivery.objects.filter(pk=delivery.pk).update(state=state, attempts=attempts, next_at=when)


def _after_failure(endpoint: Endpoint, answer: Answer, by: User, at: datetime) -> bool:
    """Remember since when it fails; pause what has failed for long, or says that it is gone."""
    if endpoint.failing_since is None:
        Endpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=at)
        endpoint.failing_since = at
    because = ""
    if answer.status == GONE:
        because = "It answered that it is gone for good (410)."
    elif retries.is_to_pause(endpoint.failing_since, at):
        because = f"It has taken nothing for {retries.PAUSED_AFTER.days} days."
    if because:
        endpoints.pause(endpoint=endpoint, because=because, by=by, at=at)
        _tell(endpoint, because, at)
    return not because


def _tell(endpoint: Endpoint, because: str, at: datetime) -> None:
    """Those who look after the endpoint are told that it is paused: who they are, the apps above know."""
    keepers: Callable[[Endpoint], Collection[int]] = import_string(settings.ENDPOINT_KEEPERS)
    said = f"The webhook “{endpoint}” is paused. {because}"
    key = f"paused {endpoint.pk} {at.isoformat()}"
    path = reverse("webhooks:webhook_detail", args=[endpoint.pk])
    brief = f"A webhook of {endpoint.organisation} is paused"
    told = keepers(endpoint) or {endpoint.made_by_id}
    notices.tell([News(user, channels.WEBHOOK_PAUSED, key, said, brief, "", path) for user in told], at=at)


def _hold(endpoint: Endpoint, at: datetime) -> None:
    """Leave an endpoint that does not answer alone for a while: longer, the longer it has failed."""
    since = endpoint.failing_since or at
    wait = min(max(timedelta(seconds=30), (at - since) / 4), timedelta(hours=1))
    Endpoint.objects.filter(pk=endpoint.pk).update(hold_until=at + wait)
