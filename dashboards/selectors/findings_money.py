"""Money on statements against the contract's ceiling, period by period, and the average price paid for an outcome."""

import dataclasses
from collections import defaultdict
from decimal import Decimal

from django.db.models import Sum

from contracts.models import Cap, ContractVersion, Party, Period
from govuk import charts, formats
from monitoring.domain import disclosure
from monitoring.domain.disclosure import Figure
from monitoring.selectors.figures import Audience
from payments.models import StatementLine
from stages.models import Programme

NOTHING = Decimal("0.00")
FORECAST_FROM = 3


@dataclasses.dataclass(frozen=True)
class Line:
    """Net pounds of one agent, period and outcome, and how many ledger entries and units stand behind them."""

    agent: str
    period: int
    outcome: str
    entries: int
    units: int
    net: Decimal


@dataclasses.dataclass(frozen=True)
class Money:
    """What the page says of money. `chart` is None where nothing has been stated yet."""

    chart: charts.Chart | None
    stated: Decimal
    ceiling: Decimal | None
    hidden: bool
    method: str


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


def money(
    viewer: Audience, found: list[Line], periods: list[Period], version: ContractVersion | None, agent: str | None
) -> Money:
    """Stated money by period for all whom the viewer may see, or for one agent."""
    agents = frozenset({agent}) if agent else viewer.own
    hidden = not viewer.sees_small and agent is not None and _is_hidden(found, agent, viewer.threshold)
    top = ceiling(version, agents)
    if hidden:
        return Money(None, NOTHING, top, True, "")
    sums: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for line in found:
        if agents is None or line.agent in agents:
            sums[line.period] += line.net
    stated = [period for period in periods if period.pk in sums]
    if not stated:
        return Money(None, NOTHING, top, False, "")
    past = periods[: periods.index(stated[-1]) + 1]
    amounts = [sums.get(period.pk, NOTHING) for period in past]
    ahead = periods[len(past) :] if len(past) >= FORECAST_FROM else []
    pace = (sum(amounts[-FORECAST_FROM:], NOTHING) / FORECAST_FROM).quantize(Decimal("0.01"))
    payments = [
        *(charts.Payment(period.code, amount) for period, amount in zip(past, amounts, strict=True)),
        *(charts.Payment(period.code, pace, forecast=True) for period in ahead),
    ]
    total = sum(amounts, NOTHING)
    return Money(
        _chart(payments, total, top, agents is not None),
        total,
        top,
        False,
        _method(payments, total, top, pace, bool(ahead)),
    )


def _is_hidden(found: list[Line], agent: str, threshold: int) -> bool:
    """Money over a price gives the number away, so that an agent's money is hidden where its number would be."""
    numbers: dict[str, int] = defaultdict(int)
    for line in found:
        numbers[line.agent] += line.entries
    group = {code: Figure(number, number) for code, number in numbers.items()}
    return agent in disclosure.hidden_names(group, threshold)


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


def _method(
    payments: list[charts.Payment], total: Decimal, top: Decimal | None, pace: Decimal, has_forecast: bool
) -> str:
    if not has_forecast or top is None:
        return ""
    said = (
        f"The dashed line carries on the average of the last {FORECAST_FROM} periods, {formats.pounds(pace)} a period. "
        "It is no prediction: it knows nothing of maturity or of people still to start."
    )
    for one in payments:
        if one.forecast:
            total += Decimal(str(one.amount))
            if total >= top:
                return f"{said} At this pace the ceiling is reached in {one.period}."
    return f"{said} At this pace the ceiling is not reached in the periods of the contract."
