"""Interventions: steps up and down a ladder by people and for reasons, a plan with deadlines, answers of both sides.

No flag takes a step by itself. The levels are those of contract management in employment programmes: routine, informal,
informal by somebody senior, formal.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, Role, User
from contracts.models import Party
from govuk import formats
from monitoring import permissions
from monitoring.models import Flag, Intervention, InterventionReply, InterventionStep, PlanMeasure
from notifications.actions import notices
from notifications.actions.notices import News
from notifications.domain import channels
from stages.models import Finding, Membership, Programme

Level = InterventionStep.Level


@transaction.atomic
def begin(
    *,
    programme: Programme,
    agent: Organisation,
    level: int,
    reason: str,
    look_again_on: date | None,
    by: User,
    at: datetime,
    flag: Flag | None = None,
    finding: Finding | None = None,
) -> Intervention:
    """Take the first step about an agent of the contract, because of a flag or a finding or for another reason.

    From routine it leads to the informal level; further only because of a critical finding. A flag brings its finding.
    """
    permissions.require(by, "intervention.step", programme)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not Party.objects.filter(version__programme=programme, role=Party.Role.AGENT, organisation=agent).exists():
        raise Refused(f"{agent} is no agent of this contract. Choose one that is.")
    live = Intervention.objects.filter(programme=programme, agent=agent, ended_at__isnull=True).first()
    if live is not None:
        raise Refused(f"{live} is under way. Take the next step there.")
    finding = finding or (flag.finding if flag else None)
    is_critical = finding is not None and finding.severity == Finding.Severity.CRITICAL
    _check_step(Level.ROUTINE, level, reason, look_again_on, at, is_critical=is_critical)
    number = Intervention.objects.filter(programme=programme).count() + 1
    made = Intervention.objects.create(
        programme=programme, agent=agent, number=number, flag=flag, finding=finding, opened_at=at
    )
    _take(made, level, reason, look_again_on, by, at)
    return made


@transaction.atomic
def step(
    *, intervention: Intervention, level: int, reason: str, look_again_on: date | None, by: User, at: datetime
) -> InterventionStep:
    """Step up by one level, or down by any. Back to routine ends it, once the plan holds nothing that is still open."""
    permissions.require(by, "intervention.step", intervention.programme)
    held = _lock(intervention)
    before = held.steps.order_by("-pk")[0].level
    _check_step(before, level, reason, look_again_on, at)
    if level == Level.ROUTINE and held.measures.filter(done_at__isnull=True).exists():
        raise Refused("The improvement plan holds something that is not done. Say what became of it first.")
    taken = _take(held, level, reason, look_again_on, by, at)
    if level == Level.ROUTINE:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
    return taken


def _check_step(
    before: int, level: int, reason: str, look_again_on: date | None, at: datetime, *, is_critical: bool = False
) -> None:
    if level == before:
        raise Refused("It is on this level already. Choose another, or write a reply.")
    if level > before + 1 and not is_critical:
        raise Refused(f"Step up one level at a time: next comes “{Level(before + 1).label}”.")
    if not reason.strip():
        raise Refused("Enter the reason.")
    if level != Level.ROUTINE and (look_again_on is None or look_again_on <= localdate(at)):
        raise Refused("Enter a day after today on which this will be looked at again.")


def _take(
    held: Intervention, level: int, reason: str, look_again_on: date | None, by: User, at: datetime
) -> InterventionStep:
    taken = InterventionStep.objects.create(
        intervention=held,
        level=level,
        reason=reason,
        look_again_on=None if level == Level.ROUTINE else look_again_on,
        taken_by=by,
        taken_at=at,
    )
    _record(by, at, "step", held, {"level": level, "reason": reason, "look_again_on": look_again_on})
    _tell(taken, at)
    return taken


def _tell(taken: InterventionStep, at: datetime) -> None:
    """Tell the agent's people at once: the level, and by when they should have answered."""
    held = taken.intervention
    programme, path = held.programme.name, held.get_absolute_url()
    day = f", to be looked at again on {formats.uk_date(taken.look_again_on)}" if taken.look_again_on else ", ended"
    said = f"{held}: {taken.get_level_display()}{day}"
    brief = f"A step has been taken about your organisation, {programme}"
    notices.tell(
        [
            News(user, channels.INTERVENTION, f"intervention step {taken.pk}", said, brief, programme, path)
            for user in Membership.objects.filter(
                programme=held.programme, role=Role.AGENT, organisation=held.agent, user__is_active=True
            ).values_list("user", flat=True)
        ],
        at=at,
    )


@transaction.atomic
def promise(*, intervention: Intervention, what: str, owner: User, due_on: date, by: User, at: datetime) -> PlanMeasure:
    """Add to the improvement plan, as the agent or the commissioner. The owner is one of the agent's people."""
    permissions.require_may_promise(by, intervention.programme, intervention.agent)
    held = _lock(intervention)
    if not what.strip():
        raise Refused("Enter what will be done.")
    if due_on < localdate(at):
        raise Refused("The due date must be today or later.")
    of_agent = {"programme": held.programme, "role": Role.AGENT, "organisation": held.agent}
    if not Membership.objects.filter(user=owner, **of_agent).exists():
        raise Refused(f"{owner} does not speak for {held.agent}. Choose one of its people.")
    made = PlanMeasure.objects.create(
        intervention=held, what=what, owner=owner, due_on=due_on, agreed_by=by, agreed_at=at
    )
    _record(by, at, "promise", held, {"what": what, "owner": owner.pk, "due_on": due_on})
    return made


@transaction.atomic
def fulfil(*, measure: PlanMeasure, note: str, by: User, at: datetime) -> PlanMeasure:
    """Say what became of something that the plan promised."""
    intervention = measure.intervention
    permissions.require_may_promise(by, intervention.programme, intervention.agent)
    held = PlanMeasure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if held.done_at is not None:
        raise Refused("This was marked as done already. Nothing was changed.")
    if not note.strip():
        raise Refused("Enter what was done.")
    held.done_by, held.done_at, held.done_note = by, at, note
    held.save(update_fields=["done_by", "done_at", "done_note"])
    _record(by, at, "fulfil", intervention, {"measure": held.pk, "note": note})
    return held


@transaction.atomic
def reply(*, intervention: Intervention, text: str, by: User, at: datetime) -> InterventionReply:
    """Answer, as the agent or as one of those who deal with it."""
    permissions.require_may_answer(by, intervention.programme, intervention.agent)
    held = _lock(intervention)
    if not text.strip():
        raise Refused("Enter your reply.")
    is_agent = permissions.speaks_for(by, held.programme, held.agent)
    written = InterventionReply.objects.create(
        intervention=held, text=text, is_agent=is_agent, written_by=by, written_at=at
    )
    _record(by, at, "reply", held, {"text": text})
    return written


def _lock(intervention: Intervention) -> Intervention:
    held = (
        Intervention.objects.select_for_update(of=("self",))
        .select_related("programme", "agent")
        .get(pk=intervention.pk)
    )
    if held.ended_at is not None:
        raise Refused(f"{held} has ended. Begin a new one if the matter has come back.")
    return held


def _record(by: User, at: datetime, what: str, subject: Intervention, after: dict[str, Any]) -> None:
    audit.record(
        by=by,
        at=at,
        action=f"monitoring.intervention.{what}",
        programme=subject.programme.slug,
        subject=subject,
        after={"number": subject.number, "agent": subject.agent.code, **after},
    )
