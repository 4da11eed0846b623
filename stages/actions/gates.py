"""A person's word on a criterion, and asking that a gate be decided."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.actions import visits
from stages.domain import criteria
from stages.models import GateConfirmation, GateRequest, Programme, StageVisit
from stages.selectors import gates


@transaction.atomic
def confirm(
    *, visit: StageVisit, criterion: str, holds: bool, evidence: str, by: User, at: datetime
) -> GateConfirmation:
    """Keep a named person's word, with evidence, that a criterion holds or does not. The latest word counts."""
    programme = visit.programme
    permissions.require(by, "stage.confirm", programme)
    held = visits.require_open(programme=programme, stage=visit.stage)
    if held.pk != visit.pk:
        raise visits.StageClosed("This visit of the stage is closed. Confirm the criterion in the visit that is open.")
    known = {row.code for row in criteria.of_stage(visit.stage) if row.is_confirmed_by_a_person}
    if criterion not in known:
        raise Refused("This criterion is computed from the records; nobody can confirm it by hand.")
    if not evidence.strip():
        raise Refused("Enter the evidence on which you rely.")
    word = GateConfirmation.objects.create(
        visit=held, criterion=criterion, holds=holds, evidence=evidence, confirmed_by=by, confirmed_at=at
    )
    audit.record(
        by=by,
        at=at,
        action="stages.gate.confirm",
        programme=programme.slug,
        subject=word,
        after={"stage": visit.stage, "criterion": criterion, "holds": holds, "evidence": evidence},
    )
    return word


@transaction.atomic
def ask(*, visit: StageVisit, note: str, by: User, at: datetime) -> GateRequest:
    """Ask that the gate be decided by those who may."""
    programme = visit.programme
    permissions.require(by, "stage.record", programme)
    held = visits.require_open(programme=programme, stage=visit.stage)
    try:
        with transaction.atomic():
            request = GateRequest.objects.create(visit=held, note=note, requested_by=by, requested_at=at)
    except IntegrityError:
        raise Refused("The gate has already been asked for. It waits to be decided.") from None
    audit.record(
        by=by,
        at=at,
        action="stages.gate.ask",
        programme=programme.slug,
        subject=request,
        after={"stage": visit.stage, "note": note},
    )
    return request


@transaction.atomic
def confirm_now(
    *, programme: Programme, stage: int, criterion: str, holds: bool, evidence: str, by: User, at: datetime
) -> GateConfirmation:
    """As `confirm`, in the visit that is open; raises `StageClosed` when none is."""
    permissions.require(by, "stage.confirm", programme)
    visit = visits.require_open(programme=programme, stage=stage)
    return confirm(visit=visit, criterion=criterion, holds=holds, evidence=evidence, by=by, at=at)


@transaction.atomic
def ask_now(*, programme: Programme, stage: int, note: str, by: User, at: datetime) -> GateRequest:
    """As `ask`, for the visit that is open; raises `StageClosed` when none is."""
    permissions.require(by, "stage.record", programme)
    return ask(visit=visits.require_open(programme=programme, stage=stage), note=note, by=by, at=at)


def decide(*, visit: StageVisit, resolution: str, rationale: str, by: User, at: datetime) -> None:
    """Pass the gate ("pass") or answer the waiting request with no ("send_back")."""
    if resolution == "pass":
        visits.close_stage(visit=visit, by=by, at=at, decision=rationale)
        return
    request = gates.waiting_request(visit)
    if request is None:
        raise Refused("Nobody has asked for this gate, so there is nothing to send back.")
    visits.send_back(subject=request, by=by, at=at, rationale=rationale)


def said(resolution: str, stage: int) -> str:
    """What a decision did, in words."""
    return f"Stage {stage} is closed." if resolution == "pass" else "The request is sent back with your reason."
