"""Endpoints of webhooks as those see them who act for an organisation, and who may hear of what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, Role, User
from notifications.domain import kinds
from notifications.models import Endpoint, Event
from notifications.selectors import endpoints
from stages.models import Membership, Programme
from stages.selectors import tokens

MANAGERS = (Role.COMMISSIONER, Role.PRINCIPAL, Role.AGENT)
"""The roles in which a person acts for an organisation and looks after its endpoints."""


def managed(user: User) -> list[Membership]:
    """The roles in which the person acts for an organisation, by programme."""
    found = Membership.objects.filter(user=user, role__in=MANAGERS)
    return list(found.select_related("programme__commissioner", "organisation").order_by("programme__name", "pk"))


def choices(user: User) -> dict[Organisation, list[Programme]]:
    """The organisations that the person acts for, each with the programmes in which they do."""
    found: dict[Organisation, list[Programme]] = defaultdict(list)
    for one in managed(user):
        if one.programme not in found[tokens.acts_for(one)]:
            found[tokens.acts_for(one)].append(one.programme)
    return dict(found)


def visible_to(user: User) -> QuerySet[Endpoint]:
    """The endpoints of the person's organisations that hear of a programme in which the person acts for them."""
    own = choices(user)
    keys = [
        endpoint.pk
        for endpoint in Endpoint.objects.filter(organisation__in=own)
        if set(endpoint.programmes) & {programme.slug for programme in own[endpoint.organisation]}
    ]
    return endpoints.of_organisations([one.pk for one in own]).filter(pk__in=keys)


def find(user: User, pk: int) -> Endpoint:
    """The endpoint, if the person looks after it; otherwise the page does not exist for them."""
    found = visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404("No such endpoint")
    return found


def may_manage(user: User, endpoint: Endpoint) -> bool:
    return visible_to(user).filter(pk=endpoint.pk).exists()


def keepers(endpoint: Endpoint) -> set[int]:
    """Who is told how the endpoint fares: whoever set it up, or, where they look after it no more, everybody who does.

    Empty where nobody acts for its organisation any more.
    """
    found = Membership.objects.filter(role__in=MANAGERS, programme__slug__in=endpoint.programmes)
    people = found.filter(user__is_active=True, user__is_machine=False).values_list(
        "user", "organisation", "programme__commissioner"
    )
    held = {user for user, own, commissioner in people if (own or commissioner) == endpoint.organisation_id}
    return held & {endpoint.made_by_id} or held


def names_of(endpoint: Endpoint) -> list[str]:
    """The programmes of the endpoint by their names."""
    found = Programme.objects.filter(slug__in=endpoint.programmes).order_by("name")
    return list(found.values_list("name", flat=True))


def hearing(events: Iterable[Event]) -> list[tuple[Endpoint, Event]]:
    """Which endpoint hears of which event: it asked for it, and its organisation may read of it now.

    Nothing that happened before the endpoint was made is told.
    """
    found = list(events)
    slugs = {event.programme for event in found}
    standing = list(Endpoint.objects.standing().filter(programmes__overlap=list(slugs)))
    roles = _roles(slugs) if standing else {}
    return [
        (endpoint, event)
        for event in found
        for endpoint in standing
        if event.programme in endpoint.programmes
        and event.kind in endpoint.kinds
        and event.at >= endpoint.made_at
        and _may_read(event, endpoint.organisation_id, roles)
    ]


def _roles(slugs: Iterable[str]) -> Mapping[tuple[str, int], set[str]]:
    """In which roles each organisation takes part in each programme."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    held = Membership.objects.filter(programme__slug__in=list(slugs), role__in=MANAGERS)
    for slug, role, own, commissioner in held.values_list(
        "programme__slug", "role", "organisation", "programme__commissioner"
    ):
        found[slug, own or commissioner].add(role)
    return found


def _may_read(event: Event, organisation: int, roles: Mapping[tuple[str, int], set[str]]) -> bool:
    held = roles.get((event.programme, organisation), set()) & kinds.BY_CODE[event.kind].readers
    if event.organisations and organisation not in event.organisations:
        held = held - {"agent"}
    return bool(held)
