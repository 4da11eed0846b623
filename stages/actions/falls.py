"""Looking again at the criteria of closed stages, and questioning a stage whose criterion fell."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.actions import findings, visits
from stages.domain import framework
from stages.domain.falls import Fallen
from stages.models import CriterionFall, Finding, Programme, StageVisit
from stages.selectors import falls as selector

log = logging.getLogger(__name__)


class StillHolds(Refused):
    """The criterion holds, so there is nothing to question."""


@transaction.atomic
def look_again(*, programme: Programme, by: User, at: datetime) -> int:
    """Compare every closed stage with what its criteria said at the closing; returns how many falls stand.

    Running it again changes nothing as long as nothing else has changed.
    """
    permissions.require(by, "finding.raise", programme)
    visits.lock(programme)
    closed = (selector.last_closed(programme, stage) for stage in framework.NUMBERS)
    return sum(_look_at(programme, visit, by, at) for visit in closed if visit is not None)


def _look_at(programme: Programme, visit: StageVisit, by: User, at: datetime) -> int:
    fallen = {one.code: one for one in selector.now(programme, visit, timezone.localdate(at))}
    known = selector.standing(visit)
    for code, one in fallen.items():
        if code not in known:
            _notice(programme, visit, one, by, at)
    for code, fall in known.items():
        if code not in fallen:
            _end(programme, visit, fall, by, at)
    return len(fallen)


def _notice(
    programme: Programme, visit: StageVisit, one: Fallen, by: User, at: datetime, finding: Finding | None = None
) -> CriterionFall:
    fall = CriterionFall.objects.create(
        visit=visit,
        criterion=one.code,
        rule=one.rule,
        said_then=one.said_then,
        says_now=one.says_now,
        noticed_at=at,
        noticed_by=by,
        finding=finding,
    )
    _record(programme, fall, "notice", {"stage": visit.stage, "criterion": one.code, "says": one.says_now}, by, at)
    return fall


def _end(programme: Programme, visit: StageVisit, fall: CriterionFall, by: User, at: datetime) -> None:
    fall.held_again_at = at
    fall.save(update_fields=["held_again_at"])
    _record(programme, fall, "hold_again", {"stage": visit.stage, "criterion": fall.criterion}, by, at)


def _record(
    programme: Programme, fall: CriterionFall, what: str, after: dict[str, object], by: User, at: datetime
) -> None:
    audit.record(by=by, at=at, action=f"stages.fall.{what}", programme=programme.slug, subject=fall, after=after)


@transaction.atomic
def raise_finding(*, programme: Programme, stage: int, criterion: str, by: User, at: datetime) -> Finding:
    """Question the stage by a finding, once a fall. The evidence is what the criterion said then and what it says now.

    Raises `StageClosed` while the stage is open (its gate says what is missing), `StillHolds` when the criterion has
    not fallen, and `Refused` when the finding was raised already or the stage is not one that findings question.
    """
    permissions.require(by, "finding.raise", programme)
    visits.lock(programme)
    visit = selector.last_closed(programme, stage)
    if visit is None or visit.closed_at is None:
        raise Refused(f"{visits.name_of(stage)} is not closed. Its gate says what is still missing.")
    if stage not in framework.QUESTIONABLE:
        raise Refused(f"{visits.name_of(stage)} is where findings are dealt with. Reopen it instead.")
    found = {one.code: one for one in selector.now(programme, visit, timezone.localdate(at))}
    if criterion not in found:
        raise StillHolds("This criterion still holds. Nothing was raised.")
    known = selector.standing(visit).get(criterion)
    if known is not None and known.finding is not None:
        raise Refused(f"{known.finding} was already raised about this. Nothing was changed.")
    finding = _raise(programme, visit, found[criterion], by, at)
    if known is None:
        _notice(programme, visit, found[criterion], by, at, finding)
        return finding
    known.finding = finding
    known.save(update_fields=["finding"])
    _record(programme, known, "question", {"stage": stage, "criterion": criterion, "finding": finding.number}, by, at)
    return finding


def _raise(programme: Programme, visit: StageVisit, one: Fallen, by: User, at: datetime) -> Finding:
    earlier = CriterionFall.objects.filter(visit=visit, criterion=one.code, held_again_at__isnull=False).count()
    finding, _created = findings.raise_finding(
        programme=programme,
        key=f"criterion-fell:{visit.stage}:{visit.number}:{one.code}:{earlier + 1}",
        title=f"Stage {visit.stage} is closed, and a criterion of its gate no longer holds",
        summary=f"{one.rule} {one.says_now}",
        source=Finding.Source.GATE,
        severity=Finding.Severity.AMBER,
        evidence={
            "criterion": one.rule,
            "source": one.source,
            "closed": timezone.localdate(visit.closed_at).isoformat(),
            "visit": visit.number,
            "said then": one.said_then or "It held.",
            "says now": one.says_now,
        },
        stages=[(visit.stage, f"The stage was closed because this held: {one.rule}")],
        by=by,
        at=at,
    )
    return finding


@transaction.atomic
def bring_in(
    *,
    visit: StageVisit,
    fallen: Fallen,
    finding: Finding | None,
    held_again_at: datetime | None,
    by: User,
    at: datetime,
) -> CriterionFall:
    """Record a fall that was noticed before the programme was brought into this system, by whom it was noticed."""
    permissions.require(by, "stage.import", visit.programme)
    if visit.closed_at is None or at < visit.closed_at:
        raise Refused("A criterion falls only after the visit that it held for was closed.")
    if not any(row["code"] == fallen.code and row.get("met") for row in visit.criteria):
        raise Refused(f"The visit does not say that “{fallen.code}” was met, so it cannot have fallen.")
    fall = _notice(visit.programme, visit, fallen, by, at, finding)
    if held_again_at is not None:
        _end(visit.programme, visit, fall, by, held_again_at)
    return fall


def look_again_everywhere(*, by: User, at: datetime) -> tuple[int, list[str]]:
    """Look again at every programme with a closed stage whose gate was judged here.

    Returns how many falls stand, and the slugs of programmes that could not be looked at: a fault in one does not keep
    the others from being looked at.
    """
    judged = StageVisit.objects.closed().exclude(criteria=[]).exclude(criteria__0__code="decided_elsewhere")
    stand, failed = 0, []
    for programme in Programme.objects.real().filter(pk__in=judged.values("programme")).order_by("pk").iterator():
        try:
            stand += look_again(programme=programme, by=by, at=at)
        except Exception:
            log.exception("The closed stages of programme %s could not be looked at again.", programme.slug)
            failed.append(programme.slug)
    return stand, failed
