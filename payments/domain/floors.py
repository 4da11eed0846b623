"""Minimum payments: what an agent lacks to the least that the contract promises, worked out once all else is.

A minimum for each period is looked at when everything stated in the period is known, one for the contract at its very
end. What is missing is added in the period, as far as caps leave room. It falls when a late result is added, and rises
when one falls away.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from contracts.domain.terms import Floor, Terms
from payments.domain.inputs import Book

PER_PERIOD = "period"
WHOLE, LEAST = "contract.least", ".least"
"""The name in the ledger of a minimum over the contract, and the end of the name of one for a period."""
Stated = defaultdict[tuple[int, str], Decimal]


class Least(NamedTuple):
    """The least (pounds) that an agent is paid for a period, or (`whole`) over the contract, under a rule.

    `known_on`: everything that counts towards it comes before or on that day in the order of pricing.
    """

    known_on: date
    whole: bool
    agent: int
    rule: Floor
    version: int
    period: str
    due_on: date
    amount: Decimal

    @property
    def about(self) -> str:
        """The name of the amount in the ledger."""
        return WHOLE if self.whole else f"{self.period}{LEAST}"


def missing(one: Least, stated: Stated) -> Decimal:
    """What the agent lacks to the minimum, by what is stated for it in each period; nought or less: nothing."""
    if not one.whole:
        return one.amount - stated[one.agent, one.period]
    return one.amount - sum((net for (agent, _), net in stated.items() if agent == one.agent), Decimal("0.00"))


def facts(one: Least, lacking: Decimal) -> dict[str, Any]:
    """What decided the amount, for its explanation."""
    return {
        "kind": one.rule.kind, "period": one.period, "due_on": one.due_on.isoformat(), "over": one.rule.over,
        "least": str(one.amount), "paid": str(one.amount - lacking),
    }  # fmt: skip


def due(book: Book, as_of: date) -> list[Least]:
    """Every minimum that can be looked at by the day, in the order in which they are."""
    found = [*_of_periods(book, as_of), *_of_contract(book, as_of)]
    return sorted(found, key=lambda one: (one.known_on, one.whole, one.agent, one.rule.code))


def _rules(terms: Terms, over: str) -> Iterator[tuple[Floor, str, Decimal]]:
    """The minimum payments of a version, each with an agent and its amount."""
    for rule in terms.rules:
        if isinstance(rule, Floor) and rule.over == over:
            for code in terms.agents:
                if amount := rule.amount(code):
                    yield rule, code, amount


def _of_periods(book: Book, as_of: date) -> Iterator[Least]:
    last = max(period.ends_on for period in book.periods)
    for key, terms in book.terms.items():
        for rule, code, amount in _rules(terms, PER_PERIOD):
            for period in book.periods:
                day = period.ends_on
                if day <= as_of and terms.in_force(day) and code in book.agents:
                    # What falls due after the last period is stated in the last one, so that it waits for all of it.
                    known = date.max if day == last else day
                    yield Least(known, False, book.agents[code], rule, key, period.code, day, amount)


def _of_contract(book: Book, as_of: date) -> Iterator[Least]:
    """The version that is in force last says what the least of the whole contract is."""
    key, terms = max(book.terms.items(), key=lambda one: one[1].effective_from)
    period = max(book.periods, key=lambda one: one.ends_on)
    day = terms.effective_to or period.ends_on
    for rule, code, amount in _rules(terms, "contract"):
        if day <= as_of and code in book.agents:
            yield Least(date.max, True, book.agents[code], rule, key, period.code, day, amount)
