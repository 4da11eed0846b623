"""The section `periods` of a programme pack: windows, closings and late exceptions, in the order in which they came."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.errors import Forbidden, Refused
from accounts.models import User
from contracts.models import Period
from outcomes.actions import periods
from outcomes.models import LateException, PeriodClosing, SubmissionWindow
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "periods"


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Set the windows, close the periods and grant the exceptions, in the names that the pack gives."""
    known = {period.code: period for period in Period.objects.filter(programme=programme)}
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        if row["period"] not in known:
            raise PackError(f"{path}/period", f"The contract has no period “{row['period']}”.")
        try:
            _load(known[row["period"]], row, path, by, at)
        except PackError:
            raise
        except (Refused, Forbidden) as refusal:
            raise PackError(path, str(refusal)) from refusal


def _load(period: Period, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    who = pack_people.person(row.get("by"), by, f"{path}/by")
    when = moment(row.get("at"), at)
    if row["kind"] == "window":
        days = {name: date.fromisoformat(row[name]) for name in ("opens_on", "closes_on")}
        periods.set_window(period=period, **days, reason=row.get("reason", ""), by=who, at=when)
    elif row["kind"] == "closing":
        periods.close(period=period, statement=row["statement"], by=who, at=when)
    else:
        agent = pack_people.organisation(row["agent"], f"{path}/agent")
        until = date.fromisoformat(row["until"])
        periods.grant(period=period, agent=agent, until=until, reason=row["reason"], by=who, at=when)


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every window, closing and exception, in the order in which they came, in the form in which `load` reads them."""
    of_programme = {"period__programme": programme}
    rows = [
        *map(_window, SubmissionWindow.objects.filter(**of_programme).select_related("period", "set_by")),
        *map(_closing, PeriodClosing.objects.filter(**of_programme).select_related("period", "closed_by")),
        *map(
            _exception,
            LateException.objects.filter(**of_programme).select_related("period", "agent", "granted_by").order_by("pk"),
        ),
    ]
    return sorted(rows, key=lambda row: (row["at"], row["period"]))


def _window(found: SubmissionWindow) -> dict[str, Any]:
    days = {"opens_on": found.opens_on.isoformat(), "closes_on": found.closes_on.isoformat()}
    reason = {"reason": found.reason} if found.reason else {}
    return {**_row("window", found.period, found.set_by, found.set_at), **days, **reason}


def _closing(found: PeriodClosing) -> dict[str, Any]:
    return {**_row("closing", found.period, found.closed_by, found.closed_at), "statement": found.statement}


def _exception(found: LateException) -> dict[str, Any]:
    told = {"agent": found.agent.code, "until": found.until.isoformat(), "reason": found.reason}
    return {**_row("exception", found.period, found.granted_by, found.granted_at), **told}


def _row(kind: str, period: Period, by: User, at: datetime) -> dict[str, Any]:
    return {"kind": kind, "period": period.code, "by": by.email, "at": at.isoformat()}
