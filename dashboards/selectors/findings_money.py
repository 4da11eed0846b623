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
from payments.selectors import amounts
from payments.selectors.amounts import Line, Shown, average_price

__all__ = ["Line", "average_price", "ceiling", "money", "priced", "taken_off"]

NOTHING = Decimal("0.00")
FORECAST_FROM = 3
LATER = f"{amounts.LATER} Whatever is stated beyond that is left out here."


@dataclasses.dataclass(frozen=True)
class Money:
    """What the page says of money. `chart` is None where nothing has been stated yet.

    `hidden` says that no amount is shown; `step` to what the amounts are rounded, where they are; `waits` that more is
    told once statements are approved.
    """

    chart: charts.Chart | None
    stated: Decimal
    ceiling: Decimal | None
    hidden: bool
    method: str
    step: Decimal | None = None
    waits: bool = False

    @property
    def later(self) -> str:
        """Says that more is told later, where it is."""
        return LATER if self.waits else ""


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
    sums: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for line in found.lines if viewer.sees_small else found.settled:
        if agents is None or line.agent in agents:
            sums[line.period] += line.net
    waits = found.waits and not viewer.sees_small
    past = _past(periods, sums)
    blocks: list[tuple[Period, ...]] = [(period,) for period in past]
    step = None
    if not viewer.sees_small and past:
        keys = {one.pk for one in past}
        allowed, step = [block for block in found.blocks if keys.issuperset(block.periods)], found.step
        if not allowed or any(agent in block.hidden for block in allowed):
            return Money(None, NOTHING, top, True, "", waits=waits)
        by_key = {period.pk: period for period in past}
        blocks = [tuple(by_key[key] for key in block.periods) for block in allowed]
    if not blocks:
        return Money(None, NOTHING, top, False, "", waits=waits)
    sums_of_blocks = [sum((sums.get(period.pk, NOTHING) for period in block), NOTHING) for block in blocks]
    if step is not None:
        sums_of_blocks = [rounded(amount, step) for amount in sums_of_blocks]
    paid = [charts.Payment(_name(block), amount) for block, amount in zip(blocks, sums_of_blocks, strict=True)]
    ahead = periods[len(past) :] if len(past) >= FORECAST_FROM and blocks == [(period,) for period in past] else []
    pace = (sum(sums_of_blocks[-FORECAST_FROM:], NOTHING) / FORECAST_FROM).quantize(Decimal("0.01"))
    payments = [*paid, *(charts.Payment(period.code, pace, forecast=True) for period in ahead)]
    total = sum(sums_of_blocks, NOTHING)
    method = _method(ahead, total, top, pace)
    return Money(_chart(payments, total, top, agents is not None), total, top, False, method, step, waits)


def _past(periods: list[Period], sums: Mapping[int, Decimal]) -> list[Period]:
    """The periods up to the last of which anything has been stated."""
    stated = [place for place, period in enumerate(periods) if period.pk in sums]
    return periods[: stated[-1] + 1] if stated else []


def _name(block: Sequence[Period]) -> str:
    return block[0].code if len(block) == 1 else f"{block[0].code} to {block[-1].code}"


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
