"""The standstill: so many whole days after the day of a choice, in which nobody awards and everybody may object."""

from datetime import date, timedelta

LONGEST = 90


def last_day(decided_on: date, days: int) -> date:
    """The last day of the standstill. An award may be made from the day after it on; without days, at once."""
    return decided_on + timedelta(days=days)


def is_over(decided_on: date, days: int, today: date) -> bool:
    return days == 0 or today > last_day(decided_on, days)
