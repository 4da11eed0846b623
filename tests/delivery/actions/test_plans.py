"""Training and milestones."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from delivery.actions import plans
from delivery.models import Milestone, Training
from stages.actions.visits import StageClosed
from tests import builders
from tests.delivery import records
from tests.delivery.records import AT
from tests.outcomes.scheme import Scheme


def test_a_session_is_recorded_and_put_right(scheme: Scheme) -> None:
    made = records.session(scheme.programme, scheme.agent, by=scheme.user)
    plans.change_training(training=made, people=5, first_time=2, by=scheme.user, at=AT)
    assert Training.objects.get().first_time == 2
    done = AuditEntry.objects.filter(action__startswith="delivery.training").order_by("pk")
    assert [row.action for row in done] == ["delivery.training.add", "delivery.training.change"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"topic": " "}, "Enter the topic"),
        ({"kind": "lecture"}, "Select training or mentoring"),
        ({"held_on": date(2026, 2, 1)}, "must not be in the future"),
        ({"people": 0, "first_time": 0}, "1 or more"),
        ({"first_time": 4}, "More people cannot be new"),
    ],
)
def test_what_cannot_have_been_is_refused(scheme: Scheme, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        records.session(scheme.programme, scheme.agent, **wrong)


def test_staff_of_another_agents_partner_are_not_trained_here(scheme: Scheme) -> None:
    elsewhere = records.partner(scheme.programme, builders.organisation())
    with pytest.raises(Refused, match="is not a partner of"):
        records.session(scheme.programme, scheme.agent, partner=elsewhere)


def test_a_milestone_that_slips_needs_a_reason(scheme: Scheme) -> None:
    made = records.milestone(scheme.programme, scheme.agent, by=scheme.user)
    with pytest.raises(Refused, match="189 days after the plan"):
        plans.report(milestone=made, by=scheme.user, at=AT)
    with pytest.raises(Refused, match="cannot have been reached in the future"):
        plans.report(milestone=made, reached_on=date(2026, 1, 6), by=scheme.user, at=AT)
    plans.report(milestone=made, reached_on=date(2025, 7, 1), why="The lease was late.", by=scheme.user, at=AT)
    assert Milestone.objects.get().reached_on == date(2025, 7, 1)
    done = AuditEntry.objects.filter(action__startswith="delivery.milestone").order_by("pk")
    assert [row.action for row in done] == ["delivery.milestone.plan", "delivery.milestone.report"]


def test_the_plan_cannot_be_rewritten(scheme: Scheme) -> None:
    records.milestone(scheme.programme, scheme.agent)
    with pytest.raises(Refused, match="is in the plan already"):
        records.milestone(scheme.programme, scheme.agent)
    with pytest.raises(Refused, match="Enter the name"):
        records.milestone(scheme.programme, scheme.agent, " ")
    with pytest.raises(DatabaseError), transaction.atomic():
        Milestone.objects.update(planned_on=date(2027, 1, 1))


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.AGENT])
def test_nobody_else_records_training_or_the_plan(scheme: Scheme, role: str) -> None:
    other = builders.member(scheme.programme, role)
    session = records.session(scheme.programme, scheme.agent)
    step = records.milestone(scheme.programme, scheme.agent)
    for attempt in (
        lambda: records.session(scheme.programme, scheme.agent, by=other),
        lambda: plans.change_training(training=session, people=9, by=other, at=AT),
        lambda: records.milestone(scheme.programme, scheme.agent, "Another", by=other),
        lambda: plans.report(milestone=step, why="x", by=other, at=AT),
    ):
        with pytest.raises(Forbidden):
            attempt()


@pytest.mark.django_db
def test_they_are_recorded_only_while_stage_5_is_open() -> None:
    programme = builders.programme_at_stage(4)
    with pytest.raises(StageClosed):
        records.session(programme, builders.organisation())
    with pytest.raises(StageClosed):
        records.milestone(programme, builders.organisation())
