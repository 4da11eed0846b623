"""What the members of a programme answered to whether Payment by Results fits it."""

import dataclasses

from django.urls import reverse

from accounts.models import User
from knowledge.domain import suitability as rules
from knowledge.models import Assessment
from knowledge.selectors import suitability, suitability_pages
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Fit:
    """One person's answers with the advice that they lead to. `other` compares them with the viewer's own."""

    assessment: Assessment
    headline: str
    url: str
    is_own: bool


def addresses(programme: Programme, number: int) -> suitability_pages.Addresses:
    """Where the pages of one set of answers are inside the programme."""
    where = [programme.slug, number]
    return suitability_pages.Addresses(
        home=reverse("stages:fit", args=[programme.slug]),
        result=reverse("stages:fit_result", args=where),
        pdf=reverse("stages:fit_pdf", args=where),
        compare=reverse("stages:fit_compare", args=[programme.slug]) + f"?first={number}",
        question=lambda page: reverse("stages:fit_question", args=[*where, page]),
    )


def of_programme(programme: Programme, viewer: User) -> list[Fit]:
    """Everybody's answers, the latest first."""
    tool = suitability.tool()
    return [
        Fit(
            one,
            rules.advise(tool, one.answers).headline,
            reverse("stages:fit_result", args=[programme.slug, one.pk]),
            one.person_id == viewer.pk,
        )
        for one in suitability.of_programme(programme.slug)
    ]


def are_begun(programme: Programme) -> bool:
    return Assessment.objects.kept_in(programme.slug).exists()


def hint(programme: Programme) -> str:
    """What the latest finished answers advise, for the task list."""
    finished = Assessment.objects.kept_in(programme.slug).filter(completed_at__isnull=False)
    latest = finished.order_by("-completed_at", "-pk").first()
    if latest is None:
        return "Twelve pages of questions, and advice with reasons"
    return rules.advise(suitability.tool(), latest.answers).headline


def named(programme: Programme) -> list[tuple[str, str]]:
    """The answers to choose from: number, and whose they are."""
    rows = suitability.of_programme(programme.slug)
    return [(str(one.pk), f"{one.person}, as {one.from_side.lower()}") for one in rows]
