"""Which period an amount belongs to."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from contracts.domain.terms import Period


class PeriodFinder:
    """The period in which an amount is stated: the one in which it falls due.

    What falls due between periods belongs to the next one, and what falls due after the last belongs to the last.
    """

    def __init__(self, periods: Sequence[Period]) -> None:
        self.periods = sorted(periods, key=lambda period: period.ends_on)
        self.ends = [period.ends_on for period in self.periods]
        self.known: dict[date, str] = {}

    def of(self, day: date) -> str:
        found = self.known.get(day)
        if found is None:
            place = min(bisect_left(self.ends, day), len(self.ends) - 1)
            found = self.known[day] = self.periods[place].code
        return found
