"""What the library may know of people and their programmes: see `pbrmanager.library`."""

from django.urls import reverse

from accounts.models import Role, User
from stages import permissions
from stages.models import Membership, Programme, StageVisit

MOST_PLACES = 20


def roles_held(user: User, slug: str) -> frozenset[Role]:
    """The roles held in the programme of that slug; without one, in any programme."""
    held = Membership.objects.filter(user=user)
    if slug:
        held = held.filter(programme__slug=slug)
    return frozenset(Role(role) for role in held.values_list("role", flat=True).distinct())


def origin(user: User, slug: str) -> tuple[str, str] | None:
    """Name and address of the programme, for its members."""
    programme = Programme.objects.visible_to(user).filter(slug=slug).first()
    return (programme.name, reverse("stages:stage_detail", args=[slug, 7])) if programme else None


def places_to_cite(user: User, entry_id: int) -> list[tuple[str, str]]:
    """The programmes at stage 1 in which the person may record practice, latest first."""
    leads = Membership.objects.filter(user=user, role__in=permissions.RULES["stage.record"])
    at_stage_1 = StageVisit.objects.open().filter(stage=1)
    found = (
        Programme.objects.real().filter(pk__in=leads.values("programme")).filter(pk__in=at_stage_1.values("programme"))
    )
    return [
        (programme.name, reverse("stages:lesson_use", args=[programme.slug, entry_id]))
        for programme in found.order_by("-created_at", "-pk")[:MOST_PLACES]
    ]
