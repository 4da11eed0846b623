"""What measured figures bring in many runs, as `payments.domain.metric_sums` works it out for one set of figures."""

import dataclasses
from collections.abc import Iterator
from datetime import date

import numpy as np

from contracts.domain.metric_rules import (
    CONFIDENCE,
    GROWTH,
    PER_EVENT,
    POINTS,
    Against,
    BandedMetric,
    Base,
    Cohort,
    CohortReduction,
    MetricBand,
    MetricRule,
    SavingShare,
    agents_of,
)
from contracts.domain.metrics import RATIO
from payments.domain.simulation.calendar import Months
from payments.domain.simulation.draws import Array, Truths
from payments.domain.simulation.metric_figures import Measures

NEARLY = 1e-9
"""A fall that differs from its trigger by less than this has reached it: floats are not exact."""


@dataclasses.dataclass(frozen=True)
class MetricSum:
    """Pounds by (run, agent), and a share of what the base's rules pay in these periods, due on a day."""

    rule: MetricRule
    day: date
    place: int
    period: str
    pounds: Array
    shares: Array
    base: tuple[str, ...] = ()
    base_periods: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Compared:
    """Figures beside what they are compared with."""

    actual: Array
    baseline: Array
    people: Array | None
    rises: bool = False

    @property
    def known(self) -> Truths:
        found: Truths = ~(np.isnan(self.actual) | np.isnan(self.baseline))
        return found

    @property
    def better_by(self) -> Array:
        return self.actual - self.baseline if self.rises else self.baseline - self.actual

    @property
    def avoided(self) -> Array:
        return self.better_by * (1 if self.people is None else self.people)

    def fall(self, measure: str) -> Array:
        difference = self.better_by
        if measure == POINTS:
            return difference
        found: Array = np.divide(difference, self.baseline, out=np.zeros_like(difference), where=self.baseline != 0)
        return found


def sums(months: Months, measures: Measures) -> list[MetricSum]:
    """Everything that the figures bring, in the order of the days on which it is due."""
    found = [
        one
        for place, rule in enumerate(months.terms.rules)
        if isinstance(rule, MetricRule)
        for one in _of_rule(months, measures, rule, place)
    ]
    return sorted(found, key=lambda one: (one.day, one.place))


def _of_rule(months: Months, measures: Measures, rule: MetricRule, place: int) -> Iterator[MetricSum]:
    if isinstance(rule, BandedMetric):
        for period in months.periods:
            if months.terms.in_force(period.ends_on):
                pounds, shares = _banded(rule, measures, period.code)
                yield _sum(months, rule, place, period.ends_on, pounds, shares, rule.base, (period.code,))
    elif isinstance(rule, SavingShare):
        for cohort in rule.cohorts:
            if months.terms.in_force(cohort.due_on):
                pounds = _saved(rule, _compared(measures, rule, rule.metric, rule.against, cohort))
                yield _sum(months, rule, place, cohort.due_on, pounds, np.zeros_like(pounds))
    else:
        yield from _reductions(months, measures, rule, place)


def _sum(
    months: Months,
    rule: MetricRule,
    place: int,
    day: date,
    pounds: Array,
    shares: Array,
    base: Base | None = None,
    periods: tuple[str, ...] = (),
) -> MetricSum:
    if base is not None and base.amount is not None:
        pounds, base = pounds + shares * float(base.amount), None
    rules = base.rules if base is not None else ()
    shape = (len(pounds), max(len(months.terms.agents), 1))
    concerned = np.array([code in agents_of(rule, months.terms.agents) for code in months.terms.agents] or [True])
    spread = np.broadcast_to(pounds, shape) * concerned, np.broadcast_to(shares, shape) * concerned
    return MetricSum(rule, day, place, months.period_of(day), *spread, rules, periods)


def _banded(rule: BandedMetric, measures: Measures, period: str) -> tuple[Array, Array]:
    """The amount and the share of the band into which each figure falls; neither where nothing was measured."""
    figures = measures.of_period(rule.metric, period).value
    inside = [_holds(band, figures) for band in rule.bands]
    amounts = np.select(inside, [float(band.amount or 0) for band in rule.bands], 0.0)
    shares = np.select(
        inside, [float(band.share or 0) * (figures if band.times_figure else 1.0) for band in rule.bands], 0.0
    )
    for one in rule.only_if:
        other = measures.of_period(one.metric, period).value
        held, known = _holds(one.reach, other), ~np.isnan(other)
        amounts, shares = (
            np.where(known, np.where(held, found, np.minimum(found, 0)), 0.0) for found in (amounts, shares)
        )
    return amounts, shares


def _holds(band: MetricBand, figures: Array) -> Truths:
    """Where figures lie in a band; nowhere where nothing was measured."""
    low, high = (np.inf if edge is None else float(edge) for edge in (band.low, band.high))
    above = np.ones_like(figures, dtype=bool) if band.low is None else figures > low
    below = np.ones_like(figures, dtype=bool) if band.high is None else figures < high
    at_low = (figures == low) & band.low_included
    at_high = (figures == high) & band.high_included
    found: Truths = (above | at_low) & (below | at_high) & ~np.isnan(figures)
    return found


