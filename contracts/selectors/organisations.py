"""The organisations that a contract of a programme may name."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from stages.models import Programme


def of(programme: Programme) -> QuerySet[Organisation]:
    """Those that take part in the programme: commissioner, members' organisations, candidates of stages 2 and 3."""
    return (
        Organisation.objects.filter(
            Q(memberships__programme=programme)
            | Q(candidacies__programme=programme)
            | Q(commissioned_programmes=programme)
            | Q(contract_parts__version__programme=programme)
        )
        .distinct()
        .order_by("name")
    )
