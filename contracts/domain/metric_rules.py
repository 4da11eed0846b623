"""Payment rules that pay by a measured figure. Amounts are pounds; shares, edges and triggers are exact fractions."""

import dataclasses
import datetime
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

RELATIVE, POINTS = "relative", "points"
MEASURES = (RELATIVE, POINTS)
LUMP_SUM, PER_EVENT, GROWTH, STEPS = "lump_sum", "per_event", "growth", "steps"
REWARDS = (LUMP_SUM, PER_EVENT, GROWTH, STEPS)
CONFIDENCE = {
    Fraction(9, 10): Fraction("1.645"),
    Fraction(95, 100): Fraction("1.96"),
    Fraction(99, 100): Fraction("2.576"),
}
"""How many standard errors a share has to lie from its baseline, either way, for each level of confidence."""


@dataclasses.dataclass(frozen=True)
class Base:
    """What a share is taken of: a fixed amount, or what other rules pay the agent in the periods concerned.

    What a rule pays is counted after deadweight and caps, as it is stated.
    """

    amount: Decimal | None = None
    rules: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class MetricBand:
    """Figures from `low` to `high` (None: no edge on that side) pay an amount, or a share of the rule's base.

    An edge belongs to the band where it is included. A negative amount or share is taken away. `times_figure`: the
    share is multiplied by the figure, itself a share, so that it grows in proportion to it.
    """

    low: Fraction | None = None
    low_included: bool = True
    high: Fraction | None = None
    high_included: bool = False
    amount: Decimal | None = None
    share: Fraction | None = None
    times_figure: bool = False

    def share_at(self, figure: Fraction) -> Fraction | None:
        """The share of the base that a figure of the band brings."""
        return self.share * figure if self.share is not None and self.times_figure else self.share

    def holds(self, figure: Fraction) -> bool:
        above = self.low is None or figure > self.low or (self.low_included and figure == self.low)
        below = self.high is None or figure < self.high or (self.high_included and figure == self.high)
        return above and below


@dataclasses.dataclass(frozen=True)
class OnlyIf:
    """A figure of another metric for the same period has to lie within `reach` before anything is paid."""

    metric: str
    reach: MetricBand


@dataclasses.dataclass(frozen=True)
class BandedMetric:
    """An amount for each period by the band into which the period's figure falls.

    Owed on the last day of the period, by the version in force on that day, once the figure has been measured and
    confirmed. The bands leave no gap and never overlap, so that each figure has exactly one. `only_if`: unless every
    one of these conditions is met, nothing is paid; what is taken away still is. `agents`: only for these (empty: for
    every agent), so that each may have bands of its own; so it is with every rule that pays by a figure.
    """

    kind = "banded_metric"
    deadweight: ClassVar[None] = None
    code: str
    name: str
    metric: str
    bands: tuple[MetricBand, ...]
    base: Base | None = None
    only_if: tuple[OnlyIf, ...] = ()
    agents: tuple[str, ...] = ()

    def band_of(self, figure: Fraction) -> int:
        """Which band the figure falls into, from 0."""
        return next(place for place, band in enumerate(self.bands) if band.holds(figure))


@dataclasses.dataclass(frozen=True)
class Cohort:
    """A closed group (or a year) whose figure falls due on a day, when follow-up and waiting time have passed.

    `periods`: those whose payments the rule's base counts for this cohort; none named: all that have ended by then.
    """

    code: str
    name: str
    due_on: datetime.date
    periods: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Against:
    """What a cohort's figure is compared with: one of the three.

    `value`: a fixed baseline. `of`: the figure of the same metric that was measured for this earlier group or period
    (the own baseline). `metric`: the figure of another metric for the same cohort (a matched comparator).
    """

    value: Fraction | None = None
    of: str = ""
    metric: str = ""


@dataclasses.dataclass(frozen=True)
class Hurdle:
    """A second metric that must have fallen by at least so much before anything is paid (a share, or points)."""

    metric: str
    against: Against
    at_least: Fraction = Fraction(0)
    measure: str = RELATIVE


@dataclasses.dataclass(frozen=True)
class RewardStep:
    """From a fall of `at` on the reward is `amount`, in place of what a smaller fall brings."""

    at: Fraction
    amount: Decimal


