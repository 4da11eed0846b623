"""Whether the viewer may change the records of delivery now, and for which agents."""

import dataclasses

from django.db.models import QuerySet

from accounts.models import Organisation, Role, User
from contracts.models import Party
from delivery import permissions
from stages.domain import framework, history
from stages.models import Programme
from stages.permissions import organisations
from stages.selectors import visits
from stages.selectors.access import Access

STAGE = 5


def access(programme: Programme, viewer: User, action: str = "delivery.record") -> Access:
    """The status of stage 5, and whether the viewer's roles allow the action while it is open."""
    return Access(
        stage=framework.BY_NUMBER[STAGE],
        status=visits.status(programme, STAGE),
        permitted=permissions.can(viewer, action, programme),
    )


def own_agents(viewer: User, programme: Programme) -> QuerySet[Organisation]:
    """The agents on whose behalf the viewer records."""
    held = organisations(viewer, programme, Role.AGENT)
    return Organisation.objects.filter(pk__in=[agent.pk for agent in held]).order_by("name")


def contract_agents(programme: Programme) -> QuerySet[Organisation]:
    """The agents of the programme: those that the contract names, and those whose people have the role."""
    parties = Party.objects.filter(version__programme=programme, role=Party.Role.AGENT).values("organisation")
    members = programme.memberships.filter(role=Role.AGENT).values("organisation")
    found = Organisation.objects.filter(pk__in=parties) | Organisation.objects.filter(pk__in=members)
    return found.order_by("name")


def for_events(programme: Programme, viewer: User) -> Access:
    """Whether what happens to participants can be recorded now: delivery is open, or was never opened here."""
    found = access(programme, viewer)
    return dataclasses.replace(found, status=history.OPEN) if found.status == history.NOT_STARTED else found
