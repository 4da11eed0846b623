"""From what is earned to money by month: caps in the order of events, what falls due, what is paid, what is spent."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

import numpy as np

from contracts.domain.terms import Cap, Floor, MetricRule
from payments.domain import floors
from payments.domain.floors import Least
from payments.domain.inputs import Book
from payments.domain.simulation import metric_pay, personal
from payments.domain.simulation.calendar import Months
from payments.domain.simulation.draws import Array, Drawn, Truths
from payments.domain.simulation.events import Events
from payments.domain.simulation.metric_figures import Measures
from payments.domain.simulation.metric_pay import MetricSum
from payments.domain.simulation.payers import PayerCaps
from payments.domain.simulation.personal import PENNY
from payments.domain.simulation.rules import Earned, Pricing, Sum, parts_of

MOST_MONTHS_OF_SERVICE = 24


class Caps:
    """Walks through what is earned and says how much of it the caps leave, and then those of payers, all runs at once.

    What no payer bears counts against no cap.
    """

    def __init__(self, months: Months, runs: int, agents: int) -> None:
        terms = months.terms
        self.caps = [cap for cap in terms.caps if cap.scope != "participant"]
        self.shape = (runs, agents)
        last = months.year_of(months.periods[-1].ends_on) if months.periods else 1
        self.in_order: dict[str, list[Hashable]] = {
            "period": [period.code for period in months.periods], "year": list(range(1, last + 1)),
        }  # fmt: skip
        self.used: dict[Hashable, Array] = {}
        self.payers = PayerCaps(terms, runs, agents)
        own: dict[str, Truths] = {cap.code: np.zeros(runs, dtype=np.bool_) for cap in self.caps}
        self.bitten = own | self.payers.bitten

    def __bool__(self) -> bool:
        return bool(self.caps or self.payers)

    def concerned(self, segment: str, outcome: str) -> list[Cap]:
        return [cap for cap in self.caps if cap.segment in (None, segment) and cap.outcome in (None, outcome)]

    def take(self, wanted: Array, units: Mapping[str, Hashable], segment: str, outcome: str) -> Array:
        """The part of what is wanted, by (run, agent), that may be paid. `units` says what a scope counts in."""
        concerned = self.concerned(segment, outcome)
        paid, room = wanted, {}
        for cap in concerned:
            left = room[cap.code] = np.maximum(self._left(cap, units), 0)
            if cap.per_agent:
                paid = np.minimum(paid, left)
            else:
                together = paid.sum(axis=1, keepdims=True)
                fits = np.divide(left, together, out=np.ones_like(together), where=together > left)
                paid = paid * fits
        borne = self.payers.bear(paid, units) if self.payers else paid
        for cap in concerned:
            asked, given, left = _counted(cap, wanted), _counted(cap, paid), room[cap.code]
            limits = (asked > left + PENNY) & (given > left - PENNY)  # another cap may leave less than this one does
            self.bitten[cap.code] |= limits.any(axis=1)
            unit = self._unit(cap, units)
            self.used[cap.code, unit] = self._used(cap, unit) + _counted(cap, borne)
        return borne

    def _left(self, cap: Cap, units: Mapping[str, Hashable]) -> Array:
        """What the cap leaves in its unit; of one that carries over, up to the end of that one and every later one."""
        order = self.in_order[cap.scope] if cap.carries_over else []
        if not order:
            return float(cap.amount) - self._used(cap, self._unit(cap, units))
        sums = np.cumsum([float(cap.amount) - self._used(cap, one) for one in order], axis=0)
        left: Array = sums[order.index(self._unit(cap, units)) :].min(axis=0)
        return left

    def _unit(self, cap: Cap, units: Mapping[str, Hashable]) -> Hashable:
        """What the cap counts in. Beyond the last year it is the last one, where what is unused is carried over."""
        unit, order = units[cap.scope], self.in_order.get(cap.scope, [])
        return order[-1] if cap.carries_over and order and unit not in order else unit

    def _used(self, cap: Cap, unit: Hashable) -> Array:
        found = self.used.get((cap.code, unit))
        if found is None:
            return np.zeros(self.shape if cap.per_agent else (self.shape[0], 1))
        return found


def _counted(cap: Cap, pounds: Array) -> Array:
    """Pounds as the cap counts them: for each agent, or for all together."""
    return pounds if cap.per_agent else pounds.sum(axis=1, keepdims=True)


@dataclasses.dataclass
class Flows:
    """Pounds of many runs: by (run, month) earned, due, paid and spent; by (run, segment) paid and spent; by rule.

    `limited`: for each cap on what is paid for a participant, the share of people whom it limits. `pays`, `takes`: for
    each rule that pays by measured figures, whether it ever pays something, and whether it ever takes something back.
    """

    earned: Array
    due: Array
    paid: Array
    spent: Array
    by_segment: Array
    spent_by_segment: Array
    starts: Array
    results: dict[str, Array]
    bitten: dict[str, Truths]
    by_rule: dict[str, Array]
    limited: dict[str, Array]
    pays: dict[str, Truths]
    takes: dict[str, Truths]


class Step(NamedTuple):
    """Something to be priced, in its order: what is due for a period, single people, measured figures, minimums."""

    day: date
    phase: int
    place: int
    do: Callable[[], None]


PERIODS, PEOPLE, FIGURES, MINIMUMS = range(4)


def months_in_all(months: Months, service: int) -> int:
    """How many months pass until the last payment and the last cost."""
    last = months.days[-1]
    waits = [getattr(rule, "waiting_working_days", 0) for rule in months.terms.rules]
    days = [months.paid_on(last, months.due_on(months.count - 1, waiting)) for waiting in (0, *waits)]
    ends = [period.ends_on for period in months.periods] + list(filter(None, [months.terms.effective_to]))
    ends += [cohort.due_on for rule in months.terms.rules for cohort in getattr(rule, "cohorts", ())]
    days += [months.paid_on(day, day) for day in ends]
    return max(max(months.month_of(day) for day in days) + 1, months.count + service)


def months_of_service(figures: Mapping[str, tuple[float, float, float]]) -> int:
    """Over how many months the cost of serving somebody is spread: until the last result is expected."""
    days = max((middle for _, middle, _ in figures.values()), default=0.0)
    return max(1, min(MOST_MONTHS_OF_SERVICE, round(days / 30.4375)))


class Run:
    """Many runs of one scenario, from counts and figures to money."""

    def __init__(
        self, pricing: Pricing, events: Events, drawn: Drawn, service: int, measures: Measures | None = None
    ) -> None:
        self.pricing, self.months, self.events, self.measures = pricing, pricing.months, events, measures
        self.terms = pricing.terms
        runs, agents, segments, _ = events.starts.shape
        wide = months_in_all(self.months, service)
        self.caps = Caps(self.months, runs, agents)
        self.left = None if events.people is None else personal.left(self.months, pricing.rules, events.people)
        starts = events.starts.sum(axis=1)
        self.shares = parts_of(starts.sum(axis=2))
        by_figures = [rule.code for rule in self.terms.rules if isinstance(rule, MetricRule)]
        self.flows = Flows(
            earned=np.zeros((runs, wide)),
            due=np.zeros((runs, wide)),
            paid=np.zeros((runs, wide)),
            spent=np.zeros((runs, wide)),
            by_segment=np.zeros((runs, segments)),
            spent_by_segment=starts.sum(axis=2) * drawn.costs,
            starts=starts.sum(axis=2),
            results={code: found.sum(axis=(1, 3, 4)) for code, found in events.results.items()},
            bitten=self.caps.bitten,
            by_rule={rule.code: np.zeros(runs) for rule in self.terms.rules},
            pays={code: np.zeros(runs, dtype=np.bool_) for code in by_figures},
            takes={code: np.zeros(runs, dtype=np.bool_) for code in by_figures},
            limited={} if self.left is None else dict(self.left.capped),
        )
        self.flows.bitten |= {code: share > 0 for code, share in self.flows.limited.items()}
        self.stated: defaultdict[tuple[str, str], Array] = defaultdict(lambda: np.zeros((runs, agents)))
        """What is stated under each rule in each period, by (run, agent), where something is worked out from it."""
        self.asked = any(isinstance(rule, Floor | MetricRule) for rule in self.terms.rules)
        monthly = (starts * drawn.costs[:, :, np.newaxis]).sum(axis=1) / service
        for later in range(service):
            self.flows.spent[:, later : later + self.months.count] += monthly

    def price(self) -> Flows:
        """Everything in the order of exact pricing."""
        for step in sorted(self._steps(), key=lambda step: step[:3]):
            step.do()
        return self.flows

    def _steps(self) -> Iterator[Step]:
        for one in self.pricing.sums(self.events):
            yield Step(one.day, PERIODS, one.place, partial(self._sum, one))
        for place, earned in enumerate(self.pricing.earned(self.events, self.left)):
            for month, day in enumerate(self.months.days):
                yield Step(day, PEOPLE, place, partial(self._month, earned, month, day))
        if self.measures is not None:
            for figure in metric_pay.sums(self.months, self.measures):
                yield Step(figure.day, FIGURES, figure.place, partial(self._figure, figure))
        if any(isinstance(rule, Floor) for rule in self.terms.rules):
            agents = {code: place for place, code in enumerate(self.terms.agents)}
            for place, least in enumerate(floors.due(Book({1: self.terms}, self.months.periods, agents), date.max)):
                yield Step(least.known_on, MINIMUMS, place, partial(self._top_up, least))

    def _month(self, one: Earned, month: int, day: date) -> None:
        due_on = self.months.due_on(month, one.waiting)
        wanted = one.pounds[:, :, :, month]
        if self.caps:
            units = self._units(due_on, one.outcome, self.months.period_of(due_on))
            parts = [
                self.caps.take(wanted[:, :, place], units, segment, one.outcome)
                for place, segment in enumerate(self.months.segments)
            ]
            wanted = np.stack(parts, axis=2)
        self.flows.by_segment += wanted.sum(axis=1)
        self._enter(one.rule.code, self.months.period_of(due_on), wanted.sum(axis=2), day, due_on)

    def _sum(self, one: Sum) -> None:
        self._whole(one.rule.code, one.pounds, one.day, one.period, one.outcome, one.shares)

    def _figure(self, one: MetricSum) -> None:
        """What a figure brings, with its share of what the base's rules pay by now."""
        base = sum((self.stated[rule, period] for rule in one.base for period in one.base_periods), np.zeros(1))
        paid = self._whole(one.rule.code, one.pounds + one.shares * base, one.day, one.period)
        self.flows.pays[one.rule.code] |= (paid > PENNY).any(axis=1)
        self.flows.takes[one.rule.code] |= (paid < -PENNY).any(axis=1)

    def _top_up(self, one: Least) -> None:
        """What an agent lacks to its minimum."""
        stated = sum(
            (found[:, one.agent] for (_, period), found in self.stated.items() if one.whole or period == one.period),
            np.zeros(len(self.flows.due)),
        )
        pounds = np.zeros((len(stated), max(len(self.terms.agents), 1)))
        pounds[:, one.agent] = np.maximum(float(one.amount) - stated, 0)
        self._whole(one.rule.code, pounds, one.due_on, one.period)

    def _whole(
        self, rule: str, wanted: Array, day: date, period: str, outcome: str = "", shares: Array | None = None
    ) -> Array:
        """An amount of an agent: segments have their parts of it, by starts unless others are given."""
        paid = self.caps.take(wanted, self._units(day, outcome, period), "", outcome)
        shares = self.shares if shares is None else shares
        self.flows.by_segment += paid.sum(axis=1, keepdims=True) * shares
        self._enter(rule, period, paid, day, day)
        return paid

    def _units(self, due_on: date, outcome: str, period: str) -> dict[str, Hashable]:
        """What the caps count in. A year is that of the day on which the amount falls due."""
        return {"outcome": outcome, "period": period, "year": self.months.year_of(due_on), "contract": None}

    def _enter(self, rule: str, period: str, by_agent: Array, day: date, due_on: date) -> None:
        pounds = by_agent.sum(axis=1)
        if self.asked:
            self.stated[rule, period] = self.stated[rule, period] + by_agent
        self.flows.by_rule[rule] += pounds
        self.flows.earned[:, self.months.month_of(day)] += pounds
        self.flows.due[:, self.months.month_of(due_on)] += pounds
        self.flows.paid[:, self.months.month_of(self.months.paid_on(day, due_on))] += pounds
