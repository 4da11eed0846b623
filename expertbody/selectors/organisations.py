"""The organisations that have to do with a programme."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from stages.models import Programme


def of(programme: Programme) -> QuerySet[Organisation]:
    """The commissioner, the members' organisations and the candidates for principal and agent, by name."""
    concerned = (
        Q(pk=programme.commissioner_id)
        | Q(pk__in=programme.memberships.filter(organisation__isnull=False).values("organisation"))
        | Q(pk__in=programme.candidates.values("organisation"))
    )
    return Organisation.objects.filter(concerned).order_by("name")
