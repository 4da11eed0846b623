from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from expertbody.actions import body_actions
from expertbody.models import Decision
from tests import builders
from tests.expertbody import bodies

DUE = bodies.DAY.date() + timedelta(days=28)


@pytest.fixture
def decision(db: None) -> Decision:
    programme = builders.programme_at_stage(5)
    builders.body(programme)
    return bodies.decided(programme)


def test_an_action_is_agreed_done_and_looked_at_each_in_the_trail(decision: Decision) -> None:
    owner = builders.member(decision.programme, Role.AGENT)
    action = bodies.body_action(decision, owner=owner)
    body_actions.mark_done(action=action, note="Written.", by=owner, at=bodies.DAY + timedelta(days=3))
    check = body_actions.check_effect(
        action=action, effect="partly", note="Two answered.", by=builders.system(), at=bodies.DAY + timedelta(days=9)
    )
    assert str(check) == "It worked in part: Write to every agent"
    found = AuditEntry.objects.filter(action__startswith="expertbody.action.").order_by("pk")
    assert [entry.action.rpartition(".")[2] for entry in found] == ["agree", "done", "effect"]


def test_who_may_not_agree_do_or_judge_is_refused(decision: Decision) -> None:
    other = builders.member(decision.programme, Role.ANALYST)
    with pytest.raises(Forbidden):
        bodies.body_action(decision, by=other)
    action = bodies.body_action(decision)
    with pytest.raises(Forbidden):
        body_actions.mark_done(action=action, note="Done.", by=other, at=bodies.DAY)
    with pytest.raises(Forbidden):
        body_actions.check_effect(action=action, effect="worked", note="Yes.", by=other, at=bodies.DAY)


def test_what_is_missing_is_asked_for(decision: Decision) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"what": " "}, "Enter what will be done"),
        ({"owner": builders.user("Ada")}, "Ada is not a member"),
        ({"due_on": bodies.DAY.date() - timedelta(days=1)}, "today or later"),
    ]
    for changes, message in cases:
        with pytest.raises(Refused, match=message):
            bodies.body_action(decision, **changes)
    action = bodies.body_action(decision)
    by = builders.system()
    with pytest.raises(Refused, match="not done yet"):
        body_actions.check_effect(action=action, effect="worked", note="Yes.", by=by, at=bodies.DAY)
    with pytest.raises(Refused, match="Enter what was done"):
        body_actions.mark_done(action=action, note=" ", by=by, at=bodies.DAY)
    body_actions.mark_done(action=action, note="Done.", by=by, at=bodies.DAY)
    with pytest.raises(Refused, match="already marked"):
        body_actions.mark_done(action=action, note="Done.", by=by, at=bodies.DAY)


def test_what_was_agreed_and_done_is_never_changed(decision: Decision) -> None:
    action = bodies.body_action(decision)
    action.what = "Something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        action.save(update_fields=["what"])
