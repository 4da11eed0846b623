"""Reads the tables of payment rules: amounts by segment and start year, numbers of weeks and steps by segment."""

import datetime

from contracts.domain import rates
from contracts.domain.problems import Reader
from contracts.domain.rates import Rate, RateTable
from contracts.domain.rules import Weeks


def finished(readers: list[Reader], *fields: str) -> list[Reader]:
    """The readers, with any field refused that is not among those that they may hold."""
    for reader in readers:
        reader.seen |= set(fields)
        reader.finish()
    return readers


def years(reader: Reader) -> tuple[str, datetime.date | None]:
    """By which years amounts differ, and the first day where they are years of the contract."""
    basis = reader.choice("year_basis", rates.YEAR_BASES, default=rates.CALENDAR)
    starts = reader.date("year_starts", required=basis == rates.CONTRACT)
    if basis != rates.CONTRACT and starts is not None:
        reader.note(
            "year_starts", "contradiction", "Leave this out: only contract years have a first day of their own."
        )
        starts = None
    return basis, starts


def table(reader: Reader, basis: str, starts: datetime.date | None) -> RateTable:
    """Amounts by segment and start year, each pair named once."""
    least, most = (1, 60) if basis == rates.CONTRACT else (1990, 2100)
    found: list[Rate] = []
    for inner in reader.readers("amounts", required=True):
        segment = inner.code("segment", required=False) or None
        year = inner.integer("start_year", least=least, most=most)
        amount = inner.money("amount")
        inner.finish()
        if any((rate.segment, rate.start_year) == (segment, year) for rate in found):
            inner.note("", "twice", "There is already an amount for this segment and start year. Keep one of them.")
        elif amount is not None:
            found.append(Rate(segment, year, amount))
    return RateTable(tuple(found), basis, starts)


def weeks(reader: Reader, key: str, unit: str, *, required: bool = False) -> tuple[Weeks, ...]:
    """A number for each segment, named once."""
    found: list[Weeks] = []
    for inner in reader.readers(key, required=required):
        segment = inner.code("segment", required=False) or None
        number = inner.integer(unit, least=1, most=1_000)
        inner.finish()
        if unit not in inner.value:
            inner.note(unit, "missing", f"Enter the number of {unit}.")
        elif any(entry.segment == segment for entry in found):
            inner.note("", "twice", "There is already a number for this segment. Keep one of them.")
        elif number is not None:
            found.append(Weeks(segment, number))
    return tuple(found)


def waiting_days(reader: Reader) -> int:
    """How many working days pass from the event to the day on which its amount falls due."""
    return reader.integer("waiting_working_days", least=0, most=366, default=0) or 0
