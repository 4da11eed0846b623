"""Pricing as docs/pricing.md tells it, worked out the long way: every sum is taken anew over all lines before.

Money is in whole pence once it is rounded.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.domain.terms import Cap, Deadweight, Floor, OutcomeFee, ServiceFee, VolumeBands
from tests.payments.domain.naive_earning import FAR, Earning, Item, nearest, year_of


class Naive(Earning):
    """The whole contract, priced once."""

    def lines(self) -> list[Item]:
        """Every amount in order, with what is rounded, conceded and left by the caps."""
        self.done: list[Item] = []
        self.numbers: dict[tuple[Any, ...], int] = {}
        self.fates: dict[tuple[Any, ...], bool] = {}
        earned = [one for start in self.starts.values() for one in self.of_participant(start)]
        items = [*earned, *self.fees(), *self.bands()]
        for one in items:
            one.amount, one.period = self.risen(one), one.period or self.period(one.due)
        floors = sorted(self.floors(), key=lambda one: (one.known, one.agent, one.rule.code))
        for one in sorted(items, key=self.place):
            while floors and floors[0].known < one.day:
                self.top_up(floors.pop(0))
            self.settle(one)
        for one in floors:
            self.top_up(one)
        return self.done

    def place(self, one: Item) -> tuple[Any, ...]:
        rules = [rule.code for rule in self.terms[one.version].rules]
        return one.day, one.reference, one.outcome if one.participant else "", one.sequence, one.agent, rules.index(
            one.rule.code
        ), one.about  # fmt: skip

    def period(self, due: date) -> str:
        return next((one.code for one in self.periods if due <= one.ends_on), self.periods[-1].code)

    def risen(self, one: Item) -> Fraction:
        """Pounds, risen with the contract years: to the penny where the amount rose, or fell by a discount."""
        index, rounding = self.terms[one.version].indexation, self.terms[one.version].rounding
        factor = Fraction(1)
        if index is not None and index.yearly is not None and (not index.rules or one.rule.code in index.rules):
            factor = (1 + index.yearly) ** (year_of(one.day, self.first) - 1)
        if factor == 1 and not isinstance(one.rule, ServiceFee):
            return one.amount
        return Fraction(nearest(one.amount * factor * 100, rounding), 100)

    def fees(self) -> list[Item]:
        found = []
        for key, of in self.terms.items():
            for rule in of.rules:
                if not isinstance(rule, ServiceFee):
                    continue
                for period in self.periods:
                    day = period.ends_on if rule.in_arrears else period.starts_on
                    for code in of.agents:
                        exact = Fraction(rule.amount(code)) * (1 - rule.yearly_discount) ** (
                            year_of(day, self.first) - 1
                        )
                        if exact and day <= self.as_of and of.in_force(day):
                            found.append(
                                Item(
                                    key, rule, self.agents[code], day, day, exact, period=period.code, about=period.code
                                )
                            )
        return found

    def bands(self) -> list[Item]:
        """Each result by its place among those of its agent, then put together by period, band and version."""
        counted: list[tuple[Any, ...]] = []
        for claim in self.claims:
            start = self.starts[claim.participant]
            for rule in self.terms[claim.version].rules:
                if isinstance(rule, VolumeBands) and rule.outcome == claim.outcome:
                    same = [
                        one for one in counted if (one[6].participant, one[7].code) == (claim.participant, rule.code)
                    ]
                    most = self.terms[claim.version].outcome(claim.outcome).max_per_participant
                    new = len(same) < most and all(one[4] != claim.sequence for one in same)
                    if new and self.counts_at_all(start, claim, rule):
                        agent = self.agent_on(start, claim.event_date)
                        counted.append((self.due(claim, rule), claim.event_date, start.reference, claim.outcome,
                                        claim.sequence, agent, claim, rule))  # fmt: skip
        items: dict[tuple[Any, ...], Item] = {}
        seen: list[tuple[Any, ...]] = []
        for due, *_, agent, claim, rule in sorted(counted, key=lambda one: one[:5]):
            period = next((one for one in self.periods if due <= one.ends_on), self.periods[-1])
            within = {"contract": None, "year": year_of(due, self.first), "period": period.code}[rule.over]
            seen.append((agent, rule.code, within))
            above = [band for band in enumerate(rule.bands, 1) if seen.count(seen[-1]) > band[1].above]
            if above:
                number, band = above[-1]
                about = f"{period.code}.{number}.v{self.terms[claim.version].number}"
                one = items.setdefault(
                    (agent, rule.code, about),
                    Item(claim.version, rule, agent, period.ends_on, period.ends_on, Fraction(band.amount), 0,
                         outcome=rule.outcome, period=period.code, about=about),
                )  # fmt: skip
                one.units += 1
        return list(items.values())

    def floors(self) -> list[Item]:
        return [
            Item(key, rule, self.agents[code], period.ends_on, period.ends_on, Fraction(rule.amount(code)),
                 period=period.code, about=f"{period.code}.least",
                 known=FAR if period == self.periods[-1] else period.ends_on)
            for key, of in self.terms.items() for rule in of.rules if isinstance(rule, Floor)
            for period in self.periods if period.ends_on <= self.as_of and of.in_force(period.ends_on)
            for code in of.agents if rule.amount(code)
        ]  # fmt: skip

    def top_up(self, one: Item) -> None:
        has = sum(line.net for line in self.done if (line.agent, line.period) == (one.agent, one.period))
        one.gross = int(one.amount * 100) - has
        if one.gross > 0:
            one.net = self.within_caps(one, one.gross)
            self.done.append(one)

    def settle(self, one: Item) -> None:
        of = self.terms[one.version]
        exact = one.units * one.amount * 100
        same = self.before(lambda it: (it.agent, it.period, it.version) == (one.agent, one.period, one.version))
        one.gross = nearest(exact, of.rounding)
        if of.rounding_at == "total":
            whole = sum((it.units * it.amount * 100 for it in same), exact)
            one.gross = nearest(whole, of.rounding) - sum(it.gross for it in same)
        conceded = of.deadweight_of(one.rule)
        if conceded.share:
            one.deadweight = self.anyway(one, conceded, same)
        one.net = self.within_caps(one, one.gross - one.deadweight)
        self.done.append(one)

    def before(self, of: Callable[[Item], bool]) -> list[Item]:
        return [it for it in self.done if not isinstance(it.rule, Floor) and of(it)]

    def anyway(self, one: Item, conceded: Deadweight, same: Sequence[Item]) -> int:
        of = self.terms[one.version]
        if by_whole_results(conceded):
            return 0 if self.is_paid(one, conceded) else one.gross
        if of.rounding_at == "total":
            alike = [(it, of.deadweight_of(it.rule)) for it in same]
            group = [it for it, its in alike if its.share == conceded.share and not by_whole_results(its)]
        elif conceded.rounding == "per_period":
            line = (one.rule.code, one.outcome, one.segment, one.amount)
            group = [it for it in same if (it.rule.code, it.outcome, it.segment, it.amount) == line]
        else:
            return nearest(one.gross * conceded.share, of.rounding)
        whole = (sum(it.gross for it in group) + one.gross) * conceded.share
        return nearest(whole, of.rounding) - sum(it.deadweight for it in group)

    def is_paid(self, one: Item, conceded: Deadweight) -> bool:
        once = isinstance(one.rule, OutcomeFee) and one.rule.paid == "once"
        fate = (one.participant, one.rule.code)
        if once and fate in self.fates:
            return self.fates[fate]
        group = (one.agent, one.rule.code, conceded.method, conceded.share, conceded.count)
        number = self.numbers[group] = self.numbers.get(group, 0) + 1
        paid_before = self.numbers.get((*group, "paid"), 0)
        if conceded.method == "counted":
            started = sum(it.agent == one.agent and it.started_on <= one.day for it in self.starts.values())
            payable = number - whole(started * conceded.share, conceded.count)
        else:
            payable = whole(number * (1 - conceded.share), conceded.count)
        paid = payable > paid_before
        self.numbers[*group, "paid"] = paid_before + paid
        if once:
            self.fates[fate] = paid
        return paid

    def within_caps(self, one: Item, amount: int) -> int:
        return min([amount, *(max(0, self.left(cap, one)) for cap in self.terms[one.version].caps if hits(cap, one))])

    def left(self, cap: Cap, one: Item) -> int:
        most = int(cap.amount * 100)
        if not cap.carries_over:
            return most - self.used(cap, one, self.unit(cap, one))
        units = [it.code for it in self.periods] if cap.scope == "period" else list(range(1, self.last_year + 1))
        allowed = {unit: self.allowed(cap, unit) for unit in units}
        place = units.index(self.unit(cap, one))
        ends = range(place + 1, len(units) + 1)
        return min(
            sum(allowed[unit] - (self.used(cap, one, unit) if allowed[unit] else 0) for unit in units[:end])
            for end in ends
        )

    def allowed(self, cap: Cap, unit: Any) -> int:
        """By the version that is in force last in the period or year."""
        if cap.scope == "period":
            days = [(it.starts_on, it.ends_on) for it in self.periods if it.code == unit]
        else:
            days = [(self.first.replace(year=self.first.year + unit - 1),
                     self.first.replace(year=self.first.year + unit) - timedelta(days=1))]  # fmt: skip
        [(begins, ends)] = days
        last = [of for of in sorted(self.terms.values(), key=lambda of: of.effective_from)
                if of.effective_from <= ends and (of.effective_to or FAR) >= begins]  # fmt: skip
        return sum(int(it.amount * 100) for it in last[-1].caps if same_cap(it, cap)) if last else 0

    @property
    def last_year(self) -> int:
        return year_of(self.periods[-1].ends_on, self.first)

    def unit(self, cap: Cap, one: Item) -> Any:
        year = year_of(one.due, self.first)
        return {
            "participant": one.participant, "outcome": one.outcome, "period": one.period, "contract": None,
            "year": min(year, self.last_year) if cap.carries_over else year,
        }[cap.scope]  # fmt: skip

    def used(self, cap: Cap, one: Item, unit: Any) -> int:
        """What was paid before in the unit: by versions with the cap, and by those before them that had none yet."""
        alone = cap.per_agent and cap.scope != "participant"
        return sum(
            it.net for it in self.done
            if self.counts(cap, one, it) and self.unit(cap, it) == unit and (not alone or it.agent == one.agent)
        )  # fmt: skip

    def counts(self, cap: Cap, one: Item, it: Item) -> bool:
        """Whether an amount paid before counts against the cap that `one` is held against."""
        own = [its for its in self.terms[it.version].caps if same_cap(its, cap)]
        earlier = self.terms[it.version].effective_from < self.terms[one.version].effective_from
        return hits(own[0], it) if own else earlier and hits(cap, it)


def whole(exact: Fraction, count: str) -> int:
    if count == "nearest":
        return nearest(exact, "half_up")
    return -(-exact.numerator // exact.denominator) if count == "up" else exact.numerator // exact.denominator


def by_whole_results(conceded: Deadweight) -> bool:
    return conceded.method == "counted" or conceded.rounding == "whole_people"


def hits(cap: Cap, one: Item) -> bool:
    """Whether the cap concerns the amount."""
    return (
        cap.segment in (None, one.segment) and cap.outcome in (None, one.outcome)
        and (cap.scope != "participant" or one.participant is not None)
    )  # fmt: skip


def same_cap(one: Cap, other: Cap) -> bool:
    return (one.code, one.scope, one.per_agent) == (other.code, other.scope, other.per_agent)