def _compared(
    measures: Measures, rule: CohortReduction | SavingShare, metric: str, against: Against, cohort: Cohort
) -> Compared:
    own = measures.of_cohort(metric, rule, cohort)
    if against.value is not None:
        baseline = np.full_like(own.value, float(against.value))
    elif against.of:
        baseline = measures.of_group(metric, against.of).value
    else:
        baseline = measures.of_cohort(against.metric, rule, cohort).value
    actual, baseline = np.broadcast_arrays(own.value, baseline)
    declared = measures.terms.metric(metric)
    counted = own.people if declared.measured == RATIO else None
    people = None if counted is None else np.broadcast_to(counted, actual.shape)
    return Compared(actual, baseline, people, declared.direction == "higher")


def _saved(rule: SavingShare, compared: Compared) -> Array:
    size, threshold = compared.fall("relative"), float(rule.threshold)
    beyond = np.minimum(size, float(rule.ceiling)) - threshold
    amount = compared.baseline * (threshold * float(rule.share_at) + beyond * float(rule.share_beyond))
    return np.where(compared.known & (size >= threshold - NEARLY), amount, 0.0)


def _reductions(months: Months, measures: Measures, rule: CohortReduction, place: int) -> Iterator[MetricSum]:
    """Each cohort against its own trigger; then all together, where none has reached its own."""
    compared = [_compared(measures, rule, rule.metric, rule.against, cohort) for cohort in rule.cohorts]
    held = [_held(measures, rule, cohort) for cohort in rule.cohorts]
    reached = np.zeros_like(compared[0].actual, dtype=bool)
    if rule.trigger is not None:
        trigger = float(rule.trigger)
        for cohort, one, cleared in zip(rule.cohorts, compared, held, strict=True):
            size = one.fall(rule.measure)
            enough = one.known & (size >= trigger - NEARLY)
            beyond = _beyond_chance(rule, one)
            reached = reached | (enough & cleared & beyond)
            amount = np.where(one.known & beyond, _reward(rule, one, trigger), 0.0)
            amount = np.where(cleared, amount, np.minimum(amount, 0))
            back = np.where(one.known & ~enough, -float(rule.clawback), 0.0)
            if months.terms.in_force(cohort.due_on):
                ended = tuple(period.code for period in months.periods if period.ends_on <= cohort.due_on)
                periods = cohort.periods or ended
                yield _sum(months, rule, place, cohort.due_on, amount, back, rule.base, periods)
    last = max(cohort.due_on for cohort in rule.cohorts)
    if rule.pooled_trigger is not None and months.terms.in_force(last):
        whole = _together(compared)
        trigger = float(rule.pooled_trigger)
        enough = whole.known & (whole.fall(rule.measure) >= trigger - NEARLY)
        pays = enough & ~reached & np.all(held, axis=0) & _beyond_chance(rule, whole)
        amount = np.where(pays, _reward(rule, whole, trigger, len(compared)), 0.0)
        yield _sum(months, rule, place, last, amount, np.zeros_like(amount))


def _beyond_chance(rule: CohortReduction, compared: Compared) -> Truths:
    """Where chance is ruled out at the rule's level of confidence; everywhere, where it asks for none."""
    if rule.confidence is None or compared.people is None:
        return np.ones_like(compared.actual, dtype=bool)
    spread = compared.baseline * (1 - compared.baseline)
    needed = float(CONFIDENCE[rule.confidence]) ** 2 * spread
    beyond: Truths = (spread > 0) & ((compared.baseline - compared.actual) ** 2 * compared.people >= needed - NEARLY)
    return beyond


def _held(measures: Measures, rule: CohortReduction, cohort: Cohort) -> Truths:
    """Whether the cohort clears the hurdle, by run and agent."""
    if rule.hurdle is None:
        return np.ones((1, 1), dtype=bool)
    found = _compared(measures, rule, rule.hurdle.metric, rule.hurdle.against, cohort)
    held: Truths = found.known & (found.fall(rule.hurdle.measure) >= float(rule.hurdle.at_least) - NEARLY)
    return held


def _together(parts: list[Compared]) -> Compared:
    """Cohorts put together, each by its people."""
    weights = [np.zeros_like(one.actual) if one.people is None else one.people for one in parts]
    people = np.sum(weights, axis=0)
    actual, baseline = (
        np.divide(
            np.sum([getattr(one, name) * weight for one, weight in zip(parts, weights, strict=True)], axis=0),
            people,
            out=np.zeros_like(people),
            where=people > 0,
        )
        for name in ("actual", "baseline")
    )
    return Compared(actual, baseline, people, parts[0].rises)


def _reward(rule: CohortReduction, compared: Compared, trigger: float, cohorts: int = 1) -> Array:
    """What the fall brings against this trigger, for so many cohorts; negative where a rise is taken away."""
    size, price = compared.fall(rule.measure), float(rule.amount)
    most = None if rule.most is None else float(rule.most) * cohorts
    reached = np.full_like(size, price)
    if rule.pays == PER_EVENT and most is not None:
        reached = np.minimum(price * compared.avoided, most)
    elif rule.pays == GROWTH and rule.full_at is not None and rule.most is not None:
        way = np.minimum(1.0, (size - trigger) / (float(rule.full_at) - trigger))
        reached = price + way * (float(rule.most) - price)
    for step in rule.steps:
        reached = np.where(size >= float(step.at) - NEARLY, float(step.amount), reached)
    missed = np.zeros_like(size)
    if rule.deducts and most is not None:
        missed = np.where(size < -NEARLY, np.maximum(price * compared.avoided, -most), 0.0)
    return np.where(size >= trigger - NEARLY, reached, missed)
