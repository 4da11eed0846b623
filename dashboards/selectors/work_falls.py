"""Closed stages of whose gate a criterion no longer holds, while no finding questions them yet."""

from collections import defaultdict

from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from stages.domain import falls, framework
from stages.models import CriterionFall, StageVisit


def closed_stages(viewer: Viewer) -> list[Matter]:
    """For commissioners, and for those who sit on the Expert Body: one matter a stage, however much has fallen."""
    concerned = {*viewer.where(Role.COMMISSIONER), *viewer.seated_in}
    found: dict[StageVisit, list[CriterionFall]] = defaultdict(list)
    standing = CriterionFall.objects.standing().filter(visit__programme__in=concerned, finding__isnull=True)
    for fall in standing.select_related("visit__programme").order_by("noticed_at", "pk"):
        found[fall.visit].append(fall)
    return [_matter(visit, fallen) for visit, fallen in found.items()]


def _matter(visit: StageVisit, fallen: list[CriterionFall]) -> Matter:
    only = fallen[0]
    stage = reverse("stages:stage_detail", args=[visit.programme.slug, visit.stage])
    return Matter(
        urgency=Urgency.SOON,
        kind="Closed stage",
        colour="yellow",
        title=f"Stage {visit.stage}, {framework.BY_NUMBER[visit.stage].name}: {_lower(falls.words(len(fallen)))}",
        detail=str(only) if len(fallen) == 1 else "",
        programme=visit.programme.name,
        url=only.get_absolute_url() if len(fallen) == 1 else f"{stage}#gate",
        do="Compare then and now, and raise a finding if the stage should be questioned",
        since=only.noticed_at,
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
