"""The latest cash forecast as its page shows it, for the agents that the viewer may see."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from accounts.models import Role, User
from contracts.selectors import terms, versions
from govuk import charts, formats
from payments.domain.cash_forecast import Expected
from payments.models import CashForecast
from stages import permissions as members
from stages.models import Membership, Programme


@dataclasses.dataclass(frozen=True)
class Month:
    """Pounds, rounded: what is stated already, what is expected besides, and the likely range of both together."""

    name: str
    stated: Decimal
    expected: Decimal
    low: Decimal
    high: Decimal

    @property
    def together(self) -> Decimal:
        return self.stated + self.expected


@dataclasses.dataclass(frozen=True)
class Page:
    forecast: CashForecast
    months: list[Month]
    total: Month
    agents: list[Month]
    chart: charts.Chart
    known_until: date
    people: int
    held_to: dict[str, Any] | None
    ceiling: str


def latest(programme: Programme) -> CashForecast | None:
    return CashForecast.objects.filter(programme=programme).order_by("-pk").first()


def page(viewer: User, programme: Programme) -> Page | None:
    """The latest forecast; None while none was made, or none of it is the viewer's to see."""
    found = latest(programme)
    if found is None:
        return None
    results = found.results
    seen = _seen(viewer, programme, results["agents"])
    if not seen:
        return None
    names = [date_format(date.fromisoformat(day), "M Y") for day in results["months"]]
    months = [_month(name, [(one["stated"][at], one["expected"][at]) for one in seen]) for at, name in enumerate(names)]
    total = _month("Together", [pair for one in seen for pair in zip(one["stated"], one["expected"], strict=True)])
    sees_all = len(seen) == len(results["agents"])
    return Page(
        forecast=found,
        months=months,
        total=total,
        agents=[_month(one["name"], list(zip(one["stated"], one["expected"], strict=True))) for one in seen],
        chart=_chart(months, total),
        known_until=date.fromisoformat(results["known_until"]),
        people=results["people"],
        held_to=_held_to(results["held_to"]) if sees_all else None,
        ceiling=_ceiling(programme, months) if sees_all else "",
    )


def _seen(viewer: User, programme: Programme, agents: dict[str, Any]) -> list[dict[str, Any]]:
    """An agent's people see their own organisation's part; everybody else who may open the page sees all."""
    if viewer.is_system or members.roles(viewer, programme) - {Role.AGENT}:
        return list(agents.values())
    own = Membership.objects.filter(user=viewer, programme=programme, role=Role.AGENT)
    return [agents[str(pk)] for pk in own.values_list("organisation", flat=True) if str(pk) in agents]


def _month(name: str, parts: list[tuple[str, list[float]]]) -> Month:
    stated = sum((Decimal(part) for part, _ in parts), Decimal(0))
    coming = Expected(sum(one[0] for _, one in parts), sum(one[1] for _, one in parts))
    return Month(
        name,
        rounded(stated),
        rounded(Decimal(coming.pounds)),
        rounded(stated + Decimal(coming.low)),
        rounded(stated + Decimal(coming.high)),
    )


def rounded(amount: Decimal) -> Decimal:
    """To three figures that mean something: a forecast is not known to the pound."""
    step = Decimal(1).scaleb(max(0, amount.adjusted() - 2))
    return (amount / step).quantize(Decimal(1)) * step


def _chart(months: list[Month], total: Month) -> charts.Chart:
    said = f"{formats.pounds(total.together)} in twelve months, likely between {formats.pounds(total.low)} and "
    return charts.bars(
        title="Likely to be paid, by month of payment",
        summary=f"{said}{formats.pounds(total.high)}.",
        unit="money",
        series=("Stated already", "Expected besides"),
        groups=[charts.Group(one.name, (one.stated, one.expected)) for one in months],
        stacked=True,
        group_name="Month",
    )


def _held_to(found: dict[str, Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    days = {name: date.fromisoformat(found[name]) for name in ("on", "from", "until")}
    amounts = {name: rounded(Decimal(found[name])) for name in ("said", "low", "high", "came")}
    return {**days, **amounts, "holds": found["low"] <= Decimal(found["came"]) <= found["high"]}


def _ceiling(programme: Programme, months: list[Month]) -> str:
    """When the cap of the whole contract would be reached, in a sentence; empty where it has none."""
    agreed = versions.all_agreed(programme)
    caps = (
        [cap.amount for cap in terms.of(agreed[-1]).caps if cap.scope == "contract" and not cap.outcome]
        if agreed
        else []
    )
    if not caps:
        return ""
    cap = min(caps)
    stated = sum((one.net for one in programme.pricing_runs.all()), Decimal(0))
    left = cap - stated
    coming = Decimal(0)
    for month in months:
        coming += month.expected
        if coming > left:
            return (
                f"{formats.pounds(max(left, Decimal(0)))} of the contract's cap of {formats.pounds(cap)} is left. "
                f"At this pace it is used up by what is paid in {month.name}; results beyond it are not paid."
            )
    return f"{formats.pounds(left)} of the contract's cap of {formats.pounds(cap)} is left: enough for these months."
