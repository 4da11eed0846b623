"""Endpoints of webhooks. Whoever acts for an organisation in a programme looks after what its systems hear of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from notifications.actions import endpoints
from notifications.models import Delivery, Endpoint
from stages import permissions
from stages.selectors import webhooks


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
    """Make an endpoint for an organisation that the person acts for, in these of its programmes (slugs).

    Returns it with its secret, which is shown once. Raises `Forbidden` for an organisation or a programme of others.
    """
    own = {programme.slug for programme in webhooks.choices(by).get(organisation, [])}
    if not own or set(programmes) - own:
        permissions.refuse(
            "An endpoint is made by somebody who acts for its organisation, as commissioner, principal or agent, in "
            "each of its programmes. Ask them."
        )
    if not programmes:
        raise endpoints.EndpointRefused("Select at least one programme.")
    return endpoints.make(
        organisation=organisation, purpose=purpose, url=url, kinds=kinds, programmes=programmes, by=by, at=at
    )


@transaction.atomic
def change_secret(*, endpoint: Endpoint, by: User, at: datetime) -> str:
    """A new secret, shown once; the old one signs as well for a day."""
    _require(endpoint, by)
    return endpoints.change_secret(endpoint=endpoint, by=by, at=at)


@transaction.atomic
def pause(*, endpoint: Endpoint, because: str, by: User, at: datetime) -> None:
    """Send it nothing until it is resumed."""
    _require(endpoint, by)
    endpoints.pause(endpoint=endpoint, because=because, by=by, at=at)


@transaction.atomic
def resume(*, endpoint: Endpoint, by: User, at: datetime) -> None:
    """Send it again what waits and what comes."""
    _require(endpoint, by)
    endpoints.resume(endpoint=endpoint, by=by, at=at)


@transaction.atomic
def end(*, endpoint: Endpoint, by: User, at: datetime) -> None:
    """Send it nothing ever again."""
    _require(endpoint, by)
    endpoints.end(endpoint=endpoint, by=by, at=at)


@transaction.atomic
def test(*, endpoint: Endpoint, by: User, at: datetime) -> Delivery:
    """Send it a webhook that says nothing but that this is a test."""
    _require(endpoint, by)
    return endpoints.test(endpoint=endpoint, by=by, at=at)


@transaction.atomic
def replay(*, endpoint: Endpoint, delivery: Delivery | None = None, by: User, at: datetime) -> int:
    """Send one event again, or all that were given up. Returns how many."""
    _require(endpoint, by)
    return endpoints.replay(endpoint=endpoint, delivery=delivery, by=by, at=at)


def _require(endpoint: Endpoint, by: User) -> None:
    if not webhooks.may_manage(by, endpoint):
        permissions.refuse("Only people who act for the organisation of this endpoint look after it. Ask one of them.")
