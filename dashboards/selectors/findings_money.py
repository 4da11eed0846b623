"""Money on statements against the contract's ceiling, period by period, and the average price paid for an outcome."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Sum

from contracts.models import Cap, ContractVersion, Party, Period
from delivery.domain.amounts import rounded
from govuk import charts, formats
from monitoring.selectors.figures import Audience
from payments.models import PaymentItem, PaymentRunEvent, StatementLine
from payments.selectors import untold
from payments.selectors.amounts import Line, Shown, average_price

__all__ = ["Line", "average_price", "ceiling", "money", "priced", "taken_off"]

NOTHING = Decimal("0.00")
FORECAST_FROM = 3
Blocks = list[tuple[int, ...]]
"""The keys of periods, or of turns (see `amounts.Shown`), that are shown as one amount."""


@dataclasses.dataclass(frozen=True)
class Money:
    """What the page says of money. `chart` is None where nothing has been stated yet.

    `hidden` says that no amount is shown; `step` to what the amounts are rounded, where they are; `later` what is told
    later, and why, in sentences.
    """

    chart: charts.Chart | None
    stated: Decimal
    ceiling: Decimal | None
    hidden: bool
    method: str
    step: Decimal | None = None
    later: tuple[str, ...] = ()


def ceiling(version: ContractVersion | None, agents: frozenset[str] | None) -> Decimal | None:
    """The caps over the whole contract. One for each agent counts once an agent; a shared one is nobody's part."""
    if version is None:
        return None
    parties = Party.objects.filter(version=version, role=Party.Role.AGENT)
    number = len(agents) if agents is not None else parties.count()
    caps = list(
        Cap.objects.filter(
            version=version, scope=Cap.Scope.CONTRACT, segment__isnull=True, outcome__isnull=True
        ).values_list("amount", "per_agent")
    )
    if agents is not None:
        caps = [(amount, per_agent) for amount, per_agent in caps if per_agent]
    if not caps:
        return None
    return sum((amount * (number if per_agent else 1) for amount, per_agent in caps), NOTHING)


def priced(viewer: Audience, found: Shown) -> list[Line]:
    """The lines from which a price may be worked out for the viewer: an agent's people see what their own was paid."""
    if viewer.own is not None:
        return [line for line in found.lines if line.agent in viewer.own]
    return found.lines if viewer.sees_small else found.told


def money(
    viewer: Audience, found: Shown, periods: list[Period], version: ContractVersion | None, agent: str | None
) -> Money:
    """Stated money by period for all whom the viewer may see, or for one agent."""
    agents = frozenset({agent}) if agent else viewer.own
    top = ceiling(version, agents)
    sums = _sums(found.lines if viewer.sees_small else found.settled, agents)
    later = () if viewer.sees_small or not found.lines else untold.sentences(found, periods)
    if viewer.sees_small:
        blocks: Blocks | None = [(period,) for period in _past([period.pk for period in periods], sums)]
    else:
        blocks = _allowed(found, sums, agent)
    if not blocks:
        return Money(None, NOTHING, top, blocks is None, "", later=later)
    if untold.has_late(found, blocks):
        later = (*later, untold.LATE_PART)
    step = None if viewer.sees_small else found.step
    sums_of_blocks = [sum((sums.get(turn, NOTHING) for turn in block), NOTHING) for block in blocks]
    if step is not None:
        sums_of_blocks = [rounded(amount, step) for amount in sums_of_blocks]
    names = untold.block_names(found, blocks, {period.pk: period.code for period in periods})
    paid = [charts.Payment(name, amount) for name, amount in zip(names, sums_of_blocks, strict=True)]
    in_time = {
        block: amount
        for block, amount in zip(blocks, sums_of_blocks, strict=True)
        if not found.late.keys() >= set(block)
    }
    ahead = _ahead(periods, list(in_time))
    pace = (sum(list(in_time.values())[-FORECAST_FROM:], NOTHING) / FORECAST_FROM).quantize(Decimal("0.01"))
    payments = [*paid, *(charts.Payment(period.code, pace, forecast=True) for period in ahead)]
    total = sum(sums_of_blocks, NOTHING)
    method = _method(ahead, total, top, pace)
    return Money(_chart(payments, total, top, agents is not None), total, top, False, method, step, later)


def _sums(lines: Sequence[Line], agents: frozenset[str] | None) -> dict[int, Decimal]:
    """By period, or turn, what is stated to the agents."""
    sums: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for line in lines:
        if agents is None or line.agent in agents:
            sums[line.period] += line.net
    return sums


