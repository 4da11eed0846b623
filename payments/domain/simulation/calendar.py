"""The months of a contract, and what its rules say of a result by month: whether it is paid, when, and how much."""

import dataclasses
from bisect import bisect_left
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from contracts.domain.days import months_after
from contracts.domain.rates import RateTable, contract_year
from contracts.domain.rules import START, OutcomeFee, SustainmentFee, for_segment
from contracts.domain.terms import Period, Terms
from payments.domain.simulation import questions
from payments.domain.simulation.draws import Array


@dataclasses.dataclass(frozen=True)
class Months:
    """Starts and results fall on the first day of a month, counted from the first day of the version.

    `first_day` is that of the first version, from which contract years are counted.
    """

    terms: Terms
    first_day: date

    @cached_property
    def days(self) -> list[date]:
        return questions.months(self.terms)

    @property
    def count(self) -> int:
        return len(self.days)

    @cached_property
    def segments(self) -> list[str]:
        return [segment.code for segment in questions.segments(self.terms)]

    @cached_property
    def periods(self) -> list[Period]:
        return sorted(self.terms.periods, key=lambda period: period.ends_on)

    def month_of(self, day: date) -> int:
        """The month of the contract into which a day falls; months go on beyond the end."""
        number = (day.year - self.days[0].year) * 12 + day.month - self.days[0].month
        return number if months_after(self.days[0], number) <= day else number - 1

    def due_on(self, month: int, waiting: int) -> date:
        return self.terms.calendar.after(self.days[month], waiting) if waiting else self.days[month]

    def paid_on(self, day: date, due_on: date) -> date:
        """When the money comes: so many days after the event as assumed, but never before it is due."""
        return max(due_on, day + timedelta(days=self.terms.assumptions.days_to_payment or 0))

    def period_of(self, day: date) -> str:
        place = min(bisect_left([period.ends_on for period in self.periods], day), len(self.periods) - 1)
        return self.periods[place].code if self.periods else ""

    def year_of(self, day: date) -> int:
        return contract_year(day, self.first_day)

    def amounts(self, table: RateTable) -> Array:
        """Pounds by segment and month of the start."""
        found = [[float(table.amount(segment, day)) for day in self.days] for segment in self.segments]
        return np.array(found)

    def first_month_from(self, day: date) -> int:
        """The first month that begins on the day or later."""
        return bisect_left(self.days, day)

    def open_months(self, rule: object, outcome: str, months: int) -> Array:
        """1 where the rule pays a result by segment, month of the start and months since, and otherwise 0."""
        key = (id(rule), outcome, months)
        if key not in self._open:
            self._open[key] = self._open_months(rule, outcome, months)
        return self._open[key]

    @cached_property
    def _open(self) -> dict[tuple[int, str, int], Array]:
        """What has been asked for before, by rules of these terms: every block of runs asks for the same."""
        return {}

    def _open_months(self, rule: object, outcome: str, months: int) -> Array:
        window = self.terms.outcome(outcome).window_days
        found = np.zeros((len(self.segments), self.count, months))
        for start, day in enumerate(self.days):
            for later in range(min(months, self.count - start)):
                since = (self.days[start + later] - day).days
                if window is None or since <= window:
                    day_of = self.days[start + later]
                    found[:, start, later] = [self._timely(rule, code, day, day_of) for code in self.segments]
        return found

    def _timely(self, rule: object, segment: str, day: date, day_of: date) -> bool:
        """Whether a result of a day comes late enough, and not too late, after a start of another."""
        if not isinstance(rule, OutcomeFee):
            return True
        if rule.since is not None and rule.since.outcome == START:
            first = rule.since.over_on(day, self.terms.calendar)
            if first is None or day_of < first:
                return False
        within = rule.within if rule.within is not None and rule.within.outcome == START else None
        if within is not None and day_of > within.last_on(day, self.terms.calendar):
            return False
        weeks = for_segment(rule.qualifying_weeks, segment)
        return weeks is None or (day_of - day).days >= weeks * 7

    def steps(self, rule: SustainmentFee, start: int, event: int, segment: str) -> list[int]:
        """The months in which the steps of a result that was first kept up in a month fall, as far as they are paid."""
        key = (rule.code, start, event, segment)
        if key not in self._steps:
            self._steps[key] = self._steps_of(rule, start, event, segment)
        return self._steps[key]

    @cached_property
    def _steps(self) -> dict[tuple[str, int, int, str], list[int]]:
        """What has been asked for before: every run asks for the same."""
        return {}

    def _steps_of(self, rule: SustainmentFee, start: int, event: int, segment: str) -> list[int]:
        first, day = self.days[event], self.days[start]
        window = self.terms.outcome(rule.outcome).window_days
        found = []
        for step in range(for_segment(rule.max_steps, segment) or 0):
            month = self.first_month_from(first + timedelta(weeks=rule.every_weeks * step))
            if month >= self.count:
                break
            since = (self.days[month] - day).days
            if (window is None or since <= window) and (
                rule.allotted_weeks is None or since <= rule.allotted_weeks * 7
            ):
                found.append(month)
        return found

    def risen(self, rule: str) -> Array:
        """By what amounts of the rule are multiplied in each month, as they rise with the years."""
        return np.array([self.risen_on(rule, day) for day in self.days])

    def risen_on(self, rule: str, day: date) -> float:
        index = self.terms.indexation
        return float(index.factor(day, self.first_day)) if index is not None and index.concerns(rule) else 1.0
