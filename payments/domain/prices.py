"""What the versions say, looked up fast: rules by outcome, amounts by segment and start, due days, deadweight."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from contracts.domain import calendars
from contracts.domain.spans import Span
from contracts.domain.terms import (
    AttachmentFee,
    Bonus,
    Calendar,
    Deadweight,
    Outcome,
    OutcomeFee,
    RateTable,
    Rule,
    SustainmentFee,
    Terms,
    VolumeBands,
    for_segment,
    outcomes_of,
)
from payments.domain.inputs import Start

ResultFee = OutcomeFee | SustainmentFee | Bonus
ResultRule = ResultFee | VolumeBands


class PriceList:
    """The terms of every version with what has been looked up so far. It holds no state that changes an answer."""

    def __init__(self, terms: Mapping[int, Terms]) -> None:
        self._terms = terms
        self._rules: dict[tuple[int, str], tuple[ResultRule, ...]] = {}
        self._attachments: dict[int, tuple[AttachmentFee, ...]] = {}
        self._outcomes = {(key, outcome.code): outcome for key, of in terms.items() for outcome in of.outcomes}
        self._amounts: dict[tuple[int, str, date], Decimal] = {}
        self._tables: dict[int, RateTable] = {}
        self._due: dict[tuple[int, date, int], date] = {}
        self._calendars: dict[int, Calendar] = {}
        self._over: dict[tuple[int, Span, date], date | None] = {}
        self._deadweight: dict[tuple[int, str], Deadweight | None] = {}
        self._shares: dict[int, str] = {}
        self._steps: dict[tuple[int, str, str], int] = {}

    def terms(self, version: int) -> Terms:
        return self._terms[version]

    def ended_on(self, version: int, day: date) -> date | None:
        """The last day of the version, where the day lies beyond it: nothing of such a day is paid.

        What came in before a later version ended the contract early may have such a day.
        """
        last = self._terms[version].effective_to
        return last if last is not None and day > last else None

    def outcome(self, version: int, code: str) -> Outcome:
        return self._outcomes[version, code]

    def rules_for(self, version: int, outcome: str) -> tuple[ResultRule, ...]:
        """The rules of the version that pay for this outcome, in the contract's order."""
        key = (version, outcome)
        if key not in self._rules:
            self._rules[key] = tuple(
                rule
                for rule in self._terms[version].rules
                if isinstance(rule, (OutcomeFee, SustainmentFee, VolumeBands, Bonus)) and outcome in outcomes_of(rule)
            )
        return self._rules[key]

    def attachment_fees(self, version: int) -> tuple[AttachmentFee, ...]:
        if version not in self._attachments:
            rules = self._terms[version].rules
            self._attachments[version] = tuple(rule for rule in rules if isinstance(rule, AttachmentFee))
        return self._attachments[version]

    def amount(self, rates: RateTable, start: Start) -> Decimal:
        """The amount of a table for this participant's segment and day of start."""
        key = (id(rates), start.segment, start.started_on)
        found = self._amounts.get(key)
        if found is None:
            self._tables[id(rates)] = rates  # keeps the table, and with it its identity, alive
            found = self._amounts[key] = rates.amount(start.segment, start.started_on)
        return found

    def due_on(self, version: int, event_date: date, waiting_working_days: int) -> date:
        """The day on which so many working days have passed since the event date, by the version's calendar."""
        if not waiting_working_days:
            return event_date
        key = (version, event_date, waiting_working_days)
        found = self._due.get(key)
        if found is None:
            found = self._due[key] = self._terms[version].calendar.after(event_date, waiting_working_days)
        return found

    def over_on(self, version: int, span: Span, day: date) -> date | None:
        """The day on which a time after a result of this day is over, as the version counts it. See `Span`."""
        key = (version, span, day)
        if key not in self._over:
            self._over[key] = span.over_on(day, self.calendar(version))
        return self._over[key]

    def calendar(self, version: int) -> Calendar:
        """The version's calendar, before its first day together with those of the versions before."""
        if version not in self._calendars:
            self._calendars[version] = calendars.counting(self._terms[version], self._terms.values())
        return self._calendars[version]

    def deadweight(self, version: int, rule: Rule) -> Deadweight | None:
        """What the version says is deadweight under the rule; None when nothing is taken off."""
        key = (version, rule.code)
        if key not in self._deadweight:
            found = self._terms[version].deadweight_of(rule)
            self._deadweight[key] = found if found.share else None
        return self._deadweight[key]

    def share_text(self, deadweight: Deadweight) -> str:
        """The conceded share as text, such as 1/6."""
        found = self._shares.get(id(deadweight))
        if found is None:
            found = self._shares[id(deadweight)] = str(deadweight.share)
        return found

    def most_steps(self, version: int, rule: SustainmentFee, segment: str) -> int:
        """The most steps that are paid for a segment."""
        key = (version, rule.code, segment)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = for_segment(rule.max_steps, segment) or 0
        return found