def _allowed(found: Shown, sums: Mapping[int, Decimal], agent: str | None) -> Blocks | None:
    """The blocks of which those who may not see rows are told, with something of the agent's where one is asked for;
    None where nothing may be told of what is stated."""
    past = set(_past(found.turns, sums))
    allowed = [block for block in found.blocks if past.issuperset(block.periods)]
    if past and (not allowed or any(agent in block.hidden for block in allowed)):
        return None
    return [block.periods for block in allowed if any(one in sums or one not in found.late for one in block.periods)]


def _ahead(periods: Sequence[Period], told: Blocks) -> Sequence[Period]:
    """The periods to come, where there are enough before them that were told one by one."""
    begun = [(period.pk,) for period in periods[: len(told)]]
    return periods[len(told) :] if len(told) >= FORECAST_FROM and told == begun else []


def _past(turns: Sequence[int], sums: Mapping[int, Decimal]) -> Sequence[int]:
    """The periods, or turns, up to the last of which anything has been stated."""
    stated = [place for place, turn in enumerate(turns) if turn in sums]
    return turns[: stated[-1] + 1] if stated else []


def _chart(payments: list[charts.Payment], total: Decimal, top: Decimal | None, is_part: bool) -> charts.Chart:
    if top is None:
        whom = "one agent alone" if is_part else "the whole"
        groups = [charts.Group(one.period, (one.amount,)) for one in payments if not one.forecast]
        return charts.bars(
            title="Money on statements by period",
            summary=f"{formats.pounds(total)} on statements so far. The contract sets no ceiling for {whom}.",
            groups=groups,
            series=["Net"],
            unit="money",
            group_name="Period",
        )
    return charts.money_against_ceiling(
        title="Money on statements against the ceiling",
        summary=f"{formats.pounds(total)} of {formats.pounds(top)} on statements ({formats.percent(total / top)}).",
        payments=payments,
        ceiling=top,
        measure="Stated",
    )


def _method(ahead: Sequence[Period], total: Decimal, top: Decimal | None, pace: Decimal) -> str:
    if not ahead or top is None:
        return ""
    said = (
        f"The dashed line carries on the average of the last {FORECAST_FROM} periods, {formats.pounds(pace)} a period. "
        "It is no prediction: it knows nothing of maturity or of people still to start."
    )
    if total >= top:
        return f"{said} The ceiling has been reached already."
    for period in ahead:
        if total + pace >= top:
            day = period.starts_on + (period.ends_on - period.starts_on) * float((top - total) / pace)
            return f"{said} At this pace the ceiling is reached in {period.code}, about {formats.uk_date(day)}."
        total += pace
    return f"{said} At this pace the ceiling is not reached in the periods of the contract."


@dataclasses.dataclass(frozen=True)
class TakenOff:
    """Pounds stated so far before deductions, what the contract takes off, what is left, and what of it is paid."""

    gross: Decimal
    deadweight: Decimal
    capped: Decimal
    net: Decimal
    paid: Decimal

    @property
    def due(self) -> Decimal:
        """Stated and not paid yet; less than nought where more was paid than is stated now."""
        return self.net - self.paid

    @property
    def deadweight_share(self) -> str:
        return formats.percent(self.deadweight / self.gross, 1) if self.gross else formats.NOTHING


def taken_off(viewer: Audience, agent: str | None) -> TakenOff | None:
    """For all whom the viewer may see, or one agent; None where nothing is stated, or amounts tell small counts."""
    agents = frozenset({agent}) if agent else viewer.own
    if not viewer.sees_small:
        return None
    found = StatementLine.objects.filter(statement__programme=viewer.programme)
    if agents is not None:
        found = found.filter(statement__agent__code__in=agents)
    sums = found.aggregate(*(Sum(name, default=NOTHING) for name in ("gross", "deadweight", "capped", "net")))
    if not sums["gross__sum"]:
        return None
    paid = PaymentItem.objects.filter(
        run__programme=viewer.programme, statement__isnull=False, run__events__kind=PaymentRunEvent.Kind.RELEASED
    )
    if agents is not None:
        paid = paid.filter(agent__code__in=agents)
    out = paid.aggregate(out=Sum("amount", default=NOTHING))["out"]
    gross, deadweight, capped, net = (sums[f"{name}__sum"] for name in ("gross", "deadweight", "capped", "net"))
    return TakenOff(gross, deadweight, capped, net, out)
