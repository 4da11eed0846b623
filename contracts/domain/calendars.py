"""The calendar by which a version counts time that began before it."""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from contracts.domain.clauses import Calendar, SchoolTerm

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

DAY = datetime.timedelta(days=1)


def counting(terms: "Terms", versions: "Iterable[Terms]") -> Calendar:
    """The version's own calendar, with the school terms and bank holidays that versions before it name for their days.

    A later version need not repeat what is past: each day before it counts by what was agreed then, and by what the
    version itself says of it.
    """
    found = terms.calendar
    for one in versions:
        if one.effective_from < terms.effective_from:
            found = together(found, _until(one.calendar, terms.effective_from - DAY))
    return found


def together(one: Calendar, other: Calendar) -> Calendar:
    """The first calendar with the bank holidays and the school terms of both, no day twice."""
    terms: list[SchoolTerm] = []
    for term in sorted({*one.school_terms, *other.school_terms}, key=lambda term: (term.starts_on, term.ends_on)):
        starts_on = max(term.starts_on, terms[-1].ends_on + DAY) if terms else term.starts_on
        if starts_on <= term.ends_on:
            terms.append(SchoolTerm(starts_on, term.ends_on))
    holidays = tuple(sorted({*one.bank_holidays, *other.bank_holidays}))
    return dataclasses.replace(one, bank_holidays=holidays, school_terms=tuple(terms))


def _until(calendar: Calendar, last: datetime.date) -> Calendar:
    return dataclasses.replace(
        calendar,
        bank_holidays=tuple(day for day in calendar.bank_holidays if day <= last),
        school_terms=tuple(
            SchoolTerm(term.starts_on, min(term.ends_on, last))
            for term in calendar.school_terms
            if term.starts_on <= last
        ),
    )
