"""What is earned, as docs/pricing.md tells it, worked out the long way, before deadweight and caps.

Nothing here is shared with the product but the terms as they were read. Amounts are pounds, exact until rounded.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.domain.terms import (
    AttachmentFee,
    Bonus,
    OutcomeFee,
    RateTable,
    SustainmentFee,
    Terms,
    VolumeBands,
    for_segment,
)
from payments.domain.inputs import Claim, Start

Holdings = Mapping[int, Sequence[tuple[date, int]]]
FAR = date.max


@dataclasses.dataclass
class Item:
    """An amount that is earned, before it is rounded: who, what for, by which version, when; and what becomes of it."""

    version: int
    rule: Any
    agent: int
    day: date
    due: date
    amount: Fraction
    units: int = 1
    participant: int | None = None
    reference: str = ""
    segment: str = ""
    claim: int | None = None
    outcome: str = ""
    sequence: int = 0
    about: str = ""
    period: str = ""
    known: date = date.min
    gross: int = 0
    deadweight: int = 0
    net: int = 0

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.claim, self.participant if self.claim is None else None, self.rule.code, self.about,
                None if self.participant else self.agent)  # fmt: skip


def nearest(exact: Fraction, rounding: str) -> int:
    """The nearest whole number; a half away from nought, or to the even one."""
    below = exact.numerator // exact.denominator
    over = exact - below
    if over == Fraction(1, 2):
        if rounding == "half_even":
            return below + below % 2
        return below + (exact >= 0)
    return below + (over > Fraction(1, 2))


def year_of(day: date, first: date) -> int:
    """So many times has the anniversary of the first day come."""
    return sum(date(day.year - back, first.month, first.day) <= day for back in range(day.year - first.year + 1))


def rate(rates: RateTable, start: Start) -> Fraction:
    return Fraction(rates.amount(start.segment, start.started_on))


class Earning:
    """What single participants and agents earn. Agents are known by their codes in `agents`."""

    def __init__(
        self, terms: Mapping[int, Terms], starts: Iterable[Start], claims: Iterable[Claim], as_of: date,
        agents: Mapping[str, int], holdings: Holdings,
    ) -> None:  # fmt: skip
        self.terms, self.as_of, self.agents, self.holdings = terms, as_of, agents, holdings
        self.starts = {one.participant: one for one in starts}
        self.claims = sorted(claims, key=lambda one: (one.event_date, one.outcome, one.sequence))
        self.first = min(of.effective_from for of in terms.values())
        self.periods = sorted(next(iter(terms.values())).periods, key=lambda one: one.ends_on)

    def of_participant(self, start: Start) -> list[Item]:
        own = [one for one in self.claims if one.participant == start.participant]
        items = [
            Item(start.version, rule, start.agent, start.started_on, start.started_on, price,
                 participant=start.participant, reference=start.reference, segment=start.segment)
            for rule in self.terms[start.version].rules
            if isinstance(rule, AttachmentFee) and start.started_on <= self.as_of
            and not self.beyond_end(start.version, start.started_on)
            and (price := rate(rule.rates, start))
        ]  # fmt: skip
        paid: dict[str, list[Claim]] = {}
        for late in (False, True):
            for claim in own:
                for rule in self.terms[claim.version].rules:
                    if isinstance(rule, VolumeBands) and rule.outcome == claim.outcome and not late:
                        if self.counts_at_all(start, claim, rule):
                            self.next_of(claim, paid.setdefault(rule.code, []), Fraction(0))
                    elif isinstance(rule, SustainmentFee) is late:
                        amount = self.earns(start, claim, rule, own, paid)
                        if amount:
                            items.append(self.item(start, claim, rule, amount))
        return items

    def item(self, start: Start, claim: Claim, rule: Any, amount: Fraction) -> Item:
        return Item(
            claim.version, rule, self.agent_on(start, claim.event_date), claim.event_date, self.due(claim, rule),
            amount,
            participant=start.participant, reference=start.reference, segment=start.segment, claim=claim.claim,
            outcome=claim.outcome, sequence=claim.sequence,
        )  # fmt: skip

    def agent_on(self, start: Start, day: date) -> int:
        held = [agent for begins, agent in self.holdings.get(start.participant, ()) if begins <= day]
        return held[-1] if held else start.agent

    def beyond_end(self, version: int, day: date) -> bool:
        last = self.terms[version].effective_to
        return last is not None and day > last

    def due(self, claim: Claim, rule: Any) -> date:
        day, left = claim.event_date, rule.waiting_working_days
        while left:
            day += timedelta(days=1)
            left -= self.terms[claim.version].calendar.is_working(day)
        return day

    def counts_at_all(self, start: Start, claim: Claim, rule: Any) -> bool:
        window = self.terms[claim.version].outcome(claim.outcome).window_days
        return (
            not self.beyond_end(claim.version, claim.event_date)
            and claim.event_date >= start.started_on
            and (window is None or (claim.event_date - start.started_on).days <= window)
            and self.due(claim, rule) <= self.as_of
        )

    def earns(
        self, start: Start, claim: Claim, rule: Any, own: Sequence[Claim], paid: dict[str, list[Claim]]
    ) -> Fraction | None:
        """What the claim earns under the rule; `paid`: the claims that have earned something under each rule."""
        if not isinstance(rule, OutcomeFee | SustainmentFee | Bonus) or not self.counts_at_all(start, claim, rule):
            return None
        before = paid.setdefault(rule.code, [])
        if isinstance(rule, OutcomeFee):
            pays = {one.outcome for one in rule.routes} | {one.outcome for one in rule.top_ups}
            if claim.outcome not in pays or not self.met(start, claim, rule, own):
                return None
            if rule.paid == "once":
                return self.adds(start, claim, rule, before)
            return self.next_of(claim, before, rate(rule.routes[0].rates, start))
        if claim.outcome != rule.outcome:
            return None
        if isinstance(rule, Bonus):
            if rule.segments and start.segment not in rule.segments:
                return None
            for needed in rule.before:
                times = [
                    one for one in own if one.outcome == needed.outcome and one.event_date <= claim.event_date
                    and (one.outcome != claim.outcome or own.index(one) < own.index(claim))
                ]  # fmt: skip
                if len(times) < needed.times:
                    return None
            return self.next_of(claim, before, rate(rule.rates, start))
        return self.step(start, claim, rule, before, paid)

    def met(self, start: Start, claim: Claim, rule: OutcomeFee, own: Sequence[Claim]) -> bool:
        def first_day(outcome: str) -> date:
            days = [one.event_date for one in own if one.outcome == outcome]
            return start.started_on if outcome == "start" else min(days, default=FAR)

        weeks = for_segment(rule.qualifying_weeks, start.segment)
        passed = claim.event_date - start.started_on
        if any(first_day(one) > claim.event_date for one in rule.prerequisites):
            return False
        if weeks is not None and passed < timedelta(weeks=weeks):
            return False
        for span, holds in ((rule.since, int.__ge__), (rule.within, int.__le__)):
            if span is not None:
                days = (claim.event_date - first_day(span.outcome)).days if first_day(span.outcome) != FAR else -1
                if days < 0 or not holds(days, span.number * {"days": 1, "weeks": 7}[span.unit]):
                    return False
        return True

    def adds(self, start: Start, claim: Claim, rule: OutcomeFee, before: list[Claim]) -> Fraction:
        """By how much the best over the routes reached rises with this claim."""
        was = self.best(start, before, rule.code)
        before.append(claim)
        return self.best(start, before, rule.code) - was

    def best(self, start: Start, reached: Sequence[Claim], code: str) -> Fraction:
        routes: dict[str, Fraction] = {}
        extra: dict[str, tuple[Fraction, tuple[str, ...]]] = {}
        for claim in reached:
            rule: Any = self.terms[claim.version].rule(code)
            for one in rule.routes:
                if one.outcome == claim.outcome:
                    routes.setdefault(one.outcome, rate(one.rates, start))
            for one in rule.top_ups:
                if one.outcome == claim.outcome:
                    extra.setdefault(one.outcome, (rate(one.rates, start), one.with_routes))
        return max(
            (amount + sum(more for more, to in extra.values() if not to or route in to)
             for route, amount in routes.items()),
            default=Fraction(0),
        )  # fmt: skip

    def next_of(self, claim: Claim, before: list[Claim], amount: Fraction) -> Fraction | None:
        most = self.terms[claim.version].outcome(claim.outcome).max_per_participant
        if len(before) >= most or any(one.sequence == claim.sequence for one in before):
            return None
        before.append(claim)
        return amount

    def step(
        self, start: Start, claim: Claim, rule: SustainmentFee, before: list[Claim], paid: Mapping[str, list[Claim]]
    ) -> Fraction | None:
        since = start.started_on
        for needed in rule.prerequisites:
            days = [one.event_date for of in paid.values() for one in of if one.outcome == needed]
            days += [start.started_on] * (needed == "start")
            if not days or min(days) > claim.event_date:
                return None
            since = max(since, min(days))
        latest = FAR if rule.allotted_weeks is None else start.started_on + timedelta(weeks=rule.allotted_weeks)
        if (
            claim.sequence > (for_segment(rule.max_steps, start.segment) or 0)
            or any(one.sequence == claim.sequence for one in before)
            or not since + timedelta(weeks=rule.every_weeks * claim.sequence) <= claim.event_date <= latest
        ):
            return None
        before.append(claim)
        return rate(rule.rates, start)
