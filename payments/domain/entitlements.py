"""What one participant's start and claims earn under the rules, before deadweight and caps; and why the rest does not.

Each claim is judged by the version in force on its event date. Only what is due by the day of pricing counts.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from contracts.domain.rules import START
from contracts.domain.terms import AttachmentFee, Bonus, OutcomeFee, SustainmentFee, VolumeBands
from payments.domain import conditions
from payments.domain.inputs import Claim, Start
from payments.domain.prices import PriceList, ResultFee, ResultRule
from payments.domain.routes import RoutesOnce

Facts = dict[str, Any]


class Entitlement(NamedTuple):
    """An amount earned under a rule, exact and in pounds. `claim` is None for a fee paid at the start.

    `once`: all amounts of this participant under the rule are parts of one result.
    """

    start: Start
    claim: Claim | None
    rule: AttachmentFee | ResultFee
    version: int
    event_date: date
    due_on: date
    amount: Decimal
    once: bool
    facts: Facts


class Counted(NamedTuple):
    """A claim that counts towards an agent's volume under a rule, and the day on which it falls due."""

    start: Start
    claim: Claim
    rule: VolumeBands
    due_on: date


class Refusal(NamedTuple):
    """Why a claim earns nothing (yet) under a rule; an empty rule means that no rule pays its outcome."""

    claim: int
    rule: str
    code: str
    facts: Facts


