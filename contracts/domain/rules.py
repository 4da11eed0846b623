"""The payment rules of a contract. Amounts are pounds; shares are exact fractions."""

import dataclasses
from fractions import Fraction
from functools import cached_property

from contracts.domain.metric_rules import BandedMetric, CohortReduction, MetricRule, SavingShare
from contracts.domain.period_rules import Accelerator, Floor, ServiceFee, VolumeBands
from contracts.domain.rates import RateTable
from contracts.domain.spans import Span

START = "start"
RECOVERY = "verification_recovery"
"""The code under which the ledger takes back what a sample shows to be wrong: no rule of a contract may have it."""
ONCE, EACH_TIME = "once", "each_time"
COUNTED = "counted"
METHODS = ("none", "conceded", COUNTED)
ROUNDINGS = ("per_claim", "per_period", "whole_people")
COUNTS = ("down", "nearest", "up")


@dataclasses.dataclass(frozen=True)
class Deadweight:
    """What would have happened anyway, and how it is left out of payment.

    `none`: nothing is taken off (`source` states the assumption). `conceded`: the agent gives up `share` of every
    result under the rule. `counted`: `share` is the measured non-intervention rate of starts; that number of results
    is taken off.
    `rounding`: `per_claim` takes the share off each amount and rounds it to the penny; `per_period` takes it off the
    gross of a statement line and rounds once; `whole_people` leaves whole results unpaid: of the first n results of an
    agent under the rule, over the whole contract, n × (1 − share) are paid, rounded by `count` (`down`, `nearest`
    with halves up, or `up`).
    """

    method: str = "none"
    share: Fraction = Fraction(0)
    rounding: str = "per_claim"
    count: str = "down"
    source: str = ""


NO_DEADWEIGHT = Deadweight()


@dataclasses.dataclass(frozen=True)
class AttachmentFee:
    """A sum paid once for each participant who starts, whatever comes of it; due on the day of the start."""

    kind = "attachment_fee"
    code: str
    name: str
    rates: RateTable
    deadweight: Deadweight | None = None


@dataclasses.dataclass(frozen=True)
class Route:
    """An outcome that leads to the payment, with its own amounts."""

    outcome: str
    rates: RateTable


@dataclasses.dataclass(frozen=True)
class TopUp:
    """A further outcome that adds its own amount to one of the routes named (empty: to any route)."""

    outcome: str
    rates: RateTable
    with_routes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Weeks:
    """A number of weeks (or of steps) for a segment; None stands for every other segment."""

    segment: str | None
    number: int


