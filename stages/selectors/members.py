"""The people of a programme and their roles."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from notifications.selectors import refusals
from stages.models import Membership, Programme


def people(programme: Programme) -> QuerySet[User]:
    """The people who are members of the programme, by name; no machine of a token among them."""
    return (
        User.objects.filter(memberships__programme=programme, is_system=False, is_machine=False)
        .distinct()
        .order_by("name")
    )


def roles_in(user: User, slug: str) -> list[str]:
    """The roles of an account in a programme, each with the organisation it is held for: `agent north-works`."""
    held = Membership.objects.filter(user=user, programme__slug=slug).values_list("role", "organisation__code")
    return sorted(f"{role} {code or ''}".strip() for role, code in held)


def rows(programme: Programme) -> list[Membership]:
    """Every role, by person."""
    found = Membership.objects.filter(programme=programme).select_related("user", "organisation", "granted_by")
    return list(found.order_by("user__name", "role"))


def refused(rows: list[Membership]) -> set[int]:
    """The keys of those people whose addresses a mail service refuses."""
    return refusals.among({row.user_id for row in rows})


def membership_of(programme: Programme, membership_id: int) -> Membership:
    """One role of the programme; the page does not exist otherwise."""
    found = Membership.objects.filter(programme=programme, pk=membership_id)
    membership = found.select_related("user", "organisation", "programme").first()
    if membership is None:
        raise Http404("No such role in this programme")
    return membership


def organisations() -> QuerySet[Organisation]:
    """Every organisation, by name."""
    return Organisation.objects.order_by("name")
