"""Payment rules that pay an agent for a period, rather than for one participant. Amounts are pounds."""

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.domain.rules import Deadweight

OVER = ("contract", "year", "period")
FLOOR_OVER = ("period", "contract")


@dataclasses.dataclass(frozen=True)
class AgentAmount:
    """An amount for one agent, by its code; None stands for every other agent."""

    agent: str | None
    amount: Decimal


def _amount(amounts: tuple[AgentAmount, ...], agent: str) -> Decimal:
    """The agent's own amount, or else that of every other agent."""
    named = {one.agent: one.amount for one in amounts}
    return named.get(agent, named.get(None, Decimal("0.00")))


@dataclasses.dataclass(frozen=True)
class ServiceFee:
    """A sum for each period, whatever comes of it.

    In arrears it is owed on the last day of the period, otherwise on the first; the version in force on that day
    counts. It falls by `yearly_discount` with each contract year after the first: amount × (1 − discount)^(year − 1),
    rounded to the penny.
    """

    kind = "service_fee"
    code: str
    name: str
    amounts: tuple[AgentAmount, ...]
    yearly_discount: Fraction = Fraction(0)
    in_arrears: bool = True
    deadweight: "Deadweight | None" = None

    def amount(self, agent: str) -> Decimal:
        """What the agent is paid for a period of the first year; an agent that is not named is paid nothing."""
        return _amount(self.amounts, agent)


@dataclasses.dataclass(frozen=True)
class Floor:
    """The least that an agent is paid for each period, or over the contract: what is missing to it is added.

    Everything that is stated for the agent counts, after deadweight and caps. It is owed on the last day of the period,
    by the version in force on that day; over the contract, on its last day.
    """

    kind = "floor"
    code: str
    name: str
    amounts: tuple[AgentAmount, ...]
    over: str = "period"
    deadweight: "Deadweight | None" = None

    def amount(self, agent: str) -> Decimal:
        """The least for the agent; for one that is not named, nothing."""
        return _amount(self.amounts, agent)


@dataclasses.dataclass(frozen=True)
class Band:
    """Results beyond the first `above` bring `amount` each, until the next band begins."""

    above: int
    amount: Decimal


@dataclasses.dataclass(frozen=True)
class VolumeBands:
    """A sum for each result by the place that it has in the agent's net volume over the contract, a year or a period.

    Results fill the bands in order of their days, so that earlier volume counts first. A result that falls away later
    empties them from the top: what is taken back is the price of the highest band reached. Results before the first
    band bring nothing.
    """

    kind = "volume_bands"
    code: str
    name: str
    outcome: str
    bands: tuple[Band, ...]
    over: str = "contract"
    waiting_working_days: int = 0
    deadweight: "Deadweight | None" = None

    def band_of(self, place: int) -> int | None:
        """Which band the result of this place (1 for the first) falls into, from 0; None before the first band."""
        found = [index for index, band in enumerate(self.bands) if place > band.above]
        return found[-1] if found else None


@dataclasses.dataclass(frozen=True)
class PriceStep:
    """Results beyond the first `above` bring the first price × `factor` (rounded to the penny), or `added` more."""

    above: int
    factor: Fraction | None = None
    added: Decimal | None = None

    def price(self, first: Decimal) -> Decimal:
        """The price of the step in pounds, halves of a penny up."""
        if self.factor is None:
            return first + (self.added or Decimal(0))
        pence = Fraction(first) * 100 * self.factor
        return Decimal((2 * pence.numerator + pence.denominator) // (2 * pence.denominator)).scaleb(-2)


@dataclasses.dataclass(frozen=True)
class Accelerator(VolumeBands):
    """A price that rises beyond a volume: volume bands whose later prices follow from the first one by `steps`.

    Results fill it and are taken back as with any volume bands; `bands` are the prices that follow from the steps.
    """

    kind = "accelerator"
    steps: tuple[PriceStep, ...] = ()
