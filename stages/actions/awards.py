"""The award of a choice, once its standstill is over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import User
from stages.actions import conflicts, records
from stages.domain import standstill
from stages.models import Programme, SelectionAward
from stages.selectors import stage_facts


@transaction.atomic
def award(*, programme: Programme, stage: int, note: str = "", by: User, at: datetime) -> SelectionAward:
    """Award the choice that stands. Refused while its standstill lasts, and for somebody with an interest."""
    records.begin(programme, stage, by)
    conflicts.require_no_interest(programme, stage, by)
    decision = stage_facts.latest_decision(programme, stage)
    if decision is None:
        raise Refused("No choice is recorded yet. Record it first.")
    made = SelectionAward.objects.filter(decision=decision).select_related("awarded_by").first()
    if made is not None:
        raise Refused(f"{decision.candidate} was already awarded by {made.awarded_by}. Nothing was changed.")
    decided_on, days = timezone.localdate(decision.decided_at), decision.standstill_days
    if not standstill.is_over(decided_on, days, timezone.localdate(at)):
        last = standstill.last_day(decided_on, days)
        raise Refused(f"The standstill lasts until the end of {last:%-d %B %Y}. Award from the day after it on.")
    award = SelectionAward.objects.create(decision=decision, note=note.strip(), awarded_by=by, awarded_at=at)
    records.added(award, programme=programme, action="stages.selection.award", names=["decision", "note"], by=by, at=at)
    return award
