"""Which open visits stand still, since when and why."""

from django.db.models import OuterRef, Subquery

from stages.models import Programme, StagePause, StageVisit

BECAUSE = Subquery(StagePause.objects.standing().filter(visit=OuterRef("pk")).values("because")[:1])
"""For queries of visits: why the visit stands still; None when it does not."""


def of_visit(visit: StageVisit) -> StagePause | None:
    """The pause in which the visit stands, if any."""
    found = StagePause.objects.standing().filter(visit=visit)
    return found.select_related("paused_by", "visit__programme").first()


def of_stage(programme: Programme, stage: int) -> StagePause | None:
    """The pause in which the open visit of the stage stands, if any."""
    found = StagePause.objects.standing().filter(visit__programme=programme, visit__stage=stage)
    return found.select_related("paused_by", "visit__programme").first()


def paused_stages(programme: Programme) -> frozenset[int]:
    """The stages of the programme that stand still now."""
    found = StagePause.objects.standing().filter(visit__programme=programme)
    return frozenset(found.values_list("visit__stage", flat=True))


def history(programme: Programme, stage: int) -> list[StagePause]:
    """Every pause of the stage, the latest first, each with its end if it has one."""
    found = StagePause.objects.filter(visit__programme=programme, visit__stage=stage)
    return list(found.select_related("visit", "paused_by", "resumption__resumed_by").order_by("-paused_at", "-pk"))
