"""From a ledger entry to the steps that led to it: formula, formula with values, result. In words, for people."""

import dataclasses
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.domain import rule_words
from contracts.domain.terms import Floor, MetricRule, OutcomeFee, ServiceFee, Terms
from payments.domain import deadweight, metric_explanation, payer_explanation, recoveries
from payments.domain.refusals import amount, day, name_of_segment
from payments.domain.step import Step

COUNTS = {"down": "rounded down", "nearest": "to the nearest whole number", "up": "rounded up"}
SCOPES = {
    "participant": "for each participant",
    "outcome": "for the outcome",
    "period": "for the period",
    "year": "for the contract year",
    "contract": "for the contract",
}
CARRIED = " and what was left unused before"


OVER = {
    "contract": "counted over the contract",
    "year": "counted over the contract year",
    "period": "counted over the period",
}


@dataclasses.dataclass(frozen=True)
class Entry:
    """The figures of a ledger entry that is explained."""

    rule: str
    outcome: str
    segment: str
    units: int
    unit_amount: Decimal
    gross: Decimal
    deadweight: Decimal
    capped: Decimal
    net: Decimal
    facts: Mapping[str, Any]


def steps(entry: Entry, terms: Terms, names: Mapping[str, str] | None = None) -> list[Step]:
    """The steps from the event to the pound. A correction shows only the difference that it makes.

    `names`: what the payers are called, by code.
    """
    if entry.rule == recoveries.RULE:
        return recoveries.steps(entry.facts)
    if "period" in entry.facts and entry.units > 0:
        return _of_period(entry, terms, names or {})
    if entry.units != 1 or "event_date" not in entry.facts:
        return [_difference(entry)]
    return [
        *_spans(entry, terms), _due(entry, terms), _price(entry, terms), *_indexed(entry), _gross(entry),
        *_taken_off(entry, names or {}), _net(entry),
    ]  # fmt: skip


def _taken_off(entry: Entry, names: Mapping[str, str]) -> list[Step]:
    """What is not paid of a gross amount: deadweight, and what goes beyond caps."""
    found = [_deadweight(entry, entry.facts["deadweight"])] if "deadweight" in entry.facts else []
    if "cap" in entry.facts:
        found.append(_cap(entry, entry.facts["cap"]))
    return [*found, *payer_explanation.steps(entry.facts, names)]


def _of_period(entry: Entry, terms: Terms, names: Mapping[str, str]) -> list[Step]:
    """The steps to what an agent is paid for a period."""
    found = [Step("Due", "the period", entry.facts["period"], day(entry.facts["due_on"]))]
    rule = terms.rule(entry.rule)
    if isinstance(rule, MetricRule):
        found += metric_explanation.steps(entry.facts, entry.unit_amount, rule, terms)
    else:
        found.append(OF_PERIOD.get(entry.facts["kind"], _band)(entry))
        found += _indexed(entry)
    return [*found, _gross(entry), *_taken_off(entry, names), _net(entry)]


def _service_fee(entry: Entry) -> Step:
    facts = entry.facts
    if facts["discount"] == "0":
        return Step("Unit amount", "fee for a period", amount(facts["amount"]), _first_price(entry))
    rounded = "rounded here for display only" if "indexed" in facts else "to the penny"
    return Step(
        "Unit amount",
        f"fee of the first year × (1 − yearly discount)^(contract year − 1), {rounded}",
        _fallen(facts),
        _first_price(entry),
    )


def _fallen(facts: Mapping[str, Any]) -> str:
    """A fee less its yearly discount, with values."""
    return f"{amount(facts['amount'])} × (1 − {facts['discount']})^({facts['year']} − 1)"


def _band(entry: Entry) -> Step:
    facts = entry.facts
    return Step(
        "Unit amount",
        f"band {facts['band']} of the volume, {OVER[facts['over']]}",
        f"results {facts['from']:,} to {facts['to']:,} of the agent{_risen(facts)}",
        _first_price(entry),
    )


def _floor(entry: Entry) -> Step:
    """What is missing to the least that the agent is paid."""
    facts = entry.facts
    whole = "over the contract" if facts["over"] == "contract" else "for the period"
    values = f"{amount(facts['least'])} − {amount(facts['paid'])}"
    return Step("Unit amount", f"the least {whole} − all else that is paid {whole}", values, amount(entry.unit_amount))


def _first_price(entry: Entry) -> str:
    """The unit amount before it rose with the years."""
    return amount(entry.facts["indexed"]["amount"]) if "indexed" in entry.facts else amount(entry.unit_amount)


def _indexed(entry: Entry) -> list[Step]:
    """How the unit amount has risen with the years; no step where it has not."""
    facts = entry.facts.get("indexed")
    if not facts:
        return []
    year = f"contract year {facts['year']}" if facts["basis"] == "contract" else f"financial year {facts['year']}"
    risen = _fallen(entry.facts) if entry.facts.get("discount", "0") != "0" else amount(facts["amount"])
    values = f"{risen} × {facts['factor']} ({year}; {facts['source']})"
    return [Step("Indexation", "amount × factor of the year, to the penny", values, amount(entry.unit_amount))]


def _risen(facts: Mapping[str, Any]) -> str:
    """How the price of an accelerator's step follows from the first one."""
    if "factor" in facts:
        return f": {amount(facts['first'])} × {facts['factor']}, to the penny"
    return f": {amount(facts['first'])} + {amount(facts['added'])}" if "added" in facts else ""


