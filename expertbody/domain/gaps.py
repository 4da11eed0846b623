"""When the Expert Body was whole, and when a constituency had nobody."""

import dataclasses
from collections.abc import Iterable
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Term:
    """The first and the last day of a term; no last day means that it runs on."""

    first: date
    last: date | None


@dataclasses.dataclass(frozen=True)
class Gap:
    """Days in a row on which nobody sat, both included. A gap without a last day is not filled yet."""

    first: date
    last: date | None


def gaps(terms: Iterable[Term], first: date, until: date) -> list[Gap]:
    """The gaps from the first day to `until`, both included; one that reaches `until` and is not filled stays open.

    A term that begins after `until` ends the last gap the day before.
    """
    found: list[Gap] = []
    free_from: date | None = first
    for term in sorted(terms, key=lambda one: (one.first, one.last or date.max)):
        if free_from is None:
            break
        if term.last is not None and term.last < free_from:
            continue
        if term.first > free_from and free_from <= until:
            found.append(Gap(free_from, term.first - DAY))
        free_from = None if term.last is None else max(free_from, term.last + DAY)
    if free_from is not None and free_from <= until:
        found.append(Gap(free_from, None))
    return found
