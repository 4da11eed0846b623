"""Reads parts of rules that pay for periods: amounts of agents, and the steps of a rising price."""

from decimal import Decimal
from fractions import Fraction

from contracts.domain.period_rules import AgentAmount, PriceStep
from contracts.domain.problems import Reader


def agent_amounts(reader: Reader) -> tuple[AgentAmount, ...]:
    """An amount for each agent, each named once."""
    amounts: list[AgentAmount] = []
    for inner in reader.readers("amounts", required=True):
        agent, amount = inner.code("agent", required=False) or None, inner.money("amount")
        inner.finish()
        if any(one.agent == agent for one in amounts):
            inner.note("", "twice", "There is already an amount for this agent. Keep one of them.")
        elif amount is not None:
            amounts.append(AgentAmount(agent, amount))
    return tuple(amounts)


def price_step(reader: Reader) -> PriceStep | None:
    """A step with a factor or an amount, never both."""
    above = reader.integer("above", least=1, most=1_000_000_000)
    factor = reader.decimal("factor", least=Decimal(1), most=Decimal(100), places=6)
    added = reader.money("added", required=False)
    reader.finish()
    if "above" not in reader.value:
        reader.note("above", "missing", "Enter after how many results the price rises.")
    if (reader.value.get("factor") in (None, "")) == (reader.value.get("added") in (None, "")):
        reader.note("", "contradiction", "Enter either a factor, such as 1.2, or an amount that is added.")
        return None
    if above is None or (factor is None and added is None):
        return None
    return PriceStep(above, Fraction(factor) if factor is not None else None, added)
