"""Money on statements, and how much of it may be shown to those who may not see the rows behind it."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.db.models import Sum

from delivery.domain import amounts
from delivery.domain.amounts import Block
from delivery.domain.disclosure import Rule
from payments.models import StatementLine
from stages.models import Programme

NOTHING = Decimal("0.00")
RuleOf = Callable[[str], Rule]


@dataclasses.dataclass(frozen=True)
class Line:
    """Net pounds of one agent, period and outcome, and how many ledger entries and units stand behind them."""

    agent: str
    period: int
    outcome: str
    entries: int
    units: int
    net: Decimal


def lines(programme: Programme) -> list[Line]:
    """The sums of the ledger, read from the sums that each pricing run keeps beside its entries."""
    rows = (
        StatementLine.objects.filter(statement__programme=programme)
        .order_by()
        .values_list("statement__agent__code", "statement__period", "outcome")
        .annotate(Sum("entries"), Sum("units"), Sum("net"))
    )
    return [Line(*row) for row in rows]


def average_price(found: list[Line], outcome: str) -> Decimal | None:
    """Net pounds paid for an outcome on average so far; None where none was paid."""
    units = sum(line.units for line in found if line.outcome == outcome)
    net = sum((line.net for line in found if line.outcome == outcome), NOTHING)
    return net / units if units > 0 and net > 0 else None


def blocks(past: Sequence[int], found: list[Line], rule_of: RuleOf) -> list[Block]:
    """The periods, some of them taken together, whose amounts would not give small numbers away."""
    counts: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for line in found:
        counts[line.outcome][line.agent, line.period] += line.entries
    return amounts.blocks(past, counts, rule_of)


def step(found: list[Line], rule_of: RuleOf) -> Decimal | None:
    """To what amounts are rounded where the counts of an outcome in them are."""
    steps = [
        amounts.step(rule.base, price)
        for outcome in {line.outcome for line in found}
        if (rule := rule_of(outcome)).base > 1 and (price := average_price(found, outcome))
    ]
    return max(steps, default=None)
