"""From a criterion's result to what the page shows: the state, the reason, and a link to where it is put right."""

from typing import Any

from django.urls import reverse

from govuk import components
from stages.domain import criteria
from stages.domain.criteria import Result
from stages.models import Programme, StageVisit

OF_THE_STAGE = {"selection", "selection_criteria", "selection_decision", "conflict_declare"}


def address(programme: Programme, stage: int, visit: StageVisit | None, page: str) -> str:
    """Where a shortfall is put right; empty when there is no one page for it."""
    if not page:
        return ""
    if page == "finding":
        return visit.finding.get_absolute_url() if visit and visit.finding else ""
    if ":" in page:  # a page of an app above
        return reverse(page, args=[programme.slug])
    where: list[Any] = [programme.slug, stage] if page in OF_THE_STAGE else [programme.slug]
    return reverse(f"stages:{page}", args=where)


def component(
    programme: Programme, stage: int, visit: StageVisit | None, result: Result, *, may_confirm: bool, takes_part: bool
) -> components.Criterion:
    """The component for one result. A criterion that a person confirms leads to its form for those who may.

    Only those who take part in the stage are asked to put something right.
    """
    if result.confirmable:
        where = [programme.slug, stage, result.code]
        url = reverse("stages:gate_confirm", args=where) if may_confirm else ""
        label = "Confirm" if result.state == criteria.NEEDS_CONFIRMATION else "Confirm again"
    else:
        url = address(programme, stage, visit, result.page)
        label = "See the evidence" if result.met else "Put this right" if takes_part else "See what there is"
    return components.Criterion(
        label=result.rule,
        state=result.state,
        reason=result.reason,
        url=url,
        url_label=label,
        code=result.code,
        source=result.source,
    )
