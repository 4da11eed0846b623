"""Endpoints of webhooks: made, given a new secret, paused, resumed, ended. Who may: see `stages.actions.webhooks`."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from notifications import secrecy
from notifications.actions import events
from notifications.domain import kinds as event_kinds
from notifications.domain import signatures, targets
from notifications.models import Delivery, Endpoint

OLD_SECRET_SIGNS_FOR = timedelta(days=1)
MOST_OF_ONE = 20


class EndpointRefused(Refused):
    """The endpoint cannot be made or changed in this way."""


@transaction.atomic
def make(
    *,
    organisation: Organisation,
    purpose: str,
    url: str,
    kinds: Sequence[str],
    programmes: Sequence[str],
    by: User,
    at: datetime,
) -> tuple[Endpoint, str]:
    """Make an endpoint. Returns it with the secret that signs its webhooks, which is never shown again."""
    _require_sound(purpose, url, kinds)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if Endpoint.objects.standing().filter(organisation=organisation).count() >= MOST_OF_ONE:
        raise EndpointRefused(f"{organisation} has {MOST_OF_ONE} endpoints already. End one that is not needed.")
    secret = signatures.written(secrets.token_bytes(signatures.KEY_BYTES))
    made = Endpoint.objects.create(
        organisation=organisation,
        purpose=purpose.strip(),
        url=url.strip(),
        secret=secrecy.keep(secret),
        kinds=[kind for kind in event_kinds.BY_CODE if kind in kinds],
        programmes=sorted(programmes),
        made_at=at,
        made_by=by,
    )
    after: dict[str, object] = {name: getattr(made, name) for name in ("url", "kinds", "programmes")}
    _record(made, "make", by, at, {"organisation": organisation.code, **after})
    return made, secret


def _require_sound(purpose: str, url: str, kinds: Sequence[str]) -> None:
    if not purpose.strip():
        raise EndpointRefused("Enter what the endpoint is for.")
    loopback = settings.WEBHOOK_LOOPBACK
    if problem := targets.problem(url.strip(), secure_only=settings.PRODUCTION, loopback=loopback):
        raise EndpointRefused(problem)
    if not kinds or set(kinds) - set(event_kinds.BY_CODE):
        raise EndpointRefused("Select at least one event to be told of.")


@transaction.atomic
def change_secret(*, endpoint: Endpoint, by: User, at: datetime) -> str:
    """A new secret, shown once. For a day each webhook is signed by the old one as well."""
    held = _lock(endpoint)
    secret = signatures.written(secrets.token_bytes(signatures.KEY_BYTES))
    held.old_secret, held.old_secret_until = held.secret, at + OLD_SECRET_SIGNS_FOR
    held.secret = secrecy.keep(secret)
    held.save(update_fields=["secret", "old_secret", "old_secret_until"])
    _record(held, "change_secret", by, at, {})
    return secret


@transaction.atomic
def pause(*, endpoint: Endpoint, because: str, by: User, at: datetime) -> None:
    """Send nothing to it until it is resumed. What happens meanwhile waits."""
    held = _lock(endpoint)
    if held.paused_at is not None:
        raise EndpointRefused("This endpoint is paused already.")
    if not because.strip():
        raise EndpointRefused("Enter why it is paused.")
    held.paused_at, held.paused_because = at, because.strip()
    held.save(update_fields=["paused_at", "paused_because"])
    _record(held, "pause", by, at, {"because": held.paused_because})


@transaction.atomic
def resume(*, endpoint: Endpoint, by: User, at: datetime) -> None:
    """Send to it again, first what waited."""
    held = _lock(endpoint)
    if held.paused_at is None:
        raise EndpointRefused("This endpoint is not paused.")
    held.paused_at, held.paused_because, held.failing_since, held.hold_until = None, "", None, None
    held.save(update_fields=["paused_at", "paused_because", "failing_since", "hold_until"])
    _record(held, "resume", by, at, {})


@transaction.atomic
def end(*, endpoint: Endpoint, by: User, at: datetime) -> None:
    """Send nothing to it ever again. Its log stays."""
    held = _lock(endpoint)
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    held.deliveries.filter(state=Delivery.State.WAITING).update(state=Delivery.State.DEAD, next_at=None)
    _record(held, "end", by, at, {})


@transaction.atomic
def test(*, endpoint: Endpoint, by: User, at: datetime) -> Delivery:
    """Put a webhook in the queue that says nothing but that this is a test."""
    held = _lock(endpoint)
    event = events.record(kind=event_kinds.TEST, programme="", data={"test": True}, path="", by=by, at=at)
    event.handed_out_at = at
    event.save(update_fields=["handed_out_at"])
    _record(held, "test", by, at, {"event": event.uid})
    return Delivery.objects.create(endpoint=held, event=event, next_at=at, made_at=at)


@transaction.atomic
def replay(*, endpoint: Endpoint, delivery: Delivery | None = None, by: User, at: datetime) -> int:
    """Send again: one event, whatever became of it, or all that were given up. How many were put in the queue.

    The event keeps its id, by which a receiver knows what it has dealt with before.
    """
    held = _lock(endpoint)
    found = held.deliveries.exclude(state=Delivery.State.WAITING)
    found = found.filter(pk=delivery.pk) if delivery else found.filter(state=Delivery.State.DEAD)
    count = found.update(state=Delivery.State.WAITING, next_at=at, attempts=0, delivered_at=None)
    if not count:
        raise EndpointRefused("There is nothing to send again: it waits to be sent already, or nothing was given up.")
    _record(held, "replay", by, at, {"event": delivery.event.uid if delivery else "given up", "count": count})
    return count


def _lock(endpoint: Endpoint) -> Endpoint:
    held = Endpoint.objects.select_for_update(of=("self",), no_key=True).get(pk=endpoint.pk)
    if held.ended_at is not None:
        raise EndpointRefused("This endpoint was ended. Make a new one.")
    return held


def _record(endpoint: Endpoint, act: str, by: User, at: datetime, after: dict[str, object]) -> None:
    audit.record(by=by, at=at, action=f"notifications.endpoint.{act}", subject=endpoint, after=after)
