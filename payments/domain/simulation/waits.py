"""Results that a rule pays for only so long after another: here nobody reaches them sooner, as in a home that is kept.

Whoever keeps something up claims when the time is over, so that the later result is put off until then.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contracts.domain.spans import Span
from contracts.domain.terms import Terms
from payments.domain.simulation import questions

Numbers = NDArray[np.signedinteger[Any]]
Array = NDArray[np.float64]
Wait = tuple[str, int]


def of_terms(terms: Terms) -> dict[str, Wait]:
    """By outcome, the other result with the months that have to pass at most until enough time has."""
    days = questions.months(terms)
    return {code: _wait(terms, days, one) for code, one in questions.waits(terms).items()}


def _wait(terms: Terms, days: Sequence[date], since: Span) -> Wait:
    after = first_months(terms, days, since) - np.arange(len(days))
    inside = after[after + np.arange(len(days)) < len(days)]
    return since.outcome, int(inside.max(initial=0))


def first_months(terms: Terms, days: Sequence[date], since: Span) -> Numbers:
    """For each month of the other result, the first month that begins when enough time has passed."""
    first = [since.over_on(day, terms.calendar) for day in days]
    return np.array([len(days) if day is None else bisect_left(days, day) for day in first], dtype=np.int32)


def last_months(terms: Terms, days: Sequence[date], within: Span) -> Numbers:
    """For each month of the other result, the last month that begins before the time is past."""
    return np.array([bisect_right(days, within.last_on(day, terms.calendar)) - 1 for day in days], dtype=np.int32)


def first(times: Iterable[Numbers], never: int) -> Numbers:
    """For each person the first of several times at which something is reached; `never` where none is."""
    one, *others = (np.where(time >= 0, time, never) for time in times)
    for other in others:
        one = np.minimum(one, other)
    return one


def together(delays: Mapping[str, Array], waits: Mapping[str, Wait]) -> dict[str, Array]:
    """The share of results in each month after the start, none of them before its wait is over.

    The later of two months is not beyond a month when neither is: their shares up to it multiply.
    """
    found: dict[str, Array] = {}
    for code, own in delays.items():
        shares = own
        if code in waits:
            other, months = waits[code]
            before = np.concatenate([np.zeros(months), found.get(other, delays[other])])
            size = max(shares.size, before.size)
            both = np.cumsum(_padded(shares, size)) * np.cumsum(_padded(before, size))
            shares = np.diff(both, prepend=0.0)
            shares = shares / shares.sum()
        found[code] = shares
    return found


def _padded(shares: Array, size: int) -> Array:
    return np.concatenate([shares, np.zeros(size - shares.size)])


def put_off(
    terms: Terms, code: str, start: Numbers, later: Numbers, reached: Mapping[str, Iterable[Numbers]]
) -> Numbers:
    """Months since the start of each person's result, put off until the wait is over; −1 where it never is."""
    days, since = questions.months(terms), questions.waits(terms).get(code)
    if since is None:
        return later
    whom = np.flatnonzero(later >= 0)
    begun = start[whom]
    other = begun + first([times[whom] for times in reached[since.outcome]], len(days))
    inside = other < len(days)
    at = first_months(terms, days, since)[np.where(inside, other, 0)]
    found = later.copy()
    found[whom] = np.where(inside & (at < len(days)), np.maximum(later[whom], at - begun), -1)
    return found
