"""Criteria of closed stages that no longer hold, as they are now and as they were noticed."""

import dataclasses
from collections.abc import Iterable
from datetime import date

from django.db.models import Count
from django.http import Http404

from accounts.models import User
from stages import permissions
from stages.domain import falls, framework
from stages.domain.falls import Fallen
from stages.models import CriterionFall, Programme, StageVisit
from stages.selectors import gate_links, gates

SELECTIONS = frozenset({2, 3})


def last_closed(programme: Programme, stage: int) -> StageVisit | None:
    """The visit by which the stage stands closed; None while it is open, or was never open."""
    visits = StageVisit.objects.filter(programme=programme, stage=stage)
    last = visits.select_related("closed_by", "finding").order_by("-number").first()
    return last if last is not None and last.closed_at is not None else None


def now(programme: Programme, visit: StageVisit, as_of: date) -> list[Fallen]:
    """What of the visit's criteria no longer holds on the day. Nothing is asked when no criterion was judged."""
    if not any(row.get("met") and row["code"] != "decided_elsewhere" for row in visit.criteria):
        return []
    return falls.fallen(visit.criteria, gates.evaluate(programme, visit.stage, visit, as_of))


def standing(visit: StageVisit) -> dict[str, CriterionFall]:
    """The falls of the visit that were noticed and have not held again, by code of the criterion."""
    found = CriterionFall.objects.filter(visit=visit, held_again_at__isnull=True).select_related("finding__programme")
    return {fall.criterion: fall for fall in found}


@dataclasses.dataclass(frozen=True)
class FallPage:
    """A fallen criterion: the visit that it held for, what it says now (None: it holds again), and what followed."""

    visit: StageVisit
    rule: str
    source: str
    said_then: str
    fallen: Fallen | None
    cure_url: str
    noticed: CriterionFall | None
    earlier: list[CriterionFall]
    may_raise: bool


def fall_page(programme: Programme, stage: int, code: str, viewer: User, as_of: date) -> FallPage:
    """One criterion of the gate by which the stage stands closed; the page does not exist for any other."""
    visit = last_closed(programme, stage)
    row = next((row for row in visit.criteria if row["code"] == code and row.get("met")), None) if visit else None
    if visit is None or row is None:
        raise Http404("No such criterion of a closed stage")
    found = next((one for one in now(programme, visit, as_of) if one.code == code), None)
    known = CriterionFall.objects.filter(visit=visit, criterion=code).select_related("noticed_by", "finding__programme")
    all_of_it = list(known.order_by("-noticed_at", "-pk"))
    noticed = next((fall for fall in all_of_it if fall.held_again_at is None), None)
    return FallPage(
        visit=visit,
        rule=row["rule"],
        source=row.get("source", ""),
        said_then=row.get("reason", ""),
        fallen=found,
        cure_url=gate_links.address(programme, stage, visit, found.page) if found else "",
        noticed=noticed,
        earlier=[fall for fall in all_of_it if fall.held_again_at is not None],
        may_raise=found is not None
        and stage in framework.QUESTIONABLE
        and (noticed is None or noticed.finding is None)
        and permissions.can(viewer, "finding.raise", programme),
    )


def is_secret(programme: Programme, stage: int, viewer: User) -> bool:
    """What criteria say of candidates is kept from those who may be candidates themselves."""
    return stage in SELECTIONS and not permissions.can(viewer, "selection.view", programme)


def counts(programmes: Iterable[Programme]) -> dict[tuple[int, int], int]:
    """How many noticed falls stand, by programme and stage, in one query."""
    found = CriterionFall.objects.standing().filter(visit__programme__in=list(programmes))
    rows = found.values_list("visit__programme", "visit__stage").annotate(Count("pk"))
    return {(programme, stage): count for programme, stage, count in rows}


def unquestioned(programme: Programme, viewer: User) -> list[CriterionFall]:
    """What the viewer may see of criteria that fell and that no finding questions yet, the first to fall first."""
    found = CriterionFall.objects.standing().filter(visit__programme=programme, finding__isnull=True)
    rows = found.select_related("visit__programme").order_by("noticed_at", "pk")
    return [fall for fall in rows if not is_secret(programme, fall.visit.stage, viewer)]
