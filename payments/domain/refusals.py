"""Why a claim earns nothing under a rule, or nothing yet: in words that say what would have to be so."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.domain.terms import Terms
from payments.domain.entitlements import Refusal

Words = Callable[[Mapping[str, Any], Terms], str]


def amount(value: Decimal | str) -> str:
    """Pounds as £1,234.56, with a true minus."""
    exact = Decimal(value)
    places = 2 if exact == exact.quantize(Decimal("0.01")) else 4
    return f"{'−' if exact < 0 else ''}£{abs(exact):,.{places}f}"


def day(value: date | str) -> str:
    """A day as 31 March 2026."""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.day} {found:%B %Y}"


def _outcome(code: str, terms: Terms) -> str:
    return next((f"“{one.name}”" for one in terms.outcomes if one.code == code), f"“{code}”")


def name_of_segment(terms: Terms, code: str) -> str:
    """The segment's name in the version, or its code if the version does not know it."""
    return next((segment.name for segment in terms.segments if segment.code == code), code)


WORDS: dict[str, Words] = {
    "no_rule": lambda facts, terms: "No rule of this version pays for this outcome.",
    "counted_in_volume": lambda facts, terms: (
        f"It counts towards the volume of “{facts['name']}”, which is stated for the period as a whole."
    ),
    "no_price": lambda facts, terms: "The rate card has £0.00 for this segment and start.",
    "after_end": lambda facts, terms: f"It is dated after the contract ended on {day(facts['ended_on'])}.",
    "before_start": lambda facts, terms: f"It is dated before the start on {day(facts['started_on'])}.",
    "outside_window": lambda facts, terms: f"It came more than {facts['window_days']} days after the start.",
    "not_due": lambda facts, terms: f"It falls due on {day(facts['due_on'])}, when the waiting period has passed.",
    "needs_outcome": lambda facts, terms: f"It needs {_outcome(facts['outcome'], terms)} on or before its day.",
    "needs_paid_outcome": lambda facts, terms: (
        f"It needs {_outcome(facts['outcome'], terms)} to have been achieved and payable before."
    ),
    "other_segment": lambda facts, terms: (
        f"It is an extra for participants of {' or '.join(name_of_segment(terms, one) for one in facts['segments'])}."
    ),
    "needs_times": lambda facts, terms: (
        f"It needs {_outcome(facts['outcome'], terms)} {facts['times']} times before; there are {facts['found']}."
    ),
    "too_soon": lambda facts, terms: f"It came sooner than {facts['weeks']} weeks after the start.",
    "too_soon_since": lambda facts, terms: (
        f"It came too soon: the time that the rule asks for since {day(facts['day'])} "
        + (f"is over on {day(facts['first'])}." if facts["first"] else "goes beyond the terms in the calendar.")
    ),
    "too_late_since": lambda facts, terms: (
        f"It came too late: the time that the rule allows since {day(facts['day'])} "
        + (f"was over on {day(facts['last'])}." if facts["last"] else "goes beyond the terms in the calendar.")
    ),
    "paid_already": lambda facts, terms: (
        f"It has been paid already: at most {facts['most']} for each participant, each number once."
    ),
    "paid_by_route": lambda facts, terms: (
        f"Another route to the same result was paid already ({amount(facts['earned'])}); this one adds nothing."
    ),
    "needs_route": lambda facts, terms: "It is a top-up, and no route that it goes with has been achieved yet.",
    "beyond_steps": lambda facts, terms: f"At most {facts['most']} steps are paid for this segment.",
    "step_paid": lambda facts, terms: f"Step {facts['step']} has been paid already.",
    "step_too_soon": lambda facts, terms: f"Step {facts['step']} ends on {day(facts['first'])} at the earliest.",
    "beyond_allotted": lambda facts, terms: f"It ends more than {facts['weeks']} weeks after the start.",
}


def words(refusal: Refusal, terms: Terms) -> str:
    """The reason in words."""
    return WORDS[refusal.code](refusal.facts, terms)
