"""What the rules come to for one start of each segment, by the rates that are expected. Exact, in pounds.

Prices are those of a participant who starts on the first day of the version. Where no rate is assumed, the target of
the outcome (a rate) stands in; where there is none either, nothing can be said.
"""

import dataclasses
from collections.abc import Callable
from decimal import Decimal

from contracts.domain.assumptions import Range
from contracts.domain.metric_rules import MetricRule
from contracts.domain.period_rules import Floor, ServiceFee, VolumeBands
from contracts.domain.rates import RateTable
from contracts.domain.rules import (
    COUNTED,
    EACH_TIME,
    AttachmentFee,
    Bonus,
    OutcomeFee,
    PersonalRule,
    SustainmentFee,
    for_segment,
)
from contracts.domain.terms import Segment, Target, Terms

NOUGHT = Decimal(0)
Level = Callable[[Range], Decimal]


def low(figures: Range) -> Decimal:
    return figures.low


def expected(figures: Range) -> Decimal:
    return figures.expected


def high(figures: Range) -> Decimal:
    return figures.high


@dataclasses.dataclass(frozen=True)
class PerStart:
    """What one start of a segment brings the agent: for certain, and by results, after the deadweight conceded."""

    certain: Decimal
    by_results: Decimal

    @property
    def total(self) -> Decimal:
        return self.certain + self.by_results

    @property
    def at_risk(self) -> Decimal | None:
        """The share of it that depends on results; None where nothing is paid."""
        return self.by_results / self.total if self.total else None


