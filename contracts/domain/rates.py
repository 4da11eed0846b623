"""What is paid, by segment and by the year in which a participant started."""

import dataclasses
import datetime
from decimal import Decimal

CALENDAR, CONTRACT, FINANCIAL = "calendar", "contract", "financial"
YEAR_BASES = (CALENDAR, CONTRACT, FINANCIAL)


@dataclasses.dataclass(frozen=True)
class Rate:
    """An amount in pounds for a segment (None: every segment) and a start year (None: every year)."""

    segment: str | None
    start_year: int | None
    amount: Decimal


@dataclasses.dataclass(frozen=True)
class RateTable:
    """The amounts of one rule. What the table does not name is not paid.

    `year_basis` says what a start year is: `calendar` (2012 is 1 January to 31 December 2012), `financial` (2012 is
    1 April 2012 to 31 March 2013) or `contract` (1 is the twelve months from `year_starts`, 2 the next, and so on).
    """

    rates: tuple[Rate, ...]
    year_basis: str = CALENDAR
    year_starts: datetime.date | None = None

    def start_year(self, started_on: datetime.date) -> int:
        """The year, on the table's basis, in which a start of this day falls."""
        if self.year_basis == CONTRACT and self.year_starts is not None:
            return contract_year(started_on, self.year_starts)
        return financial_year(started_on) if self.year_basis == FINANCIAL else started_on.year

    def amount(self, segment: str, started_on: datetime.date) -> Decimal:
        """The amount for a participant of this segment who started on this day; nothing named means £0.

        The most exact entry counts: segment and year, then segment, then year, then the one for all.
        """
        return self.amount_in(segment, self.start_year(started_on))

    def amount_in(self, segment: str, start_year: int) -> Decimal:
        """The same by start year, for pricing in sets."""
        named = {(rate.segment, rate.start_year): rate.amount for rate in self.rates}
        for key in ((segment, start_year), (segment, None), (None, start_year), (None, None)):
            if key in named:
                return named[key]
        return Decimal("0.00")

    @property
    def highest(self) -> Decimal:
        return max((rate.amount for rate in self.rates), default=Decimal("0.00"))


def contract_year(day: datetime.date, first: datetime.date) -> int:
    """1 for the twelve months from the first day, 2 for the next, and so on."""
    return day.year - first.year + (0 if _month_day(day) < _month_day(first) else 1)


def anniversary(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years later, as contract years are counted: 1 March for 29 February of a shorter year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return datetime.date(day.year + years, 3, 1)


def financial_year(day: datetime.date) -> int:
    """The year in which the financial year of the day begins: on 1 April."""
    return day.year - 1 if _month_day(day) < (4, 1) else day.year


def _month_day(day: datetime.date) -> tuple[int, int]:
    return day.month, day.day
