"""What the record tells of each finding, for whoever writes its lesson: found, reopened, decided, how it ended."""

import dataclasses

from django.db.models import Prefetch, QuerySet

from govuk import formats
from knowledge.models import Entry
from stages.domain import framework
from stages.models import CorrectiveAction, Finding, Programme, StageVisit
from stages.selectors import finding_words

MOST = 50


@dataclasses.dataclass(frozen=True)
class Learned:
    """A finding as a lesson is drawn from it, in words."""

    finding: Finding
    stages: list[int]
    questioned: list[str]
    reopened: list[str]
    decided: list[str]

    @property
    def ended(self) -> str:
        return self.finding.closing_note or "It is still open."


def without_lesson(programme: Programme) -> list[Learned]:
    """The findings of which no lesson is kept, the latest first."""
    kept = Entry.objects.standing().kept_in(programme.slug).filter(finding__isnull=False)
    lessons_of = [number for number in kept.values_list("finding", flat=True) if number is not None]
    found = _read(Finding.objects.filter(programme=programme).exclude(number__in=lessons_of))
    return [_learned(one) for one in finding_words.findings(found.order_by("-number")[:MOST], None)]


def numbered(programme: Programme, number: int) -> Learned | None:
    """What the record tells of one finding; None where there is none of that number."""
    finding = _read(Finding.objects.filter(programme=programme, number=number)).first()
    return _learned(finding_words.finding(finding, None)) if finding else None


def _read(found: QuerySet[Finding]) -> QuerySet[Finding]:
    return found.select_related("programme").prefetch_related(
        "stages",
        Prefetch("visits_caused", StageVisit.objects.order_by("stage", "number")),
        Prefetch("actions", CorrectiveAction.objects.order_by("due_on", "pk")),
    )


def _learned(finding: Finding) -> Learned:
    stages = [] if finding.withheld else sorted({one.stage for one in finding.stages.all()})
    return Learned(
        finding=finding,
        stages=stages,
        questioned=[_stage(number) for number in stages],
        reopened=[f"{_stage(one.stage)} on {formats.uk_date(one.opened_at)}" for one in finding.visits_caused.all()],
        decided=[one.what for one in finding.actions.all()],
    )


def _stage(number: int) -> str:
    return f"stage {number} ({framework.BY_NUMBER[number].name})"
