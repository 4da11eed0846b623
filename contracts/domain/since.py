"""How long after another result something must lie: days, weeks and months of the calendar, or weeks of term."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from contracts.domain.days import months_after

if TYPE_CHECKING:
    from contracts.domain.clauses import Calendar

WORKING_DAYS, WEEKS, TERM_WEEKS, MONTHS = "working_days", "weeks", "term_weeks", "months"
UNITS = {
    WEEKS: ("week", "weeks"),
    MONTHS: ("month", "months"),
    WORKING_DAYS: ("working day", "working days"),
    TERM_WEEKS: ("week of term", "weeks of term"),
}


@dataclasses.dataclass(frozen=True)
class Since:
    """At least so long after the first result of another outcome (`start`: after the participant's start).

    The day itself is not counted: three months after 10 February are over on 10 May, and a result of that day counts.
    A week of term has passed when as many school days have as a week has working weekdays.
    """

    outcome: str
    number: int
    unit: str

    def first_day(self, day: datetime.date, calendar: "Calendar") -> datetime.date | None:
        """The first day that counts after a result of this day; None where no terms are known so far ahead."""
        if self.unit == MONTHS:
            return months_after(day, self.number)
        if self.unit == WEEKS:
            return day + datetime.timedelta(weeks=self.number)
        if self.unit == WORKING_DAYS:
            return calendar.after(day, self.number)
        return calendar.after_term_weeks(day, self.number)

    @property
    def length(self) -> str:
        """The time in words, such as “3 months”."""
        one, many = UNITS[self.unit]
        return f"{self.number} {one if self.number == 1 else many}"
