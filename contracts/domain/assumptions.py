"""What a contract rests on: the figures and arrangements that its prices and targets assume, each with its source.

They pay nobody and price nothing. The linter holds the rules against them, and the parties agree them with the terms.
"""

import dataclasses
from decimal import Decimal


@dataclasses.dataclass(frozen=True)
class Range:
    """A figure as low, expected and high, and where it comes from."""

    low: Decimal
    expected: Decimal
    high: Decimal
    source: str = ""


@dataclasses.dataclass(frozen=True)
class ExpectedRate:
    """The share (0 to 1) of a segment's starts (None: of all) that the evidence leads one to expect."""

    outcome: str
    segment: str | None
    range: Range


@dataclasses.dataclass(frozen=True)
class ExpectedCost:
    """What serving one participant of a segment (None: of any) costs the agent, in pounds."""

    segment: str | None
    range: Range


@dataclasses.dataclass(frozen=True)
class CheckingCost:
    """What proving and checking one claim of the outcome costs all parties together, in pounds."""

    outcome: str
    amount: Decimal
    source: str = ""


@dataclasses.dataclass(frozen=True)
class ExpectedLag:
    """How many days pass from the start of a participant to the event date of the outcome."""

    outcome: str
    range: Range


@dataclasses.dataclass(frozen=True)
class ExpectedFailure:
    """The share (0 to 1) of claims of the outcome (None: of any) that fail verification."""

    outcome: str | None
    range: Range


@dataclasses.dataclass(frozen=True)
class ExpectedMetric:
    """What the figures of a metric are expected to be: counted from an outcome of the contract, or in a range.

    `outcome`: a ratio is the share of those who start in a period (or for a cohort) that reach this outcome, a value
    the number of results. Otherwise `range` holds the figure with the scheme, and `base` the one without it; none
    stated, it follows from what the rule compares with. Single figures vary around it by chance: where `people` is
    stated, as so many people do of whom each counts once, or (`dispersion`) has events whose variance is so many times
    their mean; otherwise by `spread`, a standard deviation. All are in the metric's own unit, shares from 0 to 1.
    """

    metric: str
    range: Range | None = None
    base: Decimal | None = None
    people: int | None = None
    dispersion: Decimal | None = None
    spread: Decimal | None = None
    outcome: str = ""


@dataclasses.dataclass(frozen=True)
class Assumptions:
    """`starts` counts participants in a contract year. `days_to_payment` runs from the event to the money.

    `working_capital` (pounds) is what the agents can put in together before they are paid; `most_at_risk` the largest
    share of expected pay that they are willing to have depend on results. The last four say in words what is arranged.
    """

    starts: Range | None = None
    rates: tuple[ExpectedRate, ...] = ()
    costs: tuple[ExpectedCost, ...] = ()
    checking_costs: tuple[CheckingCost, ...] = ()
    lags: tuple[ExpectedLag, ...] = ()
    failures: tuple[ExpectedFailure, ...] = ()
    metrics: tuple[ExpectedMetric, ...] = ()
    days_to_payment: int | None = None
    working_capital: Decimal | None = None
    most_at_risk: Decimal | None = None
    intervention: str = ""
    evaluation: str = ""
    quality_floor: str = ""
    subcontracting: str = ""

    def rate(self, outcome: str, segment: str) -> Range | None:
        """What is expected of the outcome in the segment: its own entry, or the one for all."""
        named = {(one.outcome, one.segment): one.range for one in self.rates}
        return named.get((outcome, segment), named.get((outcome, None)))

    def cost(self, segment: str) -> Range | None:
        named = {one.segment: one.range for one in self.costs}
        return named.get(segment, named.get(None))

    def lag(self, outcome: str) -> Range | None:
        return next((one.range for one in self.lags if one.outcome == outcome), None)

    def failure(self, outcome: str) -> Range | None:
        """The share of claims that fail: the outcome's own entry, or the one for all."""
        named = {one.outcome: one.range for one in self.failures}
        return named.get(outcome, named.get(None))

    def metric(self, code: str) -> ExpectedMetric | None:
        return next((one for one in self.metrics if one.metric == code), None)

    def checking_cost(self, outcome: str) -> CheckingCost | None:
        return next((one for one in self.checking_costs if one.outcome == outcome), None)


NO_ASSUMPTIONS = Assumptions()
ARRANGEMENTS = ("intervention", "evaluation", "quality_floor", "subcontracting")