class Participant:
    """Judges one participant's claims, in order. What has been earned so far decides what comes next."""

    def __init__(self, start: Start, claims: Sequence[Claim], prices: PriceList, as_of: date) -> None:
        self.start = self.started = start
        self.claims = claims if len(claims) < 2 else sorted(claims, key=lambda c: (c.event_date, c.outcome, c.sequence))
        self.prices = prices
        self.as_of = as_of
        self.achieved: dict[str, date] = {}
        self.earned: dict[str, date] = {}
        self.steps: set[tuple[str, int]] = set()
        self.entitlements: list[Entitlement] = []
        self.counted: list[Counted] = []
        self.refusals: list[Refusal] = []

    def judge(self) -> None:
        """Attachment fees, then outcome fees, then sustainment fees, which need what outcome fees have earned."""
        for claim in self.claims:
            self.achieved.setdefault(claim.outcome, claim.event_date)
        self._attachment_fees()
        routes: dict[str, RoutesOnce] = {}
        later: list[tuple[Claim, SustainmentFee]] = []
        for claim in self.claims:
            self.start = self.started.under(claim.version)
            rules = self.prices.rules_for(claim.version, claim.outcome)
            if not rules:
                self.refuse(claim, "", "no_rule")
            for rule in rules:
                if isinstance(rule, SustainmentFee):
                    later.append((claim, rule))
                elif isinstance(rule, VolumeBands):
                    self._count(claim, rule)
                elif isinstance(rule, Bonus):
                    self._bonus(claim, rule)
                elif rule.paid == "once":
                    self._once(claim, rule, routes.setdefault(rule.code, RoutesOnce()))
                else:
                    self._each_time(claim, rule)
        for claim, rule in later:
            self.start = self.started.under(claim.version)
            self._sustainment(claim, rule)

    def refuse(self, claim: Claim, rule: str, code: str, **facts: Any) -> None:
        self.refusals.append(Refusal(claim.claim, rule, code, facts))

    def _attachment_fees(self) -> None:
        self.start = start = self.started.under(self.started.version)
        if start.started_on > self.as_of or self.prices.ended_on(start.version, start.started_on):
            return
        for rule in self.prices.attachment_fees(start.version):
            amount = self.prices.amount(rule.rates, start)
            if amount:
                self._earn(None, rule, start.version, start.started_on, start.started_on, amount, {})

    def _earn(
        self,
        claim: Claim | None,
        rule: AttachmentFee | ResultFee,
        version: int,
        event_date: date,
        due_on: date,
        amount: Decimal,
        facts: Facts,
    ) -> None:
        once = isinstance(rule, OutcomeFee) and rule.paid == "once"
        self.entitlements.append(Entitlement(self.start, claim, rule, version, event_date, due_on, amount, once, facts))
        if claim is not None:
            self.earned.setdefault(claim.outcome, event_date)

    def _count(self, claim: Claim, rule: VolumeBands) -> None:
        """The claim takes a place in the agent's volume: each number once, up to the number in the definition."""
        due_on = self._countable(claim, rule)
        if due_on is None or not self._is_new(claim, rule.code):
            return
        self.counted.append(Counted(self.start, claim, rule, due_on))
        self.earned.setdefault(claim.outcome, claim.event_date)
        self.refuse(claim, rule.code, "counted_in_volume", name=rule.name)

    def _is_new(self, claim: Claim, rule: str) -> bool:
        """Whether the claim's number has not been paid under the rule, nor as many as the definition allows."""
        most = self.prices.outcome(claim.version, claim.outcome).max_per_participant
        paid = [step for code, step in self.steps if code == rule]
        if claim.sequence in paid or len(paid) >= most:
            self.refuse(claim, rule, "paid_already", most=most)
            return False
        self.steps.add((rule, claim.sequence))
        return True

    def _countable(self, claim: Claim, rule: ResultRule) -> date | None:
        """The day on which the claim is due, when nothing in the definition of its outcome stands against it."""
        outcome = self.prices.outcome(claim.version, claim.outcome)
        started_on = self.start.started_on
        due_on = self.prices.due_on(claim.version, claim.event_date, rule.waiting_working_days)
        ended_on = self.prices.ended_on(claim.version, claim.event_date)
        if ended_on is not None:
            self.refuse(claim, rule.code, "after_end", ended_on=ended_on)
        elif claim.event_date < started_on:
            self.refuse(claim, rule.code, "before_start", started_on=started_on)
        elif outcome.window_days is not None and claim.event_date > started_on + timedelta(days=outcome.window_days):
            self.refuse(claim, rule.code, "outside_window", window_days=outcome.window_days)
        elif due_on > self.as_of:
            self.refuse(claim, rule.code, "not_due", due_on=due_on)
        else:
            return due_on
        return None

    def _qualified(self, claim: Claim, rule: OutcomeFee) -> bool:
        if not (rule.prerequisites or rule.qualifying_weeks or rule.spans):
            return True
        unmet = conditions.unmet(claim, rule, self.start, self.achieved, self.prices)
        if unmet is not None:
            self.refuse(claim, rule.code, unmet.code, **unmet.facts)
        return unmet is None

    def _span_facts(self, claim: Claim, rule: OutcomeFee) -> Facts:
        return conditions.facts(claim, rule, self.start, self.achieved, self.prices) if rule.spans else {}

    def _each_time(self, claim: Claim, rule: OutcomeFee) -> None:
        due_on = self._countable(claim, rule)
        if due_on is None or not self._qualified(claim, rule):
            return
        if not self._is_new(claim, rule.code):
            return
        most = self.prices.outcome(claim.version, claim.outcome).max_per_participant
        amount = self.prices.amount(rule.routes[0].rates, self.start)
        facts = {"sequence": claim.sequence} if most > 1 else {}
        self._pay(claim, rule, due_on, amount, facts | self._span_facts(claim, rule))

    def _once(self, claim: Claim, rule: OutcomeFee, routes: RoutesOnce) -> None:
        """Pay what the claim adds to the best route with its top-ups that the participant had reached before."""
        due_on = self._countable(claim, rule)
        if due_on is None or not self._qualified(claim, rule):
            return
        before = routes.best
        routes.reach(claim.outcome, rule, lambda rates: self.prices.amount(rates, self.start))
        if routes.best > before:
            facts = routes.facts(before) | self._span_facts(claim, rule)
            self._pay(claim, rule, due_on, routes.best - before, facts)
        elif not routes.amounts:
            self.refuse(claim, rule.code, "needs_route")
        else:
            self.earned.setdefault(claim.outcome, claim.event_date)
            if before:
                self.refuse(claim, rule.code, "paid_by_route", earned=before)
            else:
                self.refuse(claim, rule.code, "no_price", segment=self.start.segment)

    def _bonus(self, claim: Claim, rule: Bonus) -> None:
        """An extra sum for the claim, when the participant meets the rule's conditions on the event date."""
        due_on = self._countable(claim, rule)
        if due_on is None or not self._meets(claim, rule) or not self._is_new(claim, rule.code):
            return
        amount = self.prices.amount(rule.rates, self.start)
        if not amount:
            self.refuse(claim, rule.code, "no_price", segment=self.start.segment)
            return
        facts = {"before": {one.outcome: one.times for one in rule.before}} if rule.before else {}
        self.entitlements.append(
            Entitlement(self.start, claim, rule, claim.version, claim.event_date, due_on, amount, False, facts)
        )

    def _meets(self, claim: Claim, rule: Bonus) -> bool:
        if rule.segments and self.start.segment not in rule.segments:
            self.refuse(claim, rule.code, "other_segment", segments=rule.segments)
            return False
        for needed in rule.before:
            times = self._times_before(claim, needed.outcome)
            if times < needed.times:
                self.refuse(claim, rule.code, "needs_times", outcome=needed.outcome, times=needed.times, found=times)
                return False
        return True

    def _times_before(self, claim: Claim, outcome: str) -> int:
        """How often the participant had achieved the outcome by the day of the claim.

        Of the claim's own outcome those count that stand before it in order, so that of several on one day each has
        another number before it.
        """
        if outcome == claim.outcome:
            return sum(one.outcome == outcome for one in self.claims[: self.claims.index(claim)])
        return sum(one.outcome == outcome and one.event_date <= claim.event_date for one in self.claims)

    def _sustainment(self, claim: Claim, rule: SustainmentFee) -> None:
        due_on = self._countable(claim, rule)
        since = self._sustained_since(claim, rule) if due_on else None
        if due_on is None or since is None:
            return
        most = self.prices.most_steps(claim.version, rule, self.start.segment)
        first = since + timedelta(weeks=rule.every_weeks * claim.sequence)
        allotted = rule.allotted_weeks
        if claim.sequence > most:
            self.refuse(claim, rule.code, "beyond_steps", most=most)
        elif (rule.code, claim.sequence) in self.steps:
            self.refuse(claim, rule.code, "step_paid", step=claim.sequence)
        elif claim.event_date < first:
            self.refuse(claim, rule.code, "step_too_soon", step=claim.sequence, first=first)
        elif allotted is not None and claim.event_date > self.start.started_on + timedelta(weeks=allotted):
            self.refuse(claim, rule.code, "beyond_allotted", weeks=allotted)
        else:
            self.steps.add((rule.code, claim.sequence))
            amount = self.prices.amount(rule.rates, self.start)
            self._pay(claim, rule, due_on, amount, {"step": claim.sequence, "of": most})

    def _sustained_since(self, claim: Claim, rule: SustainmentFee) -> date | None:
        """The day from which the steps are counted: the last of the outcomes that had to be earned, or the start."""
        since = self.start.started_on
        for needed in rule.prerequisites:
            day = since if needed == START else self.earned.get(needed)
            if day is None or day > claim.event_date:
                self.refuse(claim, rule.code, "needs_paid_outcome", outcome=needed)
                return None
            since = max(since, day)
        return since

    def _pay(self, claim: Claim, rule: ResultFee, due_on: date, amount: Decimal, facts: Facts) -> None:
        if amount:
            self._earn(claim, rule, claim.version, claim.event_date, due_on, amount, facts)
        else:
            self.refuse(claim, rule.code, "no_price", segment=self.start.segment)
            self.earned.setdefault(claim.outcome, claim.event_date)
