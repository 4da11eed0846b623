"""When a programme is reviewed again."""

import calendar
from datetime import date

SHORTEST, LONGEST = 1, 60
"""Months between two reviews."""


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_due(due_on: date, every_months: int, held_on: date) -> date:
    """The first day of the rhythm after the day on which the review was held: a late review does not shift it."""
    count = 1
    while months_later(due_on, every_months * count) <= held_on:
        count += 1
    return months_later(due_on, every_months * count)
