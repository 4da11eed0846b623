"""The seven-stage tracker: the picture of a programme."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.urls import reverse

from govuk import components
from stages.domain import falls as falls_rules
from stages.domain import framework, history
from stages.models import Finding, Programme, StageVisit
from stages.selectors import falls, finding_words, pauses, visits

RAISED_AT_STAGE = 7


@dataclasses.dataclass(frozen=True)
class StageRow(components.Stage):
    """A stage of the tracker, with its open visit and the finding that reopened it, if there is one."""

    open_visit: StageVisit | None = None
    finding: Finding | None = None
    fallen: int = 0


def _row(programme: Programme, stage: framework.Stage, found: Sequence[StageVisit], fallen: int) -> StageRow:
    ordered = sorted(found, key=lambda visit: visit.number)
    last = ordered[-1] if ordered else None
    is_open = last is not None and last.closed_at is None
    status = history.status(visits.facts_of(ordered))
    paused = str(getattr(last, "paused_because", None) or "")
    return StageRow(
        number=stage.number,
        name=stage.name,
        status=status,
        visits=len(ordered),
        url=reverse("stages:stage_detail", args=[programme.slug, stage.number]),
        because=paused or _because(last, status, fallen),
        is_paused=bool(paused),
        open_visit=last if is_open else None,
        finding=last.finding if last and is_open else None,
        fallen=fallen,
    )


def _because(last: StageVisit | None, status: str, fallen: int) -> str:
    """Why a stage stands as it does, where that needs saying."""
    if last is not None and status == history.REOPENED:
        return last.because
    return falls_rules.words(fallen) if fallen else ""


def trackers(programmes: Iterable[Programme]) -> dict[int, list[StageRow]]:
    """The trackers of many programmes, by primary key, in two queries."""
    shown = list(programmes)
    found: dict[tuple[int, int], list[StageVisit]] = defaultdict(list)
    for visit in (
        StageVisit.objects.filter(programme__in=shown).select_related("finding").annotate(paused_because=pauses.BECAUSE)
    ):
        found[visit.programme_id, visit.stage].append(visit)
    fallen = falls.counts(shown)
    return {
        programme.pk: [
            _row(programme, stage, found[programme.pk, stage.number], fallen.get((programme.pk, stage.number), 0))
            for stage in framework.STAGES
        ]
        for programme in shown
    }


def tracker(programme: Programme) -> list[StageRow]:
    """The seven stages of one programme."""
    return trackers([programme])[programme.pk]


def loops(programme: Programme) -> list[components.Loop]:
    """The findings whose reopening of an earlier stage still stands open: drawn from stage 7 back to it."""
    visits_open = (
        StageVisit.objects.open()
        .filter(programme=programme, finding__isnull=False, stage__lt=RAISED_AT_STAGE)
        .select_related("finding", "finding__programme")
        .order_by("stage")
    )
    visits_told = finding_words.visits(visits_open, None)
    return [
        components.Loop(RAISED_AT_STAGE, visit.stage, str(visit.finding), visit.finding.get_absolute_url())
        for visit in visits_told
        if visit.finding
    ]
