"""What is done because of a decision of the Expert Body: agreed with an owner and a day, done, judged."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from expertbody import permissions
from expertbody.models import BodyAction, BodyActionCheck, Decision


@transaction.atomic
def agree(*, decision: Decision, what: str, owner: User, due_on: date, by: User, at: datetime) -> BodyAction:
    """Agree what will be done because of a decision, by whom and by when. The owner is a member of the programme."""
    programme = decision.programme
    permissions.require(by, "action.agree", programme)
    if not what.strip():
        raise Refused("Enter what will be done.")
    if not programme.memberships.filter(user=owner).exists():
        raise Refused(f"{owner} is not a member of this programme. Give them a role first, or choose somebody else.")
    if due_on < localdate(at):
        raise Refused("The due date must be today or later.")
    made = BodyAction.objects.create(
        programme=programme,
        decision=decision,
        what=what.strip(),
        owner=owner,
        due_on=due_on,
        agreed_by=by,
        agreed_at=at,
    )
    _record("agree", made, made, by, at, {"what": made.what, "owner": owner.name, "due_on": due_on})
    return made


def may_do(action: BodyAction, user: User) -> bool:
    """An action is marked as done by its owner or by those who agree actions."""
    return action.owner_id == user.pk or permissions.can(user, "action.agree", action.programme)


def require_may_do(action: BodyAction, user: User) -> None:
    """Raise `Forbidden` unless the person may mark the action as done."""
    if not may_do(action, user):
        permissions.require(user, "action.agree", action.programme)


@transaction.atomic
def mark_done(*, action: BodyAction, note: str, by: User, at: datetime) -> BodyAction:
    """Say that an action is done, and what was done. Raises `Refused` when somebody said so already."""
    require_may_do(action, by)
    held = _lock(action)
    if held.done_at is not None:
        raise Refused(f"{held.done_by} already marked this action as done. Nothing was changed.")
    if not note.strip():
        raise Refused("Enter what was done.")
    held.done_at, held.done_by, held.done_note = at, by, note.strip()
    held.save(update_fields=["done_at", "done_by", "done_note"])
    _record("done", held, held, by, at, {"note": held.done_note})
    return held


@transaction.atomic
def check_effect(*, action: BodyAction, effect: str, note: str, by: User, at: datetime) -> BodyActionCheck:
    """Record whether a done action had its effect. It may be looked at again later."""
    permissions.require(by, "action.agree", action.programme)
    held = _lock(action)
    if held.done_at is None:
        raise Refused("This action is not done yet, so its effect cannot be judged.")
    if not note.strip():
        raise Refused("Enter what you saw.")
    made = BodyActionCheck.objects.create(
        action=held, effect=BodyActionCheck.Effect(effect), note=note.strip(), checked_by=by, checked_at=at
    )
    _record("effect", held, made, by, at, {"effect": effect, "note": made.note})
    return made


def _lock(action: BodyAction) -> BodyAction:
    found = BodyAction.objects.select_for_update(of=("self",)).select_related("programme", "owner", "done_by")
    return found.get(pk=action.pk)


def _record(what: str, action: BodyAction, subject: Any, by: User, at: datetime, after: dict[str, Any]) -> None:
    audit.record(
        by=by,
        at=at,
        action=f"expertbody.action.{what}",
        programme=action.programme.slug,
        subject=subject,
        after={"decision": action.decision.number, **after},
    )
