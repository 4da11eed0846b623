"""The periodic review of a programme: whether it goes on, is amended or stops."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from expertbody import permissions
from expertbody.domain import reviews as rules
from expertbody.models import ProgrammeReview
from stages.actions import findings, pauses, visits
from stages.models import Finding, Programme
from stages.selectors import pauses as pauses_selector
from stages.selectors import visits as visits_selector

Outcome = ProgrammeReview.Outcome
DELIVERY = 5
CONTRACT = 4


@transaction.atomic
def plan(*, programme: Programme, every_months: int, due_on: date, by: User, at: datetime) -> ProgrammeReview:
    """Say when the programme is reviewed next, and after how many months again. The review that waits is moved."""
    permissions.require(by, "body.propose", programme)
    visits.lock(programme)
    if not rules.SHORTEST <= every_months <= rules.LONGEST:
        raise Refused(f"Enter a number of months from {rules.SHORTEST} to {rules.LONGEST}.")
    if due_on < localdate(at):
        raise Refused("The day of the next review must be today or later.")
    waiting = programme.reviews.filter(held_at__isnull=True).first()
    before = {"due_on": waiting.due_on, "every_months": waiting.every_months} if waiting else {}
    review = waiting or ProgrammeReview(programme=programme)
    review.every_months, review.due_on, review.set_by, review.set_at = every_months, due_on, by, at
    review.save()
    after = {"due_on": due_on, "every_months": every_months}
    _record("plan", review, by, at, before, after)
    return review


def carry_on(*, subject: ProgrammeReview, by: User, at: datetime, rationale: str) -> None:
    """The programme goes on. A programme that had been stopped takes up delivery again."""
    was_stopped = subject.outcome == Outcome.STOP
    held = _hold(subject, Outcome.CONTINUE, rationale, by, at)
    if was_stopped and DELIVERY in pauses_selector.paused_stages(held.programme):
        pauses.resume(programme=held.programme, stage=DELIVERY, because=rationale, by=by, at=at)
    _next(held, by, at)


def amend(*, subject: ProgrammeReview, by: User, at: datetime, rationale: str) -> None:
    """The programme goes on with changes: a finding questions stage 4, and what follows is agreed upon it."""
    held = _hold(subject, Outcome.AMEND, rationale, by, at)
    findings.raise_finding(
        programme=held.programme,
        key=f"review:{held.pk}:{at.isoformat()}",
        title="The review asks for the programme to be amended",
        summary=rationale,
        source=Finding.Source.EXPERT_BODY,
        severity=Finding.Severity.AMBER,
        evidence={"review": str(held), "seen_by": by.name, "seen_at": at},
        stages=[(CONTRACT, rationale)],
        by=by,
        at=at,
    )
    _next(held, by, at)


def stop(*, subject: ProgrammeReview, by: User, at: datetime, rationale: str) -> None:
    """The programme stops: delivery is paused, so that nobody starts any more; what was done is still judged and paid.

    No further review is planned.
    """
    held = _hold(subject, Outcome.STOP, rationale, by, at)
    programme = held.programme
    if visits_selector.is_open(programme, DELIVERY) and DELIVERY not in pauses_selector.paused_stages(programme):
        pauses.pause(programme=programme, stage=DELIVERY, because=rationale, by=by, at=at)
    programme.reviews.filter(held_at__isnull=True).update(held_at=at, outcome=Outcome.STOP)


def _hold(subject: ProgrammeReview, outcome: Outcome, rationale: str, by: User, at: datetime) -> ProgrammeReview:
    permissions.require(by, "body.decide", subject.programme)
    held = ProgrammeReview.objects.select_for_update(of=("self",)).select_related("programme").get(pk=subject.pk)
    before = {"outcome": held.outcome}
    held.held_at, held.outcome = at, outcome
    held.save(update_fields=["held_at", "outcome"])
    _record("hold", held, by, at, before, {"outcome": outcome, "because": rationale})
    return held


def _next(held: ProgrammeReview, by: User, at: datetime) -> None:
    if held.programme.reviews.filter(held_at__isnull=True).exists():
        return
    due_on = rules.next_due(held.due_on, held.every_months, localdate(at))
    ProgrammeReview.objects.create(
        programme=held.programme, every_months=held.every_months, due_on=due_on, set_by=by, set_at=at
    )


def _record(
    what: str, subject: ProgrammeReview, by: User, at: datetime, before: dict[str, Any], after: dict[str, Any]
) -> None:
    slug = subject.programme.slug
    action = f"expertbody.review.{what}"
    audit.record(by=by, at=at, action=action, programme=slug, subject=subject, before=before, after=after)
