"""From what is earned to money by month: caps in the order of events, what falls due, what is paid, what is spent."""

import dataclasses
from collections.abc import Hashable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from contracts.domain.terms import Cap, Terms
from payments.domain.simulation.calendar import Months
from payments.domain.simulation.draws import Array, Drawn
from payments.domain.simulation.events import Events
from payments.domain.simulation.rules import Earned, Pricing, Sum

Truths = NDArray[np.bool_]
PENNY = 0.005
MOST_MONTHS_OF_SERVICE = 24


class Caps:
    """Walks through what is earned and says how much of it the caps leave, all runs at once."""

    def __init__(self, terms: Terms, runs: int, agents: int) -> None:
        self.caps = [cap for cap in terms.caps if cap.scope != "participant"]
        self.shape = (runs, agents)
        self.used: dict[Hashable, Array] = {}
        self.bitten: dict[str, Truths] = {cap.code: np.zeros(runs, dtype=np.bool_) for cap in self.caps}

    def concerned(self, segment: str, outcome: str) -> list[Cap]:
        return [cap for cap in self.caps if cap.segment in (None, segment) and cap.outcome in (None, outcome)]

    def take(self, wanted: Array, units: Mapping[str, Hashable], segment: str, outcome: str) -> Array:
        """The part of what is wanted, by (run, agent), that may be paid. `units` says what a scope counts in."""
        concerned = self.concerned(segment, outcome)
        paid, room = wanted, {}
        for cap in concerned:
            left = room[cap.code] = np.maximum(float(cap.amount) - self._used(cap, units), 0)
            if cap.per_agent:
                paid = np.minimum(paid, left)
            else:
                together = paid.sum(axis=1, keepdims=True)
                fits = np.divide(left, together, out=np.ones_like(together), where=together > left)
                paid = paid * fits
        for cap in concerned:
            asked, given, left = _counted(cap, wanted), _counted(cap, paid), room[cap.code]
            limits = (asked > left + PENNY) & (given > left - PENNY)  # another cap may leave less than this one does
            self.bitten[cap.code] |= limits.any(axis=1)
            self.used[cap.code, units[cap.scope]] = self._used(cap, units) + given
        return paid

    def _used(self, cap: Cap, units: Mapping[str, Hashable]) -> Array:
        found = self.used.get((cap.code, units[cap.scope]))
        if found is None:
            return np.zeros(self.shape if cap.per_agent else (self.shape[0], 1))
        return found


def _counted(cap: Cap, pounds: Array) -> Array:
    """Pounds as the cap counts them: for each agent, or for all together."""
    return pounds if cap.per_agent else pounds.sum(axis=1, keepdims=True)


@dataclasses.dataclass
class Flows:
    """Pounds of many runs: by (run, month) earned, due, paid and spent; by (run, segment) paid and spent."""

    earned: Array
    due: Array
    paid: Array
    spent: Array
    by_segment: Array
    spent_by_segment: Array
    starts: Array
    results: dict[str, Array]
    bitten: dict[str, Truths]


def months_in_all(months: Months, service: int) -> int:
    """How many months pass until the last payment and the last cost."""
    last = months.days[-1]
    waits = [getattr(rule, "waiting_working_days", 0) for rule in months.terms.rules]
    days = [months.paid_on(last, months.due_on(months.count - 1, waiting)) for waiting in (0, *waits)]
    days += [months.paid_on(period.ends_on, period.ends_on) for period in months.periods]
    return max(max(months.month_of(day) for day in days) + 1, months.count + service)


def months_of_service(figures: Mapping[str, tuple[float, float, float]]) -> int:
    """Over how many months the cost of serving somebody is spread: until the last result is expected."""
    days = max((middle for _, middle, _ in figures.values()), default=0.0)
    return max(1, min(MOST_MONTHS_OF_SERVICE, round(days / 30.4375)))


class Run:
    """Many runs of one scenario, from counts to money."""

    def __init__(self, pricing: Pricing, events: Events, drawn: Drawn, service: int) -> None:
        self.pricing, self.months, self.events = pricing, pricing.months, events
        runs, agents, segments, _ = events.starts.shape
        wide = months_in_all(self.months, service)
        self.caps = Caps(self.months.terms, runs, agents)
        starts = events.starts.sum(axis=1)
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
        )
        monthly = (starts * drawn.costs[:, :, np.newaxis]).sum(axis=1) / service
        for later in range(service):
            self.flows.spent[:, later : later + self.months.count] += monthly

    def price(self) -> Flows:
        """Everything in order: what is due for a period on a day, then what single people earn in the month."""
        sums = self.pricing.sums(self.events)
        earned = self.pricing.earned(self.events)
        for month, day in enumerate(self.months.days):
            while sums and sums[0].day <= day:
                self._sum(sums.pop(0))
            for one in earned:
                self._month(one, month, day)
        for rest in sums:
            self._sum(rest)
        return self.flows

    def _month(self, one: Earned, month: int, day: date) -> None:
        due_on = self.months.due_on(month, one.waiting)
        wanted = one.pounds[:, :, :, month]
        if self.caps.caps:
            units = self._units(due_on, one.outcome)
            parts = [
                self.caps.take(wanted[:, :, place], units, segment, one.outcome)
                for place, segment in enumerate(self.months.segments)
            ]
            wanted = np.stack(parts, axis=2)
        by_segment = wanted.sum(axis=1)
        self.flows.by_segment += by_segment
        self._enter(by_segment.sum(axis=1), day, due_on)

    def _sum(self, one: Sum) -> None:
        paid = self.caps.take(one.pounds, self._units(one.day, one.outcome), "", one.outcome)
        pounds = paid.sum(axis=1)
        self.flows.by_segment += pounds[:, np.newaxis] * one.shares
        self._enter(pounds, one.day, one.day)

    def _units(self, due_on: date, outcome: str) -> dict[str, Hashable]:
        """What the caps count in. A period and a year are those of the day on which the amount falls due."""
        return {
            "outcome": outcome,
            "period": self.months.period_of(due_on),
            "year": self.months.year_of(due_on),
            "contract": None,
        }

    def _enter(self, pounds: Array, day: date, due_on: date) -> None:
        self.flows.earned[:, self.months.month_of(day)] += pounds
        self.flows.due[:, self.months.month_of(due_on)] += pounds
        self.flows.paid[:, self.months.month_of(self.months.paid_on(day, due_on))] += pounds
