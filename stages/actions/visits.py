"""Opening, closing and reopening stages. The open visit of a stage is the permission to change its records.

Every change of visits locks the programme first and the visit second, so that of two people who decide at once one wins
and the other is refused.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from notifications.actions import events
from notifications.domain import kinds
from stages import permissions
from stages.domain import framework, history
from stages.models import Finding, GateRequest, Programme, StageVisit
from stages.selectors import gates, pauses
from stages.selectors import visits as visits_selector


class StageClosed(Refused):
    """The stage is not open, so its records cannot be changed and it cannot be closed."""


class StagePaused(StageClosed):
    """The stage is open but stands still: its records cannot be changed until it is resumed."""


class AlreadyOpen(Refused):
    """The stage is open already."""


class NotYet(Refused):
    """A stage before it has never been closed."""


class DecidedByTheBody(Refused):
    """The gate is for the Expert Body, which decides with its votes on record."""


class GateNotMet(Refused):
    """The gate's criteria do not all hold. `shortfalls` says what is missing, one sentence a criterion."""

    def __init__(self, stage: int, shortfalls: list[str]) -> None:
        self.stage = stage
        self.shortfalls = shortfalls
        count = "1 criterion is" if len(shortfalls) == 1 else f"{len(shortfalls)} criteria are"
        super().__init__(f"Stage {stage} cannot be closed yet: {count} not met. " + " ".join(shortfalls))


def name_of(stage: int) -> str:
    return f"Stage {stage} ({framework.BY_NUMBER[stage].name})"


