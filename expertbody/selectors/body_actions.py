"""Actions that arose from decisions of the Expert Body."""

import dataclasses
from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from accounts.models import User
from expertbody import permissions
from expertbody.domain import body_actions as rules
from expertbody.models import BodyAction, BodyActionCheck, Decision
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Row:
    """An action with its state in words, and what the viewer may do about it."""

    action: BodyAction
    words: str
    colour: str
    checks: list[BodyActionCheck]
    may_mark_done: bool
    may_check: bool


def rows(actions: Iterable[BodyAction], viewer: User, programme: Programme, today: date) -> list[Row]:
    """The actions in words. They must come from `search` or `of_decision`, so that nothing is read one by one."""
    may_agree = permissions.can(viewer, "action.agree", programme)
    return [_row(action, viewer, may_agree, today) for action in actions]


def _row(action: BodyAction, viewer: User, may_agree: bool, today: date) -> Row:
    is_done = action.done_at is not None
    words, colour = rules.WORDS[rules.state(action.due_on, is_done=is_done, today=today)]
    return Row(
        action,
        words,
        colour,
        list(action.checks.all()),
        may_mark_done=not is_done and (may_agree or action.owner_id == viewer.pk),
        may_check=is_done and may_agree,
    )


def _read(programme: Programme) -> QuerySet[BodyAction]:
    checks = BodyActionCheck.objects.select_related("checked_by").order_by("checked_at", "pk")
    found = BodyAction.objects.filter(programme=programme).prefetch_related(Prefetch("checks", checks))
    return found.select_related("programme", "decision", "owner", "done_by", "agreed_by")


def search(programme: Programme, q: str = "", state: str = "") -> QuerySet[BodyAction]:
    """The programme's actions, those to be done first and of them the earliest due first."""
    found = _read(programme).order_by("done_at", "due_on", "pk")
    for word in q.split():
        found = found.filter(Q(what__icontains=word) | Q(owner__name__icontains=word))
    if state:
        found = found.filter(done_at__isnull=state == "to_do")
    return found


def of_decision(decision: Decision) -> QuerySet[BodyAction]:
    """The actions that arose from one decision."""
    return _read(decision.programme).filter(decision=decision).order_by("due_on", "pk")


def action_of(programme: Programme, action_id: int) -> BodyAction:
    """One action; the page does not exist otherwise."""
    found = _read(programme).filter(pk=action_id).first()
    if found is None:
        raise Http404("No such action")
    return found
