"""The worked figures of docs/selection.md, and what holds of every curve."""

from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import given

from stages.domain import cash

PLAN = cash.Plan(
    months=6, monthly_cost=Decimal(100), monthly_fee=Decimal(20), monthly_income=Decimal(90), lag_months=2
)  # fmt: skip


def test_results_are_paid_after_the_lag_and_all_else_in_its_month() -> None:
    # −80 a month for two months; then +10 a month to month 6; then two payments of 90 with no cost
    assert cash.curve(PLAN) == [-80, -160, -150, -140, -130, -120, -30, 60]
    assert cash.trough(cash.curve(PLAN)) == cash.Trough(2, Decimal(-160))


def test_in_the_pessimistic_case_less_comes_and_later() -> None:
    case = cash.Case(share=Decimal("0.5"), delay_months=1)
    # 45 instead of 90, from month 4 on: −80 × 3, then −35 a month to month 6, then three payments of 45
    assert cash.curve(PLAN, case) == [-80, -160, -240, -275, -310, -345, -300, -255, -210]
    assert cash.trough(cash.curve(PLAN, case)) == cash.Trough(6, Decimal(-345))
    assert cash.shortfall(Decimal(300), PLAN, case) == Decimal(45)
    assert cash.shortfall(Decimal(345), PLAN, case) == 0


def test_a_fee_that_covers_the_cost_needs_no_capital() -> None:
    plan = cash.Plan(3, Decimal(10), Decimal(10), Decimal(5), 1)
    assert cash.trough(cash.curve(plan)) == cash.Trough(0, Decimal(0))


def test_weeks_of_capital_and_of_lag_are_counted_alike() -> None:
    assert cash.weeks(Decimal(300), Decimal(100)) == Decimal("13.0")
    assert cash.in_weeks(3) == Decimal("13.0")
    assert cash.weeks(Decimal(300), Decimal(0)) is None


MONEY = st.decimals(min_value=0, max_value=10_000, places=2)
PLANS = st.builds(cash.Plan, st.integers(1, 36), MONEY, MONEY, MONEY, st.integers(0, 12))


@given(PLANS, st.decimals(min_value=0, max_value=1, places=2), st.integers(0, 6))
def test_a_harder_case_is_never_less_deep_and_ends_with_what_was_earned(
    plan: cash.Plan, share: Decimal, delay: int
) -> None:
    case = cash.Case(share, delay)
    points = cash.curve(plan, case)
    income = (plan.monthly_income * share).quantize(cash.PENNY)
    assert (
        points[-1] == plan.months * (plan.monthly_fee - plan.monthly_cost + income)
        or abs(points[-1] - plan.months * (plan.monthly_fee - plan.monthly_cost + plan.monthly_income * share))
        <= plan.months * cash.PENNY
    )
    assert cash.trough(points).amount <= cash.trough(cash.curve(plan)).amount