def lock(programme: Programme) -> None:
    """Hold the programme until the transaction ends. Rows that refer to it may still be written by others."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def require_open(*, programme: Programme, stage: int) -> StageVisit:
    """Lock and return the open visit of the stage; raise `StageClosed` when there is none.

    Call it first in every action that changes a record of the stage. Closing waits for the lock.
    """
    visit = StageVisit.objects.open().select_for_update(no_key=True).filter(programme=programme, stage=stage).first()
    if visit is None:
        raise StageClosed(
            f"{name_of(stage)} is not open, so its records cannot be changed. It can be reopened from its own page."
        )
    refuse_paused(visit)
    return visit


def refuse_paused(visit: StageVisit) -> None:
    """Raise `StagePaused` when the visit, which is locked, stands still."""
    standing = pauses.of_visit(visit)
    if standing is not None:
        raise StagePaused(
            f"{name_of(visit.stage)} has been paused since {timezone.localtime(standing.paused_at):%-d %B %Y}: "
            f"{standing.because} Its records cannot be changed until it is resumed from its own page."
        )


def _open(
    programme: Programme, stage: int, because: str, by: User, at: datetime, finding: Finding | None = None
) -> StageVisit:
    number = StageVisit.objects.filter(programme=programme, stage=stage).count() + 1
    visit = StageVisit.objects.create(
        programme=programme,
        stage=stage,
        number=number,
        opened_at=at,
        opened_by=by,
        because=because,
        finding=finding,
    )
    after = {"stage": stage, "visit": number, "because": because, "finding": finding.number if finding else None}
    audit.record(by=by, at=at, action="stages.visit.open", programme=programme.slug, subject=visit, after=after)
    if number > 1:
        events.record(
            kind=kinds.STAGE_REOPENED, programme=programme.slug, by=by, at=at,
            data={"stage": stage, "visit": number, "finding": finding.number if finding else None},
            path=visit.get_absolute_url(),
        )  # fmt: skip
    return visit


@transaction.atomic
def start(*, programme: Programme, by: User, at: datetime) -> StageVisit:
    """Open stage 1 of a programme that has just been made."""
    return _open(programme, 1, "The programme began.", by, at)


def open_next(programme: Programme, because: str, by: User, at: datetime) -> list[StageVisit]:
    """Open each stage that was never open and may be now. The programme must be locked."""
    numbers = history.opens_now(visits_selector.visited(programme), visits_selector.closed_once(programme))
    return [_open(programme, number, because, by, at) for number in numbers]


@transaction.atomic
def open_stage(
    *, programme: Programme, stage: int, because: str, by: User, at: datetime, finding: Finding | None = None
) -> StageVisit:
    """Open a stage: for the first time when all before it have been closed once, otherwise again.

    Raises `AlreadyOpen`, `NotYet`, or `Refused` when no reason is given.
    """
    permissions.require(by, "stage.reopen", programme)
    lock(programme)
    if visits_selector.is_open(programme, stage):
        raise AlreadyOpen(f"{name_of(stage)} is already open. Nothing was changed.")
    if stage not in visits_selector.visited(programme):
        missing = history.missing_before(stage, visits_selector.closed_once(programme))
        if missing:
            listed = ", ".join(str(number) for number in missing)
            raise NotYet(f"{name_of(stage)} cannot open until every stage before it has been closed once: {listed}.")
    if not because.strip():
        raise Refused("Enter the reason why the stage is opened.")
    return _open(programme, stage, because, by, at, finding)


@transaction.atomic
def reopen(
    *, programme: Programme, stage: int, because: str, by: User, at: datetime, finding: Finding | None
) -> StageVisit:
    """Add a visit to a stage that has been closed, with the reason and the finding that caused it, if any."""
    permissions.require(by, "stage.reopen", programme)
    lock(programme)
    if stage not in visits_selector.visited(programme):
        raise NotYet(f"{name_of(stage)} has never been open, so it cannot be reopened.")
    return open_stage(programme=programme, stage=stage, because=because, by=by, at=at, finding=finding)


def _lock_to_close(visit: StageVisit, at: datetime) -> StageVisit:
    lock(visit.programme)
    held = StageVisit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    held.programme = visit.programme
    if held.closed_at is not None:
        raise StageClosed(
            f"{name_of(held.stage)} was already closed by {held.closed_by} on "
            f"{timezone.localtime(held.closed_at):%-d %B %Y}. Nothing was changed."
        )
    refuse_paused(held)
    if at < held.opened_at:
        raise Refused("A stage cannot be closed before it was opened.")
    return held


def close_locked(visit: StageVisit, by: User, at: datetime, decision: str, criteria: list[dict[str, object]]) -> None:
    """Write the closing of a visit that is locked, and open what may open next."""
    visit.closed_at, visit.closed_by, visit.decision, visit.criteria = at, by, decision, criteria
    visit.save(update_fields=["closed_at", "closed_by", "decision", "criteria"])
    audit.record(
        by=by,
        at=at,
        action="stages.visit.close",
        programme=visit.programme.slug,
        subject=visit,
        before={"closed_at": None},
        after={"stage": visit.stage, "visit": visit.number, "decision": decision, "criteria": criteria},
    )
    open_next(visit.programme, f"{name_of(visit.stage)} was closed.", by, at)


@transaction.atomic
def close_stage(*, visit: StageVisit, by: User, at: datetime, decision: str) -> StageVisit:
    """Pass the gate: close the visit, keep what each criterion said, and open what comes next.

    Raises `GateNotMet` with the shortfalls; `StageClosed` when somebody else closed it first.
    """
    permissions.require(by, permissions.to_close(visit.stage), visit.programme)
    held = _lock_to_close(visit, at)
    if not decision.strip():
        raise Refused("Enter the decision and the reason for it.")
    results = gates.evaluate(held.programme, held.stage, held, timezone.localdate(at))
    shortfalls = [f"{result.rule} {result.reason}".strip() for result in results if not result.met]
    if shortfalls:
        raise GateNotMet(held.stage, shortfalls)
    close_locked(held, by, at, decision, gates.as_stored(results))
    return held


@transaction.atomic
def close_decided_elsewhere(
    *,
    visit: StageVisit,
    by: User,
    at: datetime,
    decision: str,
    criteria: list[dict[str, object]] | None = None,
    closed_by: User | None = None,
) -> StageVisit:
    """Record that the gate was passed before the programme was brought into this system, by whom and why.

    `closed_by` is who decided there, where that is not who brings it in: a member of the Expert Body, say. No criterion
    is judged here: the decision says who judged, and `criteria`, where it is known, what they said then.
    """
    permissions.require(by, "stage.import", visit.programme)
    held = _lock_to_close(visit, at)
    if not decision.strip():
        raise Refused("Enter who decided, and when.")
    noted: dict[str, object] = {
        "code": "decided_elsewhere",
        "rule": "The gate was decided before the programme was brought into this system.",
        "met": True,
        "state": "met",
        "reason": decision,
        "evidence": "",
        "confirmed_by": "",
    }
    close_locked(held, closed_by or by, at, decision, criteria or [noted])
    return held


def close_decided(*, subject: GateRequest, by: User, at: datetime, rationale: str) -> StageVisit:
    """Carry out the Expert Body's decision to pass a gate."""
    return close_stage(visit=subject.visit, by=by, at=at, decision=rationale)


@transaction.atomic
def send_back(*, subject: GateRequest, by: User, at: datetime, rationale: str) -> GateRequest:
    """Answer a request for a gate with no, and say why; the stage stays open and may ask again."""
    visit = subject.visit
    permissions.require(by, permissions.to_close(visit.stage), visit.programme)
    _lock_to_close(visit, at)
    request = GateRequest.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if request.sent_back_at is not None:
        raise Refused("This request was already sent back. Nothing was changed.")
    if not rationale.strip():
        raise Refused("Enter what must be done before the gate can be passed.")
    request.sent_back_at, request.sent_back_reason = at, rationale
    request.save(update_fields=["sent_back_at", "sent_back_reason"])
    audit.record(
        by=by,
        at=at,
        action="stages.gate.send_back",
        programme=visit.programme.slug,
        subject=request,
        after={"stage": visit.stage, "reason": rationale},
    )
    return request
