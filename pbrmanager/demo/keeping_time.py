"""When data is due in the demonstration: windows for every period, closings, and one agent given more time."""

from datetime import timedelta

from contracts.models import Period
from outcomes.actions import periods
from pbrmanager.demo.calendar import APPROVED_AFTER, Calendar
from pbrmanager.demo.cast import Cast
from stages.models import Programme

DAYS_TO_SEND = 20
CLOSED_AFTER = max(DAYS_TO_SEND, APPROVED_AFTER) + 5


def keep(cast: Cast, programme: Programme, calendar: Calendar, *, late: str) -> None:
    """Agents send within twenty days; all but the last two quarters are closed, the latest of them not for `late`."""
    by = cast["commissioner"]
    periods.set_windows(programme=programme, days=DAYS_TO_SEND, by=by, at=calendar.before(40))
    closed = calendar.over[:-2]
    for quarter in closed:
        periods.close(
            period=_period(programme, quarter.code), by=by, at=quarter.after(CLOSED_AFTER),
            statement="Every agent has sent its rows, and those that were rejected have been corrected or given up.",
        )  # fmt: skip
    periods.grant(
        period=_period(programme, closed[-1].code), agent=cast.organisation(late), by=by,
        until=calendar.today + timedelta(days=21), at=closed[-1].after(CLOSED_AFTER + 10),
        reason="Employers’ letters for eleven jobs came back from the payroll bureau after the window.",
    )  # fmt: skip


def _period(programme: Programme, code: str) -> Period:
    return Period.objects.get(programme=programme, code=code)
