"""Endpoints and what was sent to them."""

import json
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.http import Http404

from notifications.domain import kinds
from notifications.models import Attempt, Delivery, Endpoint

State = Delivery.State


def of_organisations(keys: list[int]) -> QuerySet[Endpoint]:
    """Endpoints of the organisations, those that stand first, with how much waits and how much was given up."""
    found = Endpoint.objects.filter(organisation__in=keys).select_related("organisation", "made_by")
    return found.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
        dead=Count("deliveries", filter=Q(deliveries__state=State.DEAD)),
        last_taken=Max("deliveries__delivered_at"),
    ).order_by("ended_at", "organisation__name", "purpose", "pk")


def log(endpoint: Endpoint, *, q: str = "", state: str = "", kind: str = "") -> QuerySet[Delivery]:
    """What was sent or waits to be sent, the newest first. `q`: part of an event's id, a programme, or the
    number of an answer."""
    latest = Prefetch("tries", Attempt.objects.order_by("-pk"))
    found = endpoint.deliveries.select_related("event").prefetch_related(latest).order_by("-pk")
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(event__kind=kind)
    if q.isdecimal() and len(q) == 3:  # ids are random, and hold any three digits now and then
        return found.filter(tries__status=int(q)).distinct()
    return found.filter(Q(event__uid__icontains=q) | Q(event__programme__icontains=q)) if q else found


def delivery(endpoint: Endpoint, pk: int) -> Delivery:
    """One delivery to the endpoint; otherwise the page does not exist."""
    found = endpoint.deliveries.select_related("event", "endpoint").filter(pk=pk).first()
    if found is None:
        raise Http404("No such delivery")
    return found


def labels(codes: list[str]) -> list[str]:
    """The events in words."""
    return [kinds.BY_CODE[code].label for code in codes if code in kinds.BY_CODE]


def label(code: str) -> str:
    return kinds.BY_CODE[code].label if code in kinds.BY_CODE else "Test"


def tries(delivery: Delivery) -> list[Attempt]:
    """Every attempt, the latest first."""
    return list(delivery.tries.order_by("-pk"))


def written(delivery: Delivery) -> str:
    """What the webhook says, to be read by a person."""
    return json.dumps(json.loads(payload(delivery)), indent=2, ensure_ascii=False)


def payload(delivery: Delivery) -> bytes:
    """The body: what happened, when, in which programme, and where to read of it. The same each time it is sent."""
    event = delivery.event
    data: dict[str, Any] = {"programme": event.programme or None, **event.data}
    if event.path:
        data["link"] = settings.SITE_URL + event.path
    said = {"id": event.uid, "type": event.kind, "timestamp": event.at.isoformat(), "data": data}
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
