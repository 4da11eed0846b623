"""Page-shaped reads of stages, always given the viewer."""

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from stages.models import Programme


def programme_for(user: User, slug: str) -> Programme:
    """The programme, if the person is a member of it; otherwise the page does not exist for them."""
    programme = (
        Programme.objects.visible_to(user).filter(slug=slug).select_related("commissioner", "sandbox_of").first()
    )
    if programme is None:
        raise Http404("No such programme")
    return programme


def visible(user: User, q: str = "", sandbox_of: str = "") -> QuerySet[Programme]:
    """The programmes that the person is a member of, or those of them whose name has every word."""
    found = Programme.objects.visible_to(user)
    if sandbox_of:
        found = found.filter(sandbox_of__slug=sandbox_of)
    for word in q.split():
        found = found.filter(name__icontains=word)
    return found.select_related("commissioner", "sandbox_of")


def by_slug(slug: str) -> Programme | None:
    """The programme, for commands, which act for nobody in particular."""
    return Programme.objects.filter(slug=slug).select_related("commissioner").first()


def real() -> QuerySet[Programme]:
    """Every programme that is no sandbox, for work that goes through them all."""
    return Programme.objects.real().order_by("pk")


def first_stage_of_the_latest(user: User) -> str:
    """The address of stage 1 of the programme that the person started last."""
    programme = Programme.objects.real().filter(created_by=user).order_by("-created_at", "-pk").first()
    if programme is None:
        raise Http404("No programme was started")
    return reverse("stages:stage_detail", args=[programme.slug, 1])
