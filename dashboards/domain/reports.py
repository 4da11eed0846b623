"""When a report is due by itself."""

from datetime import date, timedelta

MONTH, QUARTER = "month", "quarter"
MONTHS = {MONTH: 1, QUARTER: 3}


def due(every: str, set_on: date, today: date) -> date | None:
    """The first day of the month or quarter that has begun, if it began after the plan was set.

    A report made on that day, or at any later time in the same month or quarter, speaks of everything until it.
    Months that were missed are not made up for: their figures would be those of today. None: nothing is due.
    """
    months = MONTHS.get(every)
    if months is None:
        return None
    begun = date(today.year, today.month - (today.month - 1) % months, 1)
    return begun if begun > set_on else None


def pack_is_due(meets_on: date, days: int | None, today: date) -> bool:
    """Whether a meeting is at most so many days away, and not over."""
    return days is not None and today <= meets_on <= today + timedelta(days=days)
