"""Make a cash forecast of a programme, and hold the same way of forecasting to what came half a year later."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone

from accounts.actions import audit
from accounts.models import Organisation, User
from payments import permissions
from payments.domain import cash_forecast, money
from payments.domain.cash_forecast import MONTHS, NOTHING, Expected
from payments.models import CashForecast
from payments.selectors import books, forecast_facts, forecast_money
from payments.selectors.forecast_facts import MONTH, Facts
from payments.selectors.forecast_money import Delays
from stages.models import Programme

HALF_A_YEAR = 6


@transaction.atomic
def make(*, programme: Programme, as_of: date, by: User, at: datetime) -> CashForecast | None:
    """Forecast what will be paid in the twelve months from the day on. None while there is no contract to pay by."""
    permissions.require(by, "statement.price", programme)
    if books.book(programme) is None:
        return None
    facts = forecast_facts.of(programme, at, as_of)
    known = forecast_money.delays(programme)
    made = CashForecast.objects.create(
        programme=programme, as_of=as_of, made_by=by, made_at=at,
        results={
            "months": [_month(as_of, place).isoformat() for place in range(MONTHS)],
            "agents": _agents(programme, facts, known, as_of),
            "known_until": facts.known_until.isoformat(),
            "people": sum(one.number for one in facts.people),
            "to_approval": known.to_approval, "to_payment": known.to_payment,
            "approvals_seen": known.approvals_seen, "payments_seen": known.payments_seen,
            "held_to": _held_to(programme, as_of, facts.known_until),
        },
    )  # fmt: skip
    audit.record(
        by=by, at=at, action="payments.forecast.make", programme=programme.slug, subject=made, after={"as_of": as_of}
    )
    return made


def _agents(programme: Programme, facts: Facts, known: Delays, as_of: date) -> dict[str, Any]:
    """By agent, for each month: what is stated already, and what is expected with its variance."""
    stated: defaultdict[int, list[Decimal]] = defaultdict(lambda: [money.pounds(0)] * MONTHS)
    for (agent, day), pounds in forecast_money.unpaid(programme, known, as_of).items():
        place = _place(as_of, day)
        if place < MONTHS:
            stated[agent][place] += pounds
    coming = _by_month_of_payment(programme, _still_to_come(facts), facts.known_until, known, as_of)
    names = dict(Organisation.objects.filter(pk__in={*stated, *coming}).values_list("pk", "name"))
    return {
        str(agent): {
            "name": names[agent],
            "stated": [money.text(one) for one in stated[agent]],
            "expected": [
                [round(one.pounds, 2), round(one.variance, 2)] for one in coming.get(agent, [NOTHING] * MONTHS)
            ],
        }
        for agent in sorted(names, key=names.__getitem__)
    }


def _still_to_come(facts: Facts) -> dict[int, list[Expected]]:
    """By agent and month of the result, without what is known for the days since."""
    rates = cash_forecast.curves(facts.people, facts.reached)
    found: dict[int, list[Expected]] = {}
    for (agent, outcome), months in cash_forecast.expected(facts.people, facts.reached, rates, facts.values).items():
        left = cash_forecast.without(months, facts.later.get((agent, outcome), 0))
        before = found.get(agent, [NOTHING] * MONTHS)
        found[agent] = [one + other for one, other in zip(before, left, strict=True)]
    return found


def _by_month_of_payment(
    programme: Programme, coming: dict[int, list[Expected]], known_until: date, known: Delays, as_of: date
) -> dict[int, list[Expected]]:
    """Results are stated for the period in which they lie, and paid some time after its end."""
    periods = list(programme.periods.order_by("starts_on").values_list("starts_on", "ends_on"))
    found: dict[int, list[Expected]] = {}
    for agent, months in coming.items():
        paid = [NOTHING] * MONTHS
        for place, one in enumerate(months):
            day = known_until + timedelta(days=round((2 * place + 1) * MONTH / 2))
            ends_on = next((end for start, end in periods if start <= day <= end), None)
            if ends_on is None and periods and day > periods[-1][1]:
                continue
            when = _place(as_of, known.paid_on(ends_on or day, as_of - timedelta(days=known.to_approval)))
            if when < MONTHS:
                paid[when] = paid[when] + one
        found[agent] = paid
    return found


def _held_to(programme: Programme, as_of: date, now_known: date) -> dict[str, Any] | None:
    """What a forecast made in the same way half a year ago would have said of results since, and what came."""
    then = as_of - timedelta(days=round(HALF_A_YEAR * MONTH))
    at = datetime.combine(then, time(23, 59), tzinfo=get_current_timezone())
    facts = forecast_facts.of(programme, at, then)
    months = int((now_known - facts.known_until).days / MONTH)
    if not facts.values or not 0 < months <= MONTHS:
        return None
    rates = cash_forecast.curves(facts.people, facts.reached)
    said = NOTHING
    for course in cash_forecast.expected(facts.people, facts.reached, rates, facts.values, months).values():
        for one in course:
            said = said + one
    until = facts.known_until + timedelta(days=round(months * MONTH))
    came = forecast_facts.came(programme, started_by=then, after=facts.known_until, until=until)
    return {
        "on": then.isoformat(), "from": facts.known_until.isoformat(), "until": until.isoformat(),
        "said": round(said.pounds, 2), "low": round(said.low, 2), "high": round(said.high, 2), "came": money.text(came),
    }  # fmt: skip


def _place(as_of: date, day: date) -> int:
    return (day.year - as_of.year) * 12 + day.month - as_of.month


def _month(as_of: date, place: int) -> date:
    number = as_of.year * 12 + as_of.month - 1 + place
    return date(number // 12, number % 12 + 1, 1)