@dataclasses.dataclass(frozen=True)
class CohortReduction:
    """A reward when a cohort's figure has fallen below what it is compared with by at least `trigger`.

    Where more of the metric is better, a rise above it counts as a fall does elsewhere, and a fall as a rise.
    `measure`: the fall as a share of the baseline (`relative`), or as a difference of rates (`points`).
    `pays`: a `lump_sum` of `amount`; `per_event`, `amount` for each event avoided, at most `most` for a cohort;
    `growth`, from `amount` at the trigger in a straight line to `most` at a fall of `full_at`; or `steps`, `amount` at
    the trigger, and the amount of the last of `steps` that is reached.
    `deducts`: per event, a rise is taken away at the same price, at most `most`.
    `pooled_trigger`: where no cohort has reached its own trigger (or there is none), all cohorts together are held
    against this one when the last of them is due. `clawback`: below the trigger this share of `base` is paid back.
    `hurdle`: where it is not met nothing is paid; what is taken away still is.
    `confidence`: a fall is paid, and a rise taken away, only where the share lies further from the baseline than
    chance explains at this level (a key of `CONFIDENCE`); the baseline is taken as exact.
    """

    kind = "cohort_reduction"
    deadweight: ClassVar[None] = None
    code: str
    name: str
    metric: str
    cohorts: tuple[Cohort, ...]
    against: Against
    measure: str
    pays: str
    amount: Decimal
    trigger: Fraction | None = None
    pooled_trigger: Fraction | None = None
    most: Decimal | None = None
    full_at: Fraction | None = None
    deducts: bool = False
    clawback: Fraction = Fraction(0)
    base: Base | None = None
    hurdle: Hurdle | None = None
    confidence: Fraction | None = None
    steps: tuple[RewardStep, ...] = ()
    agents: tuple[str, ...] = ()

    @property
    def ceiling(self) -> Decimal:
        """The most that the rule pays for a cohort."""
        return max([self.amount if self.most is None else self.most, *(step.amount for step in self.steps)])


@dataclasses.dataclass(frozen=True)
class SavingShare:
    """A share of what was saved against a base, from a threshold on.

    A fall in the cost of less than `threshold` (a share of the base) brings nothing. From there on the agent has
    `share_at` of the saving up to the threshold, and `share_beyond` of the further saving up to a fall of `ceiling`.
    """

    kind = "saving_share"
    deadweight: ClassVar[None] = None
    code: str
    name: str
    metric: str
    cohorts: tuple[Cohort, ...]
    against: Against
    threshold: Fraction
    share_at: Fraction
    share_beyond: Fraction
    ceiling: Fraction
    agents: tuple[str, ...] = ()


MetricRule = BandedMetric | CohortReduction | SavingShare


def agents_of(rule: MetricRule, agents: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the version's agents whom the rule concerns: the ones that it names, or else all of them."""
    return tuple(code for code in agents if not rule.agents or code in rule.agents)


def metrics_of(rule: MetricRule) -> tuple[str, ...]:
    """Every metric that the rule looks at, its own first."""
    found = [rule.metric]
    if isinstance(rule, BandedMetric):
        found += [one.metric for one in rule.only_if]
    else:
        found.append(rule.against.metric)
    if isinstance(rule, CohortReduction) and rule.hurdle:
        found += [rule.hurdle.metric, rule.hurdle.against.metric]
    return tuple(dict.fromkeys(filter(None, found)))


def base_of(rule: MetricRule) -> Base | None:
    return None if isinstance(rule, SavingShare) else rule.base


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A figure that a rule needs: of which metric, for which period, cohort or group, and by when."""

    metric: str
    covers: str
    due_on: datetime.date | None


def wanted(rule: MetricRule, periods: tuple[tuple[str, datetime.date], ...]) -> list[Wanted]:
    """Every figure that the rule needs. `periods`: codes with their last days. A baseline has no day of its own."""
    if isinstance(rule, BandedMetric):
        return [Wanted(metric, code, ends_on) for metric in metrics_of(rule) for code, ends_on in periods]
    pairs = [(rule.metric, rule.against)]
    if isinstance(rule, CohortReduction) and rule.hurdle:
        pairs.append((rule.hurdle.metric, rule.hurdle.against))
    found: list[Wanted] = []
    for metric, against in pairs:
        if against.of:
            found.append(Wanted(metric, against.of, None))
        for cohort in rule.cohorts:
            found.append(Wanted(metric, cohort.code, cohort.due_on))
            if against.metric:
                found.append(Wanted(against.metric, cohort.code, cohort.due_on))
    return found
