"""The days of the demonstration: everything happens before the day on which it is loaded."""

import dataclasses
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone

SENT_AFTER = 8
PRICED_AFTER = 10
PROPOSED_AFTER = 11
JUDGED_AFTER = 12
APPROVED_AFTER = 15


@dataclasses.dataclass(frozen=True)
class Quarter:
    """Three months of the contract, both ends included."""

    number: int
    code: str
    starts_on: date
    ends_on: date

    def after(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment so many days after the quarter's end."""
        return moment(self.ends_on + timedelta(days=days), hour, minute)


@dataclasses.dataclass(frozen=True)
class Calendar:
    """Two years of quarters that are over, the last of them long enough ago for its files to have come in."""

    today: date
    starts_on: date
    over: tuple[Quarter, ...]
    whole: tuple[Quarter, ...]

    def before(self, days: int, hour: int = 10) -> datetime:
        """A moment so many days before the contract started."""
        return moment(self.starts_on - timedelta(days=days), hour)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=get_current_timezone())


def month_after(day: date, months: int) -> date:
    """The first of the month so many months after the month of the day."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def calendar(today: date, *, over: int = 8, ahead: int = 8) -> Calendar:
    """The calendar as seen from the day: `over` quarters that have ended, and `ahead` more to the contract's end."""
    enough = today.day > APPROVED_AFTER + 2
    end = month_after(today, 0 if enough else -1)
    start = month_after(end, -3 * over)
    whole = tuple(
        Quarter(
            number,
            f"y{number // 4 + 1}-q{number % 4 + 1}",
            month_after(start, 3 * number),
            month_after(start, 3 * number + 3) - timedelta(days=1),
        )
        for number in range(over + ahead)
    )
    return Calendar(today, start, whole[:over], whole)
