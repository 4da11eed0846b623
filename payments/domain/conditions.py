"""What must have come before a result for an outcome fee, and how long before; and what is told of it later."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from contracts.domain.rules import START
from contracts.domain.terms import OutcomeFee, for_segment
from payments.domain.inputs import Claim, Start
from payments.domain.prices import PriceList

Facts = dict[str, Any]
Days = Mapping[str, date]


class Unmet(NamedTuple):
    """A condition that a claim does not meet: the code of the reason, and its figures."""

    code: str
    facts: Facts


def unmet(claim: Claim, rule: OutcomeFee, start: Start, achieved: Days, prices: PriceList) -> Unmet | None:
    """The first condition that is not met: prerequisites, weeks since the start, time after other results.

    `achieved`: the day of the first result of each outcome.
    """
    for needed in rule.prerequisites:
        day = _day_of(needed, start, achieved)
        if day is None or day > claim.event_date:
            return Unmet("needs_outcome", {"outcome": needed})
    weeks = for_segment(rule.qualifying_weeks, start.segment) if rule.qualifying_weeks else None
    if weeks is not None and claim.event_date < start.started_on + timedelta(weeks=weeks):
        return Unmet("too_soon", {"weeks": weeks})
    for span in rule.spans:
        day = _day_of(span.outcome, start, achieved)
        if day is None or day > claim.event_date:
            return Unmet("needs_outcome", {"outcome": span.outcome})
        over = prices.over_on(claim.version, span, day)
        if span == rule.since and (over is None or claim.event_date < over):
            return Unmet("too_soon_since", {"day": day, "first": over})
        if span == rule.within and claim.event_date > (over or span.last_on(day, prices.calendar(claim.version))):
            return Unmet("too_late_since", {"day": day, "last": over})
    return None


def facts(claim: Claim, rule: OutcomeFee, start: Start, achieved: Days, prices: PriceList) -> Facts:
    """From which day each time was counted that the rule asks for, and when it was over."""
    found: Facts = {}
    for name, key, span in (("since", "first", rule.since), ("within", "last", rule.within)):
        day = None if span is None else _day_of(span.outcome, start, achieved)
        if span is not None and day is not None:
            over = prices.over_on(claim.version, span, day)
            found[name] = {"day": day.isoformat(), key: over.isoformat() if over else ""}
    return found


def _day_of(outcome: str, start: Start, achieved: Days) -> date | None:
    return start.started_on if outcome == START else achieved.get(outcome)