def _difference(entry: Entry) -> Step:
    return Step(
        "The difference",
        "what is owed − what was stated before",
        f"{entry.units:+d} results: gross {amount(entry.gross)}, deadweight {amount(entry.deadweight)}, "
        f"cap {amount(entry.capped)}",
        amount(entry.net),
    )


def _spans(entry: Entry, terms: Terms) -> list[Step]:
    """That enough time, and not too much, lies between another result and this one, where the rule asks for that."""
    rule = terms.rule(entry.rule)
    if not isinstance(rule, OutcomeFee):
        return []
    asked = (("since", "Not before", "≥", rule.since, "first"), ("within", "Not after", "≤", rule.within, "last"))
    found = []
    for name, label, sign, span, key in asked:
        facts = entry.facts.get(name)
        if facts and span is not None:
            formula = f"day of the result {sign} {rule_words.span(span, terms)}"
            values = f"{day(entry.facts['event_date'])} {sign} {day(facts['day'])} + {span.length}"
            over = day(facts[key]) if facts[key] else "after the last term that is known"
            found.append(Step(label, formula, values, over))
    return found


def _due(entry: Entry, terms: Terms) -> Step:
    """When the amount falls due."""
    facts = entry.facts
    waiting = getattr(terms.rule(entry.rule), "waiting_working_days", 0)
    if not waiting:
        return Step("Due", "on the day itself", day(facts["event_date"]), day(facts["due_on"]))
    values = f"{day(facts['event_date'])} + {waiting} working days"
    return Step("Due", "event date + waiting period", values, day(facts["due_on"]))


def _price(entry: Entry, terms: Terms) -> Step:
    """The unit amount: from the rate card, or what a route adds to what was earned before."""
    facts = entry.facts
    if "route" in facts and ("top_ups" in facts or "earned_before" in facts):
        return _routes(entry)
    words = [f"segment {name_of_segment(terms, entry.segment)}" if entry.segment else "every participant"]
    words.append(f"started {day(facts['started_on'])}")
    if "step" in facts:
        words.append(f"step {facts['step']} of at most {facts['of']}")
    for code, times in facts.get("before", {}).items():
        words.append(f"{name_of_outcome(terms, code)} at least {times} times before")
    return Step("Unit amount", "rate card, by segment and start", ", ".join(words), _first_price(entry))


def _routes(entry: Entry) -> Step:
    facts = entry.facts
    parts, values = ["amount of the best route"], [amount(facts["route_amount"])]
    for code, added in facts.get("top_ups", {}).items():
        parts.append(f"top-up {code}")
        values.append(amount(added))
    formula, figures = " + ".join(parts), " + ".join(values)
    if "earned_before" in facts:
        formula, figures = f"{formula} − earned before", f"{figures} − {amount(facts['earned_before'])}"
    return Step("Unit amount", formula, f"{figures} (route {facts['route']})", _first_price(entry))


OF_PERIOD: Mapping[str, Callable[[Entry], Step]] = {ServiceFee.kind: _service_fee, Floor.kind: _floor}


def _gross(entry: Entry) -> Step:
    values = f"{entry.units} × {amount(entry.unit_amount)}"
    rounded = "" if entry.units * entry.unit_amount == entry.gross else ", rounded to the penny"
    return Step("Gross", f"results × unit amount{rounded}", values, amount(entry.gross))


def _deadweight(entry: Entry, facts: Mapping[str, Any]) -> Step:
    """What is not paid because it would have happened anyway."""
    share = facts["share"]
    if facts["method"] == deadweight.COUNTED:
        values = f"result {facts['result']}; {facts['payable']} are payable so far"
        formula = f"results − {share} of starts, {COUNTS[facts['count']]}; paid when the number rises"
        return Step("Deadweight counted", formula, values, amount(entry.deadweight))
    if "result" in facts:
        exact = facts["result"] * (1 - Fraction(share))
        values = f"{facts['result']} × (1 − {share}) = {exact}; {facts['payable']} are payable so far"
        formula = f"result number × (1 − share), {COUNTS[facts['count']]}; paid when the number rises"
        return Step("Deadweight conceded", formula, values, amount(entry.deadweight))
    where = "of the statement line" if facts["rounding"] == deadweight.PER_PERIOD else "of the amount"
    values = f"{amount(entry.gross)} × {share}"
    if facts["rounding"] == deadweight.PER_PERIOD:
        values += ", as it adds to the line"
    return Step("Deadweight conceded", f"share {where}, to the penny", values, amount(entry.deadweight))


def _cap(entry: Entry, facts: Mapping[str, Any]) -> Step:
    wanted = entry.gross - entry.deadweight
    return Step(
        f"Cap {facts['code']}",
        f"what goes beyond the cap {SCOPES[facts['scope']]}{CARRIED if facts.get('carries_over') else ''}",
        f"{amount(wanted)} − {amount(facts['left'])} left",
        amount(entry.capped - payer_explanation.unpaid(entry.facts)),
    )


def _net(entry: Entry) -> Step:
    values = f"{amount(entry.gross)} − {amount(entry.deadweight)} − {amount(entry.capped)}"
    return Step("Owed", "gross − deadweight − cap", values, amount(entry.net))


def name_of_outcome(terms: Terms, code: str) -> str:
    return next((outcome.name for outcome in terms.outcomes if outcome.code == code), code)