@dataclasses.dataclass(frozen=True)
class OutcomeFee:
    """A sum for an outcome, by any of its routes.

    With `paid` = `once`, a participant earns, on any day, the highest over the routes achieved by then of the route's
    amount plus the top-ups that go with it; a claim pays what it adds to that (so a fuller route met later pays only
    the difference, and the total never depends on the order). With `each_time` every accepted claim of the outcome is
    paid (an outcome may be achieved up to `max_per_participant` times); then there is one route and no top-up.
    Every outcome of `prerequisites` must have been achieved on or before the event date (`start`: the participant has
    started). `qualifying_weeks`: fewest whole weeks from the start to the event date, by segment. `since`, `within`:
    another outcome that must have been achieved, and the least, or the most, time between its day and the event date.
    A claim is due `waiting_working_days` after its event date.
    """

    kind = "outcome_fee"
    code: str
    name: str
    routes: tuple[Route, ...]
    top_ups: tuple[TopUp, ...] = ()
    prerequisites: tuple[str, ...] = ()
    qualifying_weeks: tuple[Weeks, ...] = ()
    since: Span | None = None
    within: Span | None = None
    waiting_working_days: int = 0
    paid: str = ONCE
    deadweight: Deadweight | None = None

    @property
    def outcome(self) -> str:
        """The main outcome: that of the first route."""
        return self.routes[0].outcome

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The times after other results that the rule asks for."""
        return tuple(one for one in (self.since, self.within) if one is not None)


@dataclasses.dataclass(frozen=True)
class SustainmentFee:
    """A sum for every further `every_weeks` weeks that a result is kept up, at most `max_steps` times by segment.

    A claim's `sequence` is the number of the step, and its event date the last day of those weeks; it is due
    `waiting_working_days` after that. Nothing is paid for weeks that end more than `allotted_weeks` after the start
    (None: no limit). Every outcome of `prerequisites` must have been achieved, and paid, before.
    """

    kind = "sustainment_fee"
    code: str
    name: str
    outcome: str
    rates: RateTable
    every_weeks: int
    max_steps: tuple[Weeks, ...]
    prerequisites: tuple[str, ...] = ()
    waiting_working_days: int = 0
    allotted_weeks: int | None = None
    deadweight: Deadweight | None = None


@dataclasses.dataclass(frozen=True)
class Before:
    """An outcome that the participant must have achieved so many times before, or on the same day.

    Where it is the outcome of the bonus itself, of several results of one day only those of a lower number count.
    """

    outcome: str
    times: int = 1


@dataclasses.dataclass(frozen=True)
class Bonus:
    """An extra sum for a result, beside what other rules pay for it, when the participant meets the conditions.

    The participant belongs to one of `segments` (empty: to any), and has achieved each outcome of `before` at least so
    many times by the event date; claims that failed or were withdrawn do not count. Every accepted claim of `outcome`
    is paid, up to as many as the outcome's definition counts; it is due `waiting_working_days` after its event date.
    """

    kind = "bonus"
    code: str
    name: str
    outcome: str
    rates: RateTable
    segments: tuple[str, ...] = ()
    before: tuple[Before, ...] = ()
    waiting_working_days: int = 0
    deadweight: Deadweight | None = None


PersonalRule = AttachmentFee | OutcomeFee | SustainmentFee | Bonus
PeriodRule = ServiceFee | VolumeBands | Floor
Rule = PersonalRule | PeriodRule | MetricRule
KINDS: dict[str, str] = {
    AttachmentFee.kind: "Attachment fee",
    OutcomeFee.kind: "Outcome fee",
    SustainmentFee.kind: "Sustainment fee",
    ServiceFee.kind: "Service fee",
    VolumeBands.kind: "Volume bands",
    Accelerator.kind: "Accelerator",
    Bonus.kind: "Bonus",
    BandedMetric.kind: "Banded metric",
    CohortReduction.kind: "Cohort reduction",
    SavingShare.kind: "Saving share",
    Floor.kind: "Minimum payment",
}


def for_segment(numbers: tuple[Weeks, ...], segment: str) -> int | None:
    """The number for this segment: its own entry, or the one for all others, or None."""
    named = {entry.segment: entry.number for entry in numbers}
    return named.get(segment, named.get(None))


def has_own_amount(rule: Rule) -> bool:
    """Whether the rule pays an amount of its own: neither by a measured figure, nor what is missing to a minimum."""
    return not isinstance(rule, Floor | MetricRule)


def outcomes_of(rule: Rule) -> tuple[str, ...]:
    """Every outcome whose claims the rule pays."""
    if isinstance(rule, AttachmentFee | ServiceFee | Floor | MetricRule):
        return ()
    if isinstance(rule, SustainmentFee | VolumeBands | Bonus):
        return (rule.outcome,)
    return tuple(dict.fromkeys([*(route.outcome for route in rule.routes), *(up.outcome for up in rule.top_ups)]))


def tables_of(rule: Rule) -> tuple[RateTable, ...]:
    """Every table of amounts by segment and start year of the rule."""
    if isinstance(rule, ServiceFee | VolumeBands | Floor | MetricRule):
        return ()
    if isinstance(rule, OutcomeFee):
        return (*(route.rates for route in rule.routes), *(up.rates for up in rule.top_ups))
    return (rule.rates,)
