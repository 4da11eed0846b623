"""Training of the workforce, and the steps of the delivery plan."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery.actions import records
from delivery.domain.milestones import Step
from delivery.models import Milestone, Partner, Training
from stages.actions import records as stage_records
from stages.models import Programme

TRAINING = ["partner", "kind", "topic", "held_on", "roles", "people", "first_time", "mentor"]
MILESTONE = ["name", "planned_on", "expected_on", "reached_on", "why"]
REPORTED = ["expected_on", "reached_on", "why"]


@transaction.atomic
def train(
    *,
    programme: Programme,
    agent: Organisation,
    kind: str,
    topic: str,
    held_on: date,
    people: int,
    first_time: int,
    partner: Partner | None = None,
    roles: str = "",
    mentor: str = "",
    by: User,
    at: datetime,
) -> Training:
    """Record a session in which staff of the agent, or of the partner, were trained or mentored."""
    records.begin(programme, agent, by)
    fields: dict[str, Any] = {
        "partner": partner, "kind": kind, "topic": topic.strip(), "held_on": held_on, "roles": roles.strip(),
        "people": people, "first_time": first_time, "mentor": mentor.strip(),
    }  # fmt: skip
    _check_training(programme, agent, fields, at)
    made = Training.objects.create(programme=programme, agent=agent, recorded_by=by, recorded_at=at, **fields)
    stage_records.added(made, programme=programme, action="delivery.training.add", names=TRAINING, by=by, at=at)
    return made


@transaction.atomic
def change_training(*, training: Training, by: User, at: datetime, **fields: Any) -> Training:
    """Put right what was recorded of a session."""
    records.begin(training.programme, training.agent, by)
    if unknown := set(fields) - set(TRAINING):
        raise TypeError(f"A session has no {', '.join(sorted(unknown))}")
    now = {name: getattr(training, name) for name in TRAINING}
    _check_training(training.programme, training.agent, now | fields, at)
    stage_records.change(
        training, fields, programme=training.programme, action="delivery.training.change", by=by, at=at
    )
    return training


def _check_training(programme: Programme, agent: Organisation, fields: dict[str, Any], at: datetime) -> None:
    partner = fields["partner"]
    if partner is not None and (partner.programme_id, partner.agent_id) != (programme.pk, agent.pk):
        raise Refused(f"{partner} is not a partner of {agent}. Choose one that is.")
    if not fields["topic"].strip():
        raise Refused("Enter the topic.")
    if fields["kind"] not in Training.Kind.values:
        raise Refused("Select training or mentoring.")
    if fields["held_on"] > timezone.localdate(at):
        raise Refused("The day must not be in the future. Record the session once it has been held.")
    if fields["people"] < 1:
        raise Refused("Enter how many people took part: 1 or more.")
    if fields["first_time"] > fields["people"]:
        raise Refused("More people cannot be new than took part. Check the two numbers.")


@transaction.atomic
def plan(
    *, programme: Programme, agent: Organisation, name: str, planned_on: date, by: User, at: datetime
) -> Milestone:
    """Enter a step of the agent's delivery plan. The day that is planned cannot be changed afterwards."""
    records.begin(programme, agent, by)
    name = name.strip()
    if not name:
        raise Refused("Enter the name of the milestone.")
    if Milestone.objects.filter(programme=programme, agent=agent, name__iexact=name).exists():
        raise Refused(f"“{name}” is in the plan already. Report on that one, or give this one another name.")
    made = Milestone.objects.create(
        programme=programme, agent=agent, name=name, planned_on=planned_on, added_by=by, added_at=at
    )
    stage_records.added(made, programme=programme, action="delivery.milestone.plan", names=MILESTONE, by=by, at=at)
    return made


@transaction.atomic
def report(
    *,
    milestone: Milestone,
    reached_on: date | None = None,
    expected_on: date | None = None,
    why: str = "",
    by: User,
    at: datetime,
) -> Milestone:
    """Say when a milestone was reached, or is now expected; after the planned day it asks why."""
    records.begin(milestone.programme, milestone.agent, by)
    today = timezone.localdate(at)
    if reached_on is not None and reached_on > today:
        raise Refused("It cannot have been reached in the future. Enter the day on which it is expected instead.")
    step = Step(milestone.planned_on, reached_on, expected_on, why)
    if step.lacks_a_reason(today):
        days = step.slippage(today)
        raise Refused(f"That is {days} {'day' if days == 1 else 'days'} after the plan. Say why it slipped.")
    fields = {"reached_on": reached_on, "expected_on": expected_on, "why": why.strip()}
    stage_records.change(
        milestone, fields, programme=milestone.programme, action="delivery.milestone.report", by=by, at=at
    )
    return milestone