@dataclasses.dataclass(frozen=True)
class Reckoning:
    """The terms, asked for what they come to."""

    terms: Terms

    def price(self, table: RateTable, segment: str) -> Decimal:
        return table.amount(segment, self.terms.effective_from)

    def rate(self, outcome: str, segment: str) -> Range | None:
        """The expected rate: as assumed, else the target for the segment, else the one for all."""
        assumed = self.terms.assumptions.rate(outcome, segment)
        if assumed is not None:
            return assumed
        targets = [one for one in self.terms.targets if one.outcome == outcome and one.measure == "rate"]
        for wanted in (segment, None):
            for target in targets:
                if target.segment == wanted and target.agent is None:
                    return Range(target.minimum or target.value, target.value, target.value, "the target")
        return None

    def per_start(self, segment: str, level: Level = expected) -> PerStart | None:
        """What a start of the segment brings; None while a rate that it depends on is not known."""
        certain, by_results = NOUGHT, NOUGHT
        for rule in self.terms.rules:
            if isinstance(rule, MetricRule):
                continue  # paid for a period or a cohort: no start brings it
            if isinstance(rule, Floor):
                continue  # it brings nothing beside what results bring, and more only where they bring too little
            amount = self._service(rule) if isinstance(rule, ServiceFee) else self._amount(rule, segment, level)
            if amount is None:
                return None
            if isinstance(rule, AttachmentFee | ServiceFee):
                certain += amount
            else:
                by_results += amount
        return PerStart(certain, by_results)

    def _service(self, rule: ServiceFee) -> Decimal | None:
        """What a start bears of the fees of a year's periods, all agents together; None while starts are not known."""
        starts, years = self.terms.assumptions.starts, self.years_begun()
        if starts is None or not starts.expected or years is None:
            return None
        fees = sum((rule.amount(agent) for agent in self.terms.agents), NOUGHT) * len(self.terms.periods)
        return fees / years / starts.expected

    def _amount(self, rule: PersonalRule | VolumeBands, segment: str, level: Level) -> Decimal | None:
        """What the rule is expected to pay for one start of the segment, less the share conceded.

        A counted deadweight takes off as many results as its share of starts would have had anyway.
        """
        deadweight = self.terms.deadweight_of(rule)
        kept = 1 - deadweight.share
        if isinstance(rule, AttachmentFee):
            paid = self.price(rule.rates, segment)
        elif not self.most(rule, segment) or (isinstance(rule, Bonus) and rule.before):
            return NOUGHT  # how many have achieved so much before is not known, so that nothing is counted on
        else:
            rate = self.rate(rule.outcome, segment) or self._rate_before(rule, segment)
            if rate is None:
                return None
            paid = level(rate) * self.most(rule, segment)
            if deadweight.method == COUNTED:
                one = self.most(rule, segment) / self._times(rule, segment)
                return max(NOUGHT, paid - one * deadweight.share.numerator / deadweight.share.denominator)
        return paid * kept.numerator / kept.denominator

    def _times(self, rule: PersonalRule | VolumeBands, segment: str) -> int:
        """How many results of one participant of the segment the rule pays at most."""
        if isinstance(rule, SustainmentFee):
            return for_segment(rule.max_steps, segment) or 1
        if isinstance(rule, Bonus) or (isinstance(rule, OutcomeFee) and rule.paid == EACH_TIME):
            return self.terms.outcome(rule.outcome).max_per_participant
        return 1

    def _rate_before(self, rule: PersonalRule | VolumeBands, segment: str) -> Range | None:
        """Of weeks that build on an outcome without a rate of their own, the rate of the outcome before: the most."""
        if not isinstance(rule, SustainmentFee):
            return None
        found = [rate for code in rule.prerequisites if (rate := self.rate(code, segment)) is not None]
        return found[0] if found else None

    def most(self, rule: PersonalRule | VolumeBands, segment: str) -> Decimal:
        """The most that the rule pays for one participant of the segment, before deadweight and caps.

        Of volume bands, the price of the first: the later ones depend on everybody else.
        """
        if isinstance(rule, VolumeBands):
            return rule.bands[0].amount if rule.bands else NOUGHT
        if isinstance(rule, Bonus):
            concerned = not rule.segments or segment in rule.segments
            return self.price(rule.rates, segment) * self._times(rule, segment) if concerned else NOUGHT
        if isinstance(rule, SustainmentFee):
            return self.price(rule.rates, segment) * (for_segment(rule.max_steps, segment) or 0)
        if isinstance(rule, OutcomeFee):
            routes = []
            for route in rule.routes:
                ups = [up for up in rule.top_ups if not up.with_routes or route.outcome in up.with_routes]
                routes.append(
                    self.price(route.rates, segment) + sum((self.price(up.rates, segment) for up in ups), NOUGHT)
                )
            return max(routes) * self._times(rule, segment)
        return self.price(rule.rates, segment)

    def segments(self) -> tuple[Segment, ...]:
        """The segments, or one for everybody where the contract names none."""
        return self.terms.segments or (Segment("", "Everybody"),)

    def shares(self) -> dict[str, Decimal] | None:
        """The share of starts that each segment is planned to have; None unless it is known of all of them."""
        segments = self.segments()
        if len(segments) == 1:
            return {segments[0].code: Decimal(1)}
        planned = {one.code: one.planned_share for one in segments}
        known = {code: share for code, share in planned.items() if share is not None}
        return known if len(known) == len(planned) else None

    def per_average_start(self, level: Level = expected) -> PerStart | None:
        """What a start brings on average over the planned mix of segments."""
        shares = self.shares()
        found = {one.code: self.per_start(one.code, level) for one in self.segments()}
        if shares is None or any(one is None for one in found.values()):
            return None
        known = {code: one for code, one in found.items() if one is not None}
        return PerStart(
            sum((shares[code] * one.certain for code, one in known.items()), NOUGHT),
            sum((shares[code] * one.by_results for code, one in known.items()), NOUGHT),
        )

    def average_cost(self) -> Decimal | None:
        """What serving one participant costs on average over the planned mix."""
        shares = self.shares()
        costs = {one.code: self.terms.assumptions.cost(one.code) for one in self.segments()}
        if shares is None or any(one is None for one in costs.values()):
            return None
        return sum((shares[code] * one.expected for code, one in costs.items() if one is not None), NOUGHT)

    def liability(self) -> Decimal | None:
        """The most that can ever become due: the smallest cap on the whole contract that concerns everything, or what
        all the principals together pay at most."""
        caps = [
            cap.amount * (len(self.terms.agents) if cap.per_agent else 1)
            for cap in self.terms.caps
            if cap.scope == "contract" and cap.segment is None and cap.outcome is None
        ]
        known = (min(caps, default=self._liability_by_time()), self._liability_by_payers())
        return min((amount for amount in known if amount is not None), default=None)

    def _liability_by_payers(self) -> Decimal | None:
        """The sum of what each principal pays at most; None where one of them has no limit."""
        times = {"contract": 1, "year": self.years_begun(), "period": len(self.terms.periods) or None}
        whole = NOUGHT
        for principal in self.terms.principals:
            most = [
                cap.amount * number
                for cap in self.terms.payer_caps
                if cap.payer == principal.organisation and (number := times[cap.over]) is not None
            ]
            if not most:
                return None
            whole += min(most)
        return whole if self.terms.principals else None

    def _liability_by_time(self) -> Decimal | None:
        """Without such a cap: those of each year or period, over the term of the version."""
        found = []
        for cap in self.terms.caps:
            if cap.segment is None and cap.outcome is None and cap.scope in {"year", "period"}:
                times = self.years_begun() if cap.scope == "year" else (len(self.terms.periods) or None)
                if times is not None:
                    found.append(cap.amount * times * (len(self.terms.agents) if cap.per_agent else 1))
        return min(found, default=None)

    def no_limit(self) -> tuple[str, str]:
        """Why nothing says what can become due at most, and what to do: caps of years bound no contract without end."""
        yearly = [cap.scope == "year" and cap.segment is None and cap.outcome is None for cap in self.terms.caps]
        yearly += [one.over == "year" for one in self.terms.payer_caps]
        if self.terms.effective_to is None and any(yearly):
            return (
                "Each contract year has a cap, and no end is agreed.",
                "Agree the last day of the version, or set a cap on the whole contract.",
            )
        return "No cap limits what can become due in all.", "Set a cap on the contract, the year or the period."

    def years_begun(self) -> int | None:
        """How many contract years the version runs into; None without an end."""
        if self.terms.effective_to is None:
            return None
        return -(-((self.terms.effective_to - self.terms.effective_from).days + 1) // 366)

    def baseline(self, target: Target) -> Decimal | None:
        """The rate without the scheme that the target has to be above.

        Of its segment in the definition of the outcome, else of the segment, else of the outcome.
        """
        own = self.without(target)
        if own is not None:
            return own.expected
        segment = next((one for one in self.terms.segments if one.code == target.segment), None)
        if segment is not None and segment.baseline is not None:
            return segment.baseline
        return self.terms.outcome(target.outcome).baseline.value

    def without(self, target: Target) -> Range | None:
        """What the definition of the target's outcome says of the rate without the scheme, with its interval."""
        return self.terms.outcome(target.outcome).particulars.non_intervention.rate(target.segment)
