"""What each payment rule makes of the counts of a run, by the month of the event and before any cap.

A rule that pays for single people is a weight for each result (by segment, month of the start, months since, and month
in which it is paid), so that all runs are priced in one product of matrices.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np

from contracts.domain.rates import RateTable
from contracts.domain.rules import AttachmentFee, Bonus, Deadweight, OutcomeFee, PersonalRule, SustainmentFee
from contracts.domain.terms import ServiceFee, Terms, VolumeBands
from payments.domain.deadweight import COUNTED, WHOLE_PEOPLE, counts_results
from payments.domain.simulation.calendar import Months
from payments.domain.simulation.draws import Array
from payments.domain.simulation.events import Events
from payments.domain.simulation.personal import Left


@dataclasses.dataclass(frozen=True)
class Part:
    """What a rule pays for one outcome: weights in pounds and in results.

    Paid in the month of the result: (segment, start, months since); otherwise (segment, start × months since, month).
    """

    outcome: str
    pounds: Array
    results: Array


@dataclasses.dataclass(frozen=True)
class Earned:
    """Pounds by (run, agent, segment, month of the event) after deadweight, for one outcome of one rule."""

    rule: PersonalRule
    outcome: str
    waiting: int
    pounds: Array


@dataclasses.dataclass(frozen=True)
class Sum:
    """Pounds by (run, agent) of a period that fall due on a day; `shares` is what each segment has of it, by run."""

    rule: ServiceFee | VolumeBands
    outcome: str
    day: date
    place: int
    period: str
    pounds: Array
    shares: Array


@dataclasses.dataclass(frozen=True)
class Pricing:
    """The rules of a contract that are simulated, with what they say of each month worked out once."""

    months: Months
    delays: Mapping[str, int]
    exact: bool = True

    @property
    def terms(self) -> Terms:
        return self.months.terms

    @cached_property
    def rules(self) -> list[PersonalRule]:
        return [rule for rule in self.terms.rules if isinstance(rule, PersonalRule)]

    @cached_property
    def parts(self) -> dict[str, list[Part]]:
        return {rule.code: list(self._parts(rule)) for rule in self.rules}

    def _parts(self, rule: PersonalRule) -> list[Part]:
        if isinstance(rule, OutcomeFee):
            routes = [self._part(rule, route.outcome, route.rates) for route in rule.routes]
            return routes + [
                dataclasses.replace(part, results=np.zeros_like(part.results))
                for part in (self._part(rule, up.outcome, up.rates) for up in rule.top_ups)
            ]
        if isinstance(rule, SustainmentFee):
            return [self._kept_up(rule)]
        return [] if isinstance(rule, AttachmentFee) else [self._part(rule, rule.outcome, rule.rates)]

    def _part(self, rule: OutcomeFee | Bonus, outcome: str, table: RateTable) -> Part:
        delay, count = self.delays[outcome], self.months.count
        paid = self.months.open_months(rule, outcome, delay)
        if isinstance(rule, Bonus) and rule.segments:
            paid = paid * np.array([code in rule.segments for code in self.months.segments])[:, np.newaxis, np.newaxis]
        month = np.arange(count)[:, np.newaxis] + np.arange(delay)
        amounts = self.months.amounts(table)[:, :, np.newaxis]
        amounts = amounts * self.months.risen(rule.code)[np.minimum(month, count - 1)]
        return Part(outcome, paid * amounts, paid * (amounts > 0))

    def _kept_up(self, rule: SustainmentFee) -> Part:
        delay, count, segments = self.delays[rule.outcome], self.months.count, self.months.segments
        weights = np.zeros((len(segments), count, delay, count))
        for place, segment in enumerate(segments):
            for start in range(count):
                for later in range(min(delay, count - start)):
                    for month in self.months.steps(rule, start, start + later, segment):
                        weights[place, start, later, month] += 1
        amounts = self.months.amounts(rule.rates)[:, :, np.newaxis, np.newaxis] * self.months.risen(rule.code)
        flat = (len(segments), count * delay, count)
        return Part(rule.outcome, (weights * amounts).reshape(flat), (weights * (amounts > 0)).reshape(flat))

    def earned(self, events: Events, left: Left | None = None) -> list[Earned]:
        """What single people earn their agents, rule by rule, less what is conceded and what is not left of it."""
        found = []
        for rule in self.rules:
            share = self.terms.deadweight_of(rule)
            if isinstance(rule, AttachmentFee):
                amounts = self.months.amounts(rule.rates) * self.months.risen(rule.code)
                gross = [("", events.starts * amounts)]
                results = events.starts * (amounts > 0)
            else:
                parts = self.parts[rule.code]
                gross = [(part.outcome, weigh(events.results[part.outcome], part.pounds)) for part in parts]
                numbers = [weigh(events.results[part.outcome], part.results) for part in parts if counts_results(share)]
                results = np.sum(numbers, axis=0) if numbers else np.zeros_like(events.starts)
            kept = self._kept(share, results.sum(axis=2), events.starts.sum(axis=2))
            waiting = 0 if isinstance(rule, AttachmentFee) else rule.waiting_working_days
            for outcome, pounds in gross:
                shares = left.shares.get((rule.code, outcome), 1.0) if left is not None else 1.0
                found.append(Earned(rule, outcome, waiting, pounds * kept[:, :, np.newaxis, :] * shares))
        return found

    def _kept(self, deadweight: Deadweight, results: Array, starts: Array) -> Array:
        """The part of each month's pay that stays after deadweight, by (run, agent, month)."""
        if not deadweight.share:
            return np.ones_like(results)
        if not counts_results(deadweight):
            return np.full_like(results, float(1 - deadweight.share))
        number = np.cumsum(results, axis=2)
        if deadweight.method == COUNTED:
            off = self._whole(np.cumsum(starts, axis=2), deadweight.share, deadweight.count)
            payable = np.maximum.accumulate(np.maximum(number - off, 0), axis=2)
        else:
            assert deadweight.rounding == WHOLE_PEOPLE
            payable = self._whole(number, 1 - deadweight.share, deadweight.count)
        new = np.diff(payable, axis=2, prepend=0.0)
        plain = np.full_like(results, float(1 - deadweight.share))
        return np.divide(new, results, out=plain, where=results > 0)

    def _whole(self, number: Array, share: Fraction, count: str) -> Array:
        """Whole results, rounded as the contract says; left as they are where counts are means."""
        if not self.exact:
            return number * float(share)
        scaled = number.astype(np.int64) * share.numerator
        added = {"down": 0, "up": share.denominator - 1, "nearest": share.denominator // 2}[count]
        return ((scaled + added) // share.denominator).astype(np.float64)

    def sums(self, events: Events) -> list[Sum]:
        """What agents are paid for a period, in the order of the days on which it is due."""
        found: list[Sum] = []
        for place, rule in enumerate(self.terms.rules):
            if isinstance(rule, ServiceFee):
                found += self._service(rule, place, events)
            elif isinstance(rule, VolumeBands):
                found += self._volume(rule, place, events)
        return sorted(found, key=lambda one: (one.day, one.place))

    def _service(self, rule: ServiceFee, place: int, events: Events) -> list[Sum]:
        starts = events.starts.sum(axis=(1, 3))
        shares = parts_of(starts)
        kept = float(1 - self.terms.deadweight_of(rule).share)
        found = []
        for period in self.months.periods:
            day = period.ends_on if rule.in_arrears else period.starts_on
            if not self.terms.in_force(day):
                continue
            fallen = float((1 - rule.yearly_discount) ** (self.months.year_of(day) - 1))
            fallen *= self.months.risen_on(rule.code, day)
            fees = np.array([round(float(rule.amount(code)) * fallen, 2) * kept for code in self.terms.agents])
            found.append(
                Sum(rule, "", day, place, period.code, np.broadcast_to(fees, (len(starts), len(fees))), shares)
            )
        return found

    def _volume(self, rule: VolumeBands, place: int, events: Events) -> list[Sum]:
        """Counted results by the period in which they fall due, and what their places in the volume bring."""
        counts = events.results[rule.outcome]
        flat = counts.shape[3] * counts.shape[4]
        paid = self.months.open_months(rule, rule.outcome, counts.shape[4])
        columns = self._columns(rule)
        keys = sorted(dict.fromkeys(columns.values()))
        weights = np.zeros((*paid.shape, len(keys)))
        for start in range(paid.shape[1]):
            for later in range(min(paid.shape[2], self.months.count - start)):
                weights[:, start, later, keys.index(columns[start + later])] = paid[:, start, later]
        volume = weigh(counts, weights.reshape(len(paid), flat, len(keys)))
        shares = parts_of(volume.sum(axis=(1, 3)))
        by_agent = volume.sum(axis=2)
        kept = float(1 - self.terms.deadweight_of(rule).share)
        found, before, span = [], np.zeros(by_agent.shape[:2]), keys[0][0]
        for column, (within, number) in enumerate(keys):
            if within != span:
                before, span = np.zeros(by_agent.shape[:2]), within
            after = before + by_agent[:, :, column]
            period = self.months.periods[number]
            day = period.ends_on
            pounds = (_brought(rule, after) - _brought(rule, before)) * kept * self.months.risen_on(rule.code, day)
            found.append(Sum(rule, rule.outcome, day, place, period.code, pounds, shares))
            before = after
        return found

    def _columns(self, rule: VolumeBands) -> dict[int, tuple[int, int]]:
        """For each month of an event, what its place is counted within (a number that rises), and its period."""
        codes = [period.code for period in self.months.periods]
        found = {}
        for month in range(self.months.count):
            due_on = self.months.due_on(month, rule.waiting_working_days)
            number = codes.index(self.months.period_of(due_on))
            within = {"contract": 0, "year": self.months.year_of(due_on), "period": number}[rule.over]
            found[month] = (within, number)
        return found


def _brought(rule: VolumeBands, number: Array) -> Array:
    """What the first so many results bring together."""
    edges = [float(band.above) for band in rule.bands] + [np.inf]
    found = np.zeros_like(number)
    for band, low, high in zip(rule.bands, edges, edges[1:], strict=False):
        found += float(band.amount) * np.clip(number - low, 0, high - low)
    return found


def parts_of(whole: Array) -> Array:
    """Each segment's part of the whole, by run; equal parts of nothing."""
    total = whole.sum(axis=1, keepdims=True)
    parts: Array = np.divide(whole, total, out=np.full_like(whole, 1 / whole.shape[1]), where=total > 0)
    return parts


def weigh(counts: Array, weights: Array) -> Array:
    """Counts by (run, agent, segment, start, months since) times weights by segment: (run, agent, segment, column).

    Weights that themselves go by start and months since are those of the month in which both end.
    """
    runs, agents, segments, months = counts.shape[:4]
    if weights.shape == counts.shape[2:]:
        own = np.zeros(counts.shape[:4])
        for later in range(min(counts.shape[4], months)):
            own[..., later:] += counts[..., : months - later, later] * weights[:, : months - later, later]
        return own
    flat = counts.reshape(runs * agents, segments, -1)
    found = np.stack([flat[:, place] @ weights[place] for place in range(segments)], axis=1)
    return found.reshape(runs, agents, segments, -1)
