"""Reads rules that pay for periods and volumes: fees, minimums, bands, and prices that rise by steps."""

from decimal import Decimal
from fractions import Fraction

from contracts.domain import period_rules, reading_deadweight, reading_tables
from contracts.domain.period_rules import Accelerator, AgentAmount, Band, Floor, PriceStep, ServiceFee, VolumeBands
from contracts.domain.problems import Reader
from contracts.domain.rules import Rule


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


def service_fee(reader: Reader, code: str, name: str) -> Rule:
    """A fee for each period, perhaps falling with each contract year."""
    amounts = agent_amounts(reader)
    discount = reader.share("yearly_discount", required=False) or Fraction(0)
    return ServiceFee(code, name, amounts, discount, reader.flag("in_arrears", default=True))


def floor(reader: Reader, code: str, name: str) -> Rule:
    """The least that an agent is paid."""
    amounts = agent_amounts(reader)
    return Floor(code, name, amounts, reader.choice("over", period_rules.FLOOR_OVER, default="period"))


def volume_bands(reader: Reader, code: str, name: str) -> Rule:
    """Prices by the place of a result in the volume, in order of where bands begin."""
    bands: list[Band] = []
    for inner in reader.readers("bands", required=True):
        above, amount = inner.integer("above", least=0, most=1_000_000_000), inner.money("amount")
        inner.finish()
        if above is None:
            if "above" not in inner.value:
                inner.note("above", "missing", "Enter after how many results the band begins; 0 for the first.")
        elif bands and above <= bands[-1].above:
            message = f"This band overlaps the one before, which begins after {bands[-1].above}. Put bands in order."
            inner.note("above", "overlapping_bands", message)
        elif amount is not None:
            bands.append(Band(above, amount))
    return VolumeBands(
        code,
        name,
        outcome=reader.code("outcome"),
        bands=tuple(bands),
        over=reader.choice("over", period_rules.OVER, default="contract"),
        waiting_working_days=reading_tables.waiting_days(reader),
        deadweight=reading_deadweight.share_of_line(reader),
    )


def accelerator(reader: Reader, code: str, name: str) -> Rule:
    """The first price, and by what it rises beyond each volume: a factor of at least one, or an amount."""
    first = reader.money("amount") or Decimal("0.00")
    steps: list[PriceStep] = []
    for inner in reader.readers("steps", required=True):
        step = price_step(inner)
        if step is None:
            continue
        if steps and step.above <= steps[-1].above:
            message = f"This step overlaps the one before, which begins after {steps[-1].above}. Put steps in order."
            inner.note("above", "overlapping_bands", message)
        elif step.price(first) < (steps[-1].price(first) if steps else first):
            message = "The price falls with this step. Raise it, or describe falling prices as volume bands."
            inner.note("", "not_rising", message)
        else:
            steps.append(step)
    return Accelerator(
        code,
        name,
        outcome=reader.code("outcome"),
        bands=(Band(0, first), *(Band(step.above, step.price(first)) for step in steps)),
        over=reader.choice("over", period_rules.OVER, default="contract"),
        waiting_working_days=reading_tables.waiting_days(reader),
        deadweight=reading_deadweight.share_of_line(reader),
        steps=tuple(steps),
    )
