"""How long after another result something must lie: days, weeks and months of the calendar, or weeks of term."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from contracts.domain.days import months_after

if TYPE_CHECKING:
    from contracts.domain.clauses import Calendar

DAYS, WORKING_DAYS, WEEKS, TERM_WEEKS, MONTHS = "days", "working_days", "weeks", "term_weeks", "months"
UNITS = {
    DAYS: ("day", "days"),
    WEEKS: ("week", "weeks"),
    MONTHS: ("month", "months"),
    WORKING_DAYS: ("working day", "working days"),
    TERM_WEEKS: ("week of term", "weeks of term"),
}
WEEK_DAYS = 7
SHORT_MONTHS, LONG_MONTHS, LEAP_DAYS = datetime.date(2001, 2, 1), datetime.date(2001, 7, 1), 2
"""From February on, months are as short as they come, from July on as long, to a day or two."""


@dataclasses.dataclass(frozen=True)
class Span:
    """A time after the first result of another outcome (`start`: after the participant's start).

    The day itself is not counted: three months after 10 February are over on 10 May, and a result of that day counts,
    whether the time is the least or the most that is asked for.
    A week of term has passed when as many school days have as a week has working weekdays.
    """

    outcome: str
    number: int
    unit: str

    def over_on(self, day: datetime.date, calendar: "Calendar") -> datetime.date | None:
        """The day on which the time after a result of this day is over; None where no terms are known so far ahead."""
        if self.unit == MONTHS:
            return months_after(day, self.number)
        if self.unit == WORKING_DAYS:
            return calendar.after(day, self.number)
        if self.unit == TERM_WEEKS:
            return calendar.after_term_weeks(day, self.number)
        return day + datetime.timedelta(days=self._plain_days)

    def last_on(self, day: datetime.date, calendar: "Calendar") -> datetime.date:
        """The last day on which the time is not past. Of weeks of term it is certain only up to the terms known."""
        over = self.over_on(day, calendar)
        if over is None:
            return calendar.school_terms[-1].ends_on if calendar.school_terms else day
        return over

    @property
    def _plain_days(self) -> int:
        return self.number * WEEK_DAYS if self.unit in (WEEKS, TERM_WEEKS) else self.number

    @property
    def least_days(self) -> int:
        """So many days pass at least while the time passes, whatever the calendar."""
        if self.unit == MONTHS:
            return (months_after(SHORT_MONTHS, self.number) - SHORT_MONTHS).days - LEAP_DAYS
        return self._plain_days - (LEAP_DAYS if self.unit == TERM_WEEKS else 0)

    @property
    def most_days(self) -> int | None:
        """So many days pass at most while the time passes; None where that depends on the calendar."""
        if self.unit in (WORKING_DAYS, TERM_WEEKS):
            return None
        if self.unit == MONTHS:
            return (months_after(LONG_MONTHS, self.number) - LONG_MONTHS).days + LEAP_DAYS
        return self._plain_days

    def is_over_before(self, other: "Span") -> bool:
        """Whether this time is certainly over on an earlier day than the other, counted from the same result."""
        if self.outcome != other.outcome:
            return False
        if self.unit == other.unit:
            return self.number < other.number
        return self.most_days is not None and self.most_days < other.least_days

    @property
    def length(self) -> str:
        """The time in words, such as “3 months”."""
        one, many = UNITS[self.unit]
        return f"{self.number} {one if self.number == 1 else many}"
