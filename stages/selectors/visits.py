"""Reads of the visits of stages: status is derived from them."""

from collections import defaultdict
from collections.abc import Iterable

from django.http import Http404

from stages.domain import history
from stages.models import Programme, StageVisit


def facts_of(visits: Iterable[StageVisit]) -> list[history.Visit]:
    """The visits as the rules of history see them."""
    return [history.Visit(visit.stage, visit.number, visit.closed_at is None) for visit in visits]


def of_programme(programme: Programme) -> dict[int, list[StageVisit]]:
    """All visits of a programme by stage, first visit first."""
    found: dict[int, list[StageVisit]] = defaultdict(list)
    visits = StageVisit.objects.filter(programme=programme).select_related("opened_by", "closed_by", "finding")
    for visit in visits.order_by("stage", "number"):
        found[visit.stage].append(visit)
    return found


def open_visit(programme: Programme, stage: int) -> StageVisit | None:
    """The visit that is open now, if any."""
    return StageVisit.objects.open().filter(programme=programme, stage=stage).select_related("finding").first()


def is_open(programme: Programme, stage: int) -> bool:
    """Whether the records of the stage may be changed now."""
    return StageVisit.objects.open().filter(programme=programme, stage=stage).exists()


def closed_once(programme: Programme) -> frozenset[int]:
    """The stages that have been closed at least once."""
    stages = StageVisit.objects.closed().filter(programme=programme).values_list("stage", flat=True)
    return frozenset(stages.distinct())


def visited(programme: Programme) -> frozenset[int]:
    """The stages that have been opened at least once."""
    return frozenset(StageVisit.objects.filter(programme=programme).values_list("stage", flat=True).distinct())


def status(programme: Programme, stage: int) -> str:
    """not_started, open, reopened or closed."""
    return history.status(facts_of(StageVisit.objects.filter(programme=programme, stage=stage)))


def visit_of(programme: Programme, stage: int, number: int) -> StageVisit:
    """One visit by its number, open or closed; the page does not exist otherwise."""
    found = StageVisit.objects.filter(programme=programme, stage=stage, number=number)
    visit = found.select_related("programme", "closed_by", "finding").first()
    if visit is None:
        raise Http404("No such visit")
    return visit
