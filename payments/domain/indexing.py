"""Amounts as they have risen with the years: each × the factor of its year, to the penny as the contract rounds."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.domain.indexation import Indexation
from payments.domain import money
from payments.domain.entitlements import Entitlement, Facts
from payments.domain.inputs import Book
from payments.domain.metric_sums import MetricSum
from payments.domain.period_sums import PeriodSum


class Index:
    """The index clauses of the versions. Versions without one leave every amount as it is."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._factors: dict[tuple[int, date], tuple[int, Fraction]] = {}

    def entitlements(self, found: Iterable[Entitlement]) -> list[Entitlement]:
        return [self._entitlement(one) for one in found]

    def sums(self, found: Iterable[PeriodSum | MetricSum]) -> list[PeriodSum | MetricSum]:
        """What measured figures bring does not rise: it is a share, or has its own amounts."""
        return [self._sum(one) if isinstance(one, PeriodSum) else one for one in found]

    def _entitlement(self, one: Entitlement) -> Entitlement:
        clause = self.book.terms[one.version].indexation
        if clause is None or not clause.concerns(one.rule.code):
            return one
        amount, facts = self._risen(clause, one.version, one.amount, one.event_date, None)
        return one._replace(amount=amount, facts={**one.facts, **facts})

    def _sum(self, one: PeriodSum) -> PeriodSum:
        clause = self.book.terms[one.version].indexation
        if clause is None or not clause.concerns(one.rule.code):
            return one
        amount, facts = self._risen(clause, one.version, one.amount, one.due_on, one.exact)
        return one._replace(amount=amount, facts={**one.facts, **facts})

    def _risen(
        self, clause: Indexation, version: int, amount: Decimal, day: date, exact: Fraction | None
    ) -> tuple[Decimal, Facts]:
        """The amount to the penny, and the facts of it; an amount whose factor is 1 stays as it is.

        What is not a whole number of pennies before it rises (`exact`) is rounded only once it has risen.
        """
        key = (version, day)
        if key not in self._factors:
            first = self.book.first_day
            self._factors[key] = clause.year(day, first), clause.factor(day, first)
        year, factor = self._factors[key]
        if factor == 1:
            return amount, {}
        risen = money.pounds(
            money.pence((Fraction(amount) if exact is None else exact) * factor, self.book.terms[version].rounding)
        )
        facts = {"amount": str(amount), "factor": str(factor), "year": year, "basis": clause.basis}
        return risen, {"indexed": {**facts, "source": clause.source}}


def is_indexed(book: Book) -> bool:
    """Whether any version lets amounts rise, so that contracts without such a clause are spared the walk."""
    return any(terms.indexation is not None for terms in book.terms.values())
