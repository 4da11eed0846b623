"""Windows in which rows of a period are sent, the closing of a period, and exceptions for agents by name."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from contracts.models import Period
from outcomes import permissions
from outcomes.actions import claims
from outcomes.models import LateException, PeriodClosing, SubmissionWindow
from outcomes.selectors import periods as selectors
from stages.models import Programme

LONGEST = 365


class PeriodRefused(Refused):
    """The period cannot be dealt with in this way as it stands."""


@transaction.atomic
def set_window(
    *, period: Period, opens_on: date, closes_on: date, by: User, at: datetime, reason: str = ""
) -> SubmissionWindow:
    """Say from when to when rows of the period are taken, both days included. Rows taken before stay.

    Raises `Forbidden` or `PeriodRefused`; a window that is changed needs a reason.
    """
    permissions.require(by, "period.manage", period.programme)
    _hold(period)
    before = selectors.standings_of([period])[0]
    if before.closed_on is not None:
        raise PeriodRefused("The period was closed. Grant an exception to the agent that still has rows to send.")
    if opens_on < period.starts_on:
        raise PeriodRefused(f"Enter a first day from {period.starts_on:%d/%m/%Y} on, when the period begins.")
    if closes_on < max(opens_on, period.ends_on):
        raise PeriodRefused("Enter a last day that is not before the first, nor before the end of the period.")
    if before.closes_on is not None and not reason.strip():
        raise PeriodRefused("Enter why the window is changed: agents have planned by it.")
    return _write_window(period, opens_on, closes_on, reason.strip(), by, at)


@transaction.atomic
def set_windows(*, programme: Programme, days: int, by: User, at: datetime) -> int:
    """Give every period without a window one: from its first day until so many days after its end.

    Returns how many were given one. Closed periods stay as they are.
    """
    permissions.require(by, "period.manage", programme)
    if not 0 <= days <= LONGEST:
        raise PeriodRefused(f"Enter a number of days from 0 to {LONGEST}.")
    periods = list(Period.objects.select_for_update(no_key=True).filter(programme=programme).order_by("starts_on"))
    standing = {one.code: one for one in selectors.standings_of(periods)}
    without = [one for one in periods if not standing[one.code].has_limits]
    for period in without:
        _write_window(period, period.starts_on, period.ends_on + timedelta(days=days), "", by, at)
    return len(without)


@transaction.atomic
def close(*, period: Period, statement: str, by: User, at: datetime) -> PeriodClosing:
    """Close a period for good. What is received for it afterwards needs an exception, and is listed.

    Raises `Forbidden`, or `PeriodRefused` while it runs, while files are being accepted, or once it is closed.
    """
    permissions.require(by, "period.manage", period.programme)
    _hold(period)
    claims.hold(period.programme, selectors.agents(period.programme).values_list("pk", flat=True))
    if PeriodClosing.objects.filter(period=period).exists():
        raise PeriodRefused("Somebody has closed this period already.")
    if localtime(at).date() <= period.ends_on:
        raise PeriodRefused(f"The period runs until {period.ends_on:%d/%m/%Y}. Close it after that day.")
    if waiting := selectors.unfinished(period.programme):
        files = "A file is" if waiting == 1 else f"{waiting} files are"
        raise PeriodRefused(f"{files} still being accepted. Close the period once that is done.")
    if not statement.strip():
        raise PeriodRefused("Enter what was looked at before closing.")
    made = PeriodClosing.objects.create(period=period, statement=statement.strip(), closed_by=by, closed_at=at)
    _audit("close", made, period, by, at, {"period": period.code, "statement": made.statement})
    return made


@transaction.atomic
def grant(*, period: Period, agent: Organisation, until: date, reason: str, by: User, at: datetime) -> LateException:
    """Let one agent send rows of a period until a day, though its window is over or the period closed.

    A further exception takes the place of the one before; a day before today ends it. Raises `Forbidden` or
    `PeriodRefused`.
    """
    permissions.require(by, "period.manage", period.programme)
    _hold(period)
    if not selectors.agents(period.programme).filter(pk=agent.pk).exists():
        raise PeriodRefused(f"{agent} is not an agent of this programme's contract.")
    if not selectors.standings_of([period])[0].has_limits:
        raise PeriodRefused("Rows of this period are taken without an end, so that nobody needs an exception.")
    if until < localtime(at).date() and selectors.latest_exception(period, agent) is None:
        raise PeriodRefused("Enter a day from today on.")
    if not reason.strip():
        raise PeriodRefused("Enter why the agent may still send rows.")
    made = LateException.objects.create(
        period=period, agent=agent, until=until, reason=reason.strip(), granted_by=by, granted_at=at
    )
    facts = {"period": period.code, "agent": agent.code, "until": until.isoformat(), "reason": made.reason}
    _audit("except", made, period, by, at, facts)
    return made


def _hold(period: Period) -> None:
    """One change of a period at a time."""
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)


def _write_window(
    period: Period, opens_on: date, closes_on: date, reason: str, by: User, at: datetime
) -> SubmissionWindow:
    made = SubmissionWindow.objects.create(
        period=period, opens_on=opens_on, closes_on=closes_on, reason=reason, set_by=by, set_at=at
    )
    facts = {"period": period.code, "opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat()}
    _audit("window", made, period, by, at, {**facts, "reason": reason})
    return made


def _audit(
    act: str,
    subject: SubmissionWindow | PeriodClosing | LateException,
    period: Period,
    by: User,
    at: datetime,
    after: dict[str, str],
) -> None:
    audit.record(
        by=by, at=at, action=f"outcomes.period.{act}", programme=period.programme.slug, subject=subject, after=after
    )
