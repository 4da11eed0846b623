"""A candidate's cash over the life of the contract, month by month, exact in pence.

Costs are paid in the month in which they fall; so is the fee that does not depend on results. What is earned by results
in a month is paid `lag_months` later. In a harder case only a share of it is earned, and it comes later still. The cash
begins at nought, so the deepest point of the curve is what the candidate must be able to put in from its own means.
"""

import dataclasses
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
WEEKS_A_MONTH = Decimal(52) / Decimal(12)
TENTH = Decimal("0.1")


@dataclasses.dataclass(frozen=True)
class Plan:
    """Pounds a month, over so many months of delivery."""

    months: int
    monthly_cost: Decimal
    monthly_fee: Decimal
    monthly_income: Decimal
    lag_months: int


@dataclasses.dataclass(frozen=True)
class Case:
    """`share` of the income by results is earned (1 is all of it), and it comes `delay_months` later than planned."""

    share: Decimal = Decimal(1)
    delay_months: int = 0


@dataclasses.dataclass(frozen=True)
class Trough:
    """The deepest point, nought or less, and the month at whose end it comes (0: the cash never falls below nought)."""

    month: int
    amount: Decimal


AS_PLANNED = Case()


def curve(plan: Plan, case: Case = AS_PLANNED) -> list[Decimal]:
    """The cash at the end of each month, until the last payment has come."""
    late = plan.lag_months + case.delay_months
    income = (plan.monthly_income * case.share).quantize(PENNY, ROUND_HALF_UP)
    found, cash = [], Decimal(0)
    for month in range(1, plan.months + late + 1):
        if month <= plan.months:
            cash += plan.monthly_fee - plan.monthly_cost
        if month > late:
            cash += income
        found.append(cash)
    return found


def trough(points: list[Decimal]) -> Trough:
    """The deepest point of a curve; the first of several that are equally deep."""
    lowest = min(points, default=Decimal(0))
    return Trough(points.index(lowest) + 1, lowest) if lowest < 0 else Trough(0, Decimal(0))


def weeks(capital: Decimal, monthly_cost: Decimal) -> Decimal | None:
    """For how many weeks the capital pays the cost of delivery; None where nothing is spent."""
    if monthly_cost <= 0:
        return None
    return (capital / monthly_cost * WEEKS_A_MONTH).quantize(TENTH, ROUND_HALF_UP)


def in_weeks(months: int) -> Decimal:
    return (months * WEEKS_A_MONTH).quantize(TENTH, ROUND_HALF_UP)


def shortfall(capital: Decimal, plan: Plan, case: Case) -> Decimal:
    """By how much the capital misses the deepest point in the case; nought where it stands it."""
    return max(Decimal(0), -trough(curve(plan, case)).amount - capital)
