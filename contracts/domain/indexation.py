"""Amounts that rise with the years: by a fixed rate, or as a table of an index says."""

import dataclasses
import datetime
from fractions import Fraction

from contracts.domain.rates import CONTRACT, FINANCIAL, contract_year, financial_year

BASES = (CONTRACT, FINANCIAL)


@dataclasses.dataclass(frozen=True)
class IndexYear:
    """By which exact factor amounts are multiplied in a year."""

    year: int
    factor: Fraction


@dataclasses.dataclass(frozen=True)
class Indexation:
    """The amounts of `rules` (empty: of every rule but minimum payments) × a factor by year, to the penny.

    The year is that of the day that counts: the event date of a result or start, the day on which a fee for a period
    or a volume is owed. It is a contract year (1, 2, …) or a financial year, named by the year in which it begins.
    With `yearly` the factor is (1 + yearly)^(years since the first); with a `table` it is that of the latest year
    named up to then, and 1 before the first. `source` says where the index comes from.
    """

    basis: str = CONTRACT
    yearly: Fraction | None = None
    table: tuple[IndexYear, ...] = ()
    rules: tuple[str, ...] = ()
    source: str = ""

    def concerns(self, rule: str) -> bool:
        return not self.rules or rule in self.rules

    def year(self, day: datetime.date, first_day: datetime.date) -> int:
        """The year of a day. `first_day` is the first day of the contract."""
        return financial_year(day) if self.basis == FINANCIAL else contract_year(day, first_day)

    def factor(self, day: datetime.date, first_day: datetime.date) -> Fraction:
        """By what an amount of this day is multiplied."""
        year = self.year(day, first_day)
        if self.yearly is not None:
            return (1 + self.yearly) ** max(0, year - self.year(first_day, first_day))
        named = [entry.factor for entry in self.table if entry.year <= year]
        return named[-1] if named else Fraction(1)
