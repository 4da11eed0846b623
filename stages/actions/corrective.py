"""Corrective actions on a finding, and the later look at whether they had their effect."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.models import CorrectiveAction, EffectCheck, Finding, Membership


class FindingClosed(Refused):
    """The finding is closed; nothing more can be written to it."""


def lock_open(finding: Finding) -> Finding:
    """Lock the finding and return it fresh; raise `FindingClosed` when it is closed."""
    held = Finding.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=finding.pk)
    if held.closed_at is not None:
        raise FindingClosed(f"{held} is closed. Raise a new finding if the matter has come back.")
    return held


def _record(by: User, at: datetime, what: str, finding: Finding, subject: Any, after: dict[str, Any]) -> None:
    audit.record(
        by=by,
        at=at,
        action=f"stages.action.{what}",
        programme=finding.programme.slug,
        subject=subject,
        after={"finding": finding.number, **after},
    )


@transaction.atomic
def add_action(*, finding: Finding, what: str, owner: User, due_on: date, by: User, at: datetime) -> CorrectiveAction:
    """Agree what will be done about a finding, by whom and by when. The owner is a member of the programme."""
    permissions.require(by, "finding.act", finding.programme)
    held = lock_open(finding)
    if not what.strip():
        raise Refused("Enter what will be done.")
    if not Membership.objects.filter(programme=held.programme, user=owner).exists():
        raise Refused(f"{owner} is not a member of this programme. Give them a role first, or choose somebody else.")
    if due_on < timezone.localdate(at):
        raise Refused("The due date must be today or later.")
    action = CorrectiveAction.objects.create(
        finding=held, what=what, owner=owner, due_on=due_on, agreed_by=by, agreed_at=at
    )
    _record(by, at, "agree", held, action, {"what": what, "owner": owner.pk, "due_on": due_on})
    return action


def may_do(action: CorrectiveAction, user: User) -> bool:
    """An action is marked as done by its owner or by those who answer for findings."""
    return action.owner_id == user.pk or permissions.can(user, "finding.act", action.finding.programme)


def _lock(action: CorrectiveAction) -> CorrectiveAction:
    finding = lock_open(action.finding)
    held = CorrectiveAction.objects.select_for_update(no_key=True).get(pk=action.pk)
    held.finding = finding
    return held


@transaction.atomic
def mark_done(*, action: CorrectiveAction, note: str, by: User, at: datetime) -> CorrectiveAction:
    """Say that an action is done, and what was done. Raises `Refused` when somebody said so already."""
    require_may_do(action, by)
    held = _lock(action)
    if held.done_at is not None:
        raise Refused(f"{held.done_by} already marked this action as done. Nothing was changed.")
    if not note.strip():
        raise Refused("Enter what was done.")
    held.done_at, held.done_by, held.done_note = at, by, note
    held.save(update_fields=["done_at", "done_by", "done_note"])
    _record(by, at, "done", held.finding, held, {"note": note})
    return held


@transaction.atomic
def check_effect(
    *,
    action: CorrectiveAction,
    effect: str,
    note: str,
    by: User,
    at: datetime,
    evidence: dict[str, Any] | None = None,
) -> EffectCheck:
    """Record whether a done action had its effect, with the figures of the day. It may be looked at again later."""
    permissions.require(by, "finding.act", action.finding.programme)
    held = _lock(action)
    if held.done_at is None:
        raise Refused("This action is not done yet, so its effect cannot be judged.")
    if not note.strip():
        raise Refused("Enter what was seen, with the figures.")
    check = EffectCheck.objects.create(
        action=held,
        effect=EffectCheck.Effect(effect),
        note=note,
        evidence=evidence or {},
        checked_by=by,
        checked_at=at,
    )
    _record(by, at, "effect", held.finding, check, {"action": held.pk, "effect": effect, "note": note})
    return check


def require_may_do(action: CorrectiveAction, user: User) -> None:
    """Raise `Forbidden` unless the person may mark the action as done."""
    if not may_do(action, user):
        permissions.require(user, "finding.act", action.finding.programme)
