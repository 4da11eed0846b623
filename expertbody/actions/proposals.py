"""Propose to the Expert Body what it shall do about a stage or itself, and carry out what it decided."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from expertbody import permissions
from expertbody.actions import chairs, seats
from expertbody.models import Proposal, Seat
from stages.actions import pauses, visits
from stages.domain import framework
from stages.models import Programme
from stages.selectors import pauses as pauses_selector
from stages.selectors import visits as visits_selector

Kind = Proposal.Kind
ABOUT_STAGES = frozenset({Kind.REOPEN, Kind.PAUSE, Kind.RESUME})


class ProposalRefused(Refused):
    """The proposal cannot be put to the body as entered."""


@transaction.atomic
def propose(
    *, programme: Programme, kind: str, stage: int | None, seat: Seat | None, why: str, by: User, at: datetime
) -> Proposal:
    """Put something to the Expert Body: to reopen, pause or resume a stage, to end a term, to appoint the chair."""
    permissions.require(by, "body.propose", programme)
    visits.lock(programme)
    asked = Kind(kind)
    about_stage = asked in ABOUT_STAGES
    if not why.strip():
        raise ProposalRefused("Enter why the Expert Body should do this.")
    if about_stage:
        _refuse_stage(programme, asked, stage)
    else:
        _refuse_seat(programme, asked, seat, at)
    named = {"stage": stage if about_stage else None, "seat": None if about_stage else seat}
    if Proposal.objects.waiting().filter(programme=programme, kind=asked, **named).exists():
        raise ProposalRefused("This was proposed already and waits for a decision.")
    made = Proposal.objects.create(
        programme=programme, kind=asked, why=why.strip(), proposed_by=by, proposed_at=at, **named
    )
    audit.record(
        by=by,
        at=at,
        action="expertbody.proposal.propose",
        programme=programme.slug,
        subject=made,
        after={"what": str(made), "why": made.why},
    )
    return made


def _refuse_stage(programme: Programme, kind: Kind, stage: int | None) -> None:
    if stage not in framework.BY_NUMBER:
        raise ProposalRefused("Select the stage.")
    is_open = visits_selector.is_open(programme, stage)
    is_paused = stage in pauses_selector.paused_stages(programme)
    name = visits.name_of(stage)
    if kind == Kind.REOPEN and is_open:
        raise ProposalRefused(f"{name} is open already.")
    if kind == Kind.REOPEN and stage not in visits_selector.visited(programme):
        raise ProposalRefused(f"{name} has never been open, so it cannot be reopened.")
    if kind == Kind.PAUSE and not is_open:
        raise ProposalRefused(f"{name} is not open, so it cannot be paused.")
    if kind == Kind.PAUSE and is_paused:
        raise ProposalRefused(f"{name} is paused already.")
    if kind == Kind.RESUME and not is_paused:
        raise ProposalRefused(f"{name} is not paused.")


def _refuse_seat(programme: Programme, kind: Kind, seat: Seat | None, at: datetime) -> None:
    if seat is None or not programme.seats.held_on(localdate(at)).filter(pk=seat.pk).exists():
        raise ProposalRefused("Select a member whose term is running.")
    if kind == Kind.CHAIR and seat.is_chair:
        raise ProposalRefused(f"{seat.user} is the chair already.")


def _settle(subject: Proposal, at: datetime) -> Proposal:
    held = Proposal.objects.select_for_update(of=("self",)).select_related("programme", "seat__user").get(pk=subject.pk)
    if held.settled_at is None:
        held.settled_at = at
        held.save(update_fields=["settled_at"])
    return held


def reopen(*, subject: Proposal, by: User, at: datetime, rationale: str) -> None:
    """Carry out the decision to reopen a stage."""
    held = _settle(subject, at)
    assert held.stage is not None
    visits.reopen(programme=held.programme, stage=held.stage, because=rationale, by=by, at=at, finding=None)


def pause(*, subject: Proposal, by: User, at: datetime, rationale: str) -> None:
    """Carry out the decision to pause a stage."""
    held = _settle(subject, at)
    assert held.stage is not None
    pauses.pause(programme=held.programme, stage=held.stage, because=rationale, by=by, at=at)


def resume(*, subject: Proposal, by: User, at: datetime, rationale: str) -> None:
    """Carry out the decision to resume a stage."""
    held = _settle(subject, at)
    assert held.stage is not None
    pauses.resume(programme=held.programme, stage=held.stage, because=rationale, by=by, at=at)


def end_seat(*, subject: Proposal, by: User, at: datetime, rationale: str) -> None:
    """Carry out the decision to end a member's term, today being its last day."""
    held = _settle(subject, at)
    assert held.seat is not None
    seats.end(seat=held.seat, on=localdate(at), because=rationale, by=by, at=at)


def appoint(*, subject: Proposal, by: User, at: datetime, rationale: str) -> None:
    """Carry out the decision on who chairs."""
    held = _settle(subject, at)
    assert held.seat is not None
    chairs.appoint(seat=held.seat, because=rationale, by=by, at=at)


def decline(*, subject: Proposal, by: User, at: datetime, rationale: str) -> None:
    """Leave everything as it is; the reason stands with the decision."""
    permissions.require(by, "body.decide", subject.programme)
    _settle(subject, at)
