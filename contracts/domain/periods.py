"""Periods made between two dates."""

import datetime

from contracts.domain.clauses import Period
from contracts.domain.days import months_after

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
DAY = datetime.timedelta(days=1)


def generate(first: datetime.date, last: datetime.date, length: str) -> tuple[Period, ...]:
    """Periods of one, three or twelve months from `first` on; the last one ends on `last`, even if it is shorter.

    A period is named by its months, such as 2026-04 or 2026-04-to-2026-06.
    """
    found: list[Period] = []
    months = 0
    start = first
    while start <= last:
        months += MONTHS[length]
        end = min(months_after(first, months) - DAY, last)
        found.append(Period(_code(start, end), start, end))
        start = end + DAY
    return tuple(found)


def _code(start: datetime.date, end: datetime.date) -> str:
    return f"{start:%Y-%m}" if f"{start:%Y-%m}" == f"{end:%Y-%m}" else f"{start:%Y-%m}-to-{end:%Y-%m}"
