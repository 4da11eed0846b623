"""What due diligence finds: bids against the range of the evidence, and signs of adverse selection before a contract.

The range of each assumption comes from published evidence. A figure outside it is not refused: a better provider may
lie outside. It is shown, and asks for an explanation.
"""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from stages.domain import cash, congruence

INSIDE, BELOW, ABOVE, UNSUPPORTED = "inside", "below", "above", "unsupported"
WHOLE = Decimal(1)


@dataclasses.dataclass(frozen=True)
class Assumption:
    """A figure of the bid, and the range of the evidence with its source."""

    name: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    source: str = ""
    explanation: str = ""


@dataclasses.dataclass(frozen=True)
class Bid:
    """What is known of a candidate to be the agent; None where it has not been recorded."""

    assumptions: tuple[Assumption, ...] = ()
    references: str = ""
    working_capital: Decimal | None = None
    plan: cash.Plan | None = None
    case: cash.Case = cash.AS_PLANNED
    maximum_loss: Decimal | None = None
    maximum_pbr_share: Decimal | None = None
    said: "Said | None" = None


@dataclasses.dataclass(frozen=True)
class Said:
    """What a candidate to be the agent has said itself, and what there is to compare it with.

    `distance` is how far its order of the goals lies from the commissioner's, None while one of the two is missing;
    `weeks` how long it says that its cash lasts; `passed_to` those of its consortium, beside the lead, who carry risk,
    with their shares of it and of the pay in per cent.
    """

    has_goals: bool = False
    is_ranked: bool = False
    distance: Decimal | None = None
    is_stated: bool = False
    weeks: int | None = None
    passes_risk_down: bool | None = None
    passed_to: tuple[tuple[str, Decimal, Decimal], ...] = ()


def verdict(one: Assumption) -> str:
    """Where the figure lies: inside the range, below or above it, or unsupported where there is no range or source."""
    if one.low is None or one.high is None or not one.source.strip():
        return UNSUPPORTED
    if one.value < one.low:
        return BELOW
    return ABOVE if one.value > one.high else INSIDE


def outside(one: Assumption) -> str:
    """How far outside the range the figure lies, in words; empty for one that lies inside or has no range."""
    found = verdict(one)
    edge = one.low if found == BELOW else one.high
    if found not in {BELOW, ABOVE} or edge is None:
        return ""
    side = (
        f"below the lowest figure of the evidence, {edge.normalize():,f}"
        if found == BELOW
        else (f"above the highest figure of the evidence, {edge.normalize():,f}")
    )
    if not edge:
        return f"{side}"
    by = (abs(one.value - edge) / abs(edge) * 100).quantize(WHOLE, ROUND_HALF_UP)
    return f"{by:f}% {side}"


def unexplained(assumptions: Sequence[Assumption]) -> list[Assumption]:
    """The figures outside the range of the evidence for which nobody has said why."""
    return [one for one in assumptions if verdict(one) in {BELOW, ABOVE} and not one.explanation.strip()]


def is_bare(one: Assumption) -> bool:
    """Whether the figure has neither a range with its source nor an explanation."""
    return verdict(one) == UNSUPPORTED and not one.explanation.strip()


def pbr_share(plan: cash.Plan) -> Decimal:
    """The share of the planned income that depends on results, in per cent."""
    whole = plan.monthly_fee + plan.monthly_income
    return (plan.monthly_income / whole * 100).quantize(cash.TENTH, ROUND_HALF_UP) if whole else Decimal(0)


def flags(bid: Bid) -> list[str]:
    """Signs that the candidate may have won by what it does not know or does not say, each in a sentence."""
    found = []
    for one in bid.assumptions:
        if words := outside(one):
            found.append(f"{one.name} lies {words}." + (f" Explained: {one.explanation}" if one.explanation else ""))
    unsupported = [one.name for one in bid.assumptions if verdict(one) == UNSUPPORTED]
    if unsupported:
        found.append(f"Assumptions without a range or source of evidence: {', '.join(unsupported)}.")
    if not bid.assumptions:
        found.append("No assumption of the bid is recorded.")
    if not bid.references.strip():
        found.append("No references are taken up.")
    return found + _said_flags(bid) + _cash_flags(bid)


def _said_flags(bid: Bid) -> list[str]:
    """What the candidate has left unsaid, and where what it said gives pause."""
    said = bid.said
    if said is None:
        return []
    found = []
    if said.has_goals and not said.is_ranked:
        found.append("It has not said itself in what order it puts the goals.")
    if said.distance is not None and said.distance >= congruence.FAR:
        found.append(f"Its order of the goals lies far from the commissioner's: {said.distance} of 1.")
    if not said.is_stated:
        found.append("It has not stated itself what risk it can bear.")
    lag = cash.in_weeks(bid.plan.lag_months) if bid.plan else None
    if said.weeks is not None and lag is not None and said.weeks < lag:
        found.append(f"It says that its cash lasts {said.weeks} weeks, and payment takes {lag} weeks.")
    found += [
        f"{name} would carry {risk.normalize():f} % of the risk for {pay.normalize():f} % of the pay."
        for name, risk, pay in said.passed_to
        if risk > pay
    ]
    return found


def undeclared(bid: Bid) -> list[str]:
    """Why the risk that is passed down to others counts as undeclared, with what to do; empty when it is declared."""
    said = bid.said
    if said is None or said.passes_risk_down is None:
        return [
            "The chosen agent has not declared whether it passes risk down. Ask its members to sign in and state it "
            "with their attitude to risk."
        ]
    if not said.passes_risk_down and any(risk for _name, risk, _pay in said.passed_to):
        names = ", ".join(name for name, risk, _pay in said.passed_to if risk)
        return [
            f"The chosen agent says that it passes no risk down, but its consortium gives a share of it to {names}. "
            "Correct the shares, or ask the agent to state what it passes down."
        ]
    return []


def _cash_flags(bid: Bid) -> list[str]:
    if bid.plan is None or bid.working_capital is None:
        return ["Working capital and cash plan are not both recorded, so nobody knows whether it can stand the lag."]
    found, plan = [], bid.plan
    covered, lag = cash.weeks(bid.working_capital, plan.monthly_cost), cash.in_weeks(plan.lag_months)
    if covered is not None and covered < lag:
        found.append(f"Its working capital pays for {covered} weeks, and payment takes {lag} weeks.")
    missing = cash.shortfall(bid.working_capital, plan, bid.case)
    if missing:
        found.append(f"In the pessimistic case £{missing:,.2f} is missing at the deepest point.")
    deepest = -cash.trough(cash.curve(plan, bid.case)).amount
    if bid.maximum_loss is not None and deepest > bid.maximum_loss:
        found.append(f"The deepest point, £{deepest:,.2f}, is more than the loss that it says it tolerates.")
    if bid.maximum_pbr_share is not None and pbr_share(plan) > bid.maximum_pbr_share:
        found.append(
            f"{pbr_share(plan)}% of its income would depend on results; it accepts {bid.maximum_pbr_share}% at most."
        )
    return found
