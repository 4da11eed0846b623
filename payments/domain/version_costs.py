"""What the same starts and claims come to under the terms of another version: for comparing drafts, never for paying.

Everything is priced from the beginning as if the one version had always been in force, so that caps and counts of
results run as they would have run. Periods are those of the programme.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from contracts.domain.terms import Period, Terms
from payments.domain import pricing
from payments.domain.inputs import Book, Claim, Figure, Inputs, Start
from payments.domain.lines import Line

NOUGHT = Decimal("0.00")
ALONE = 1


class Known(NamedTuple):
    """A start, with the attributes by which a version finds the segment, and the one into which it was put since."""

    start: Start
    attributes: Mapping[str, Any]
    moved: str = ""


class Part(NamedTuple):
    """What amounts of one person each are for: the outcome, under one rule, for people of one segment."""

    outcome: str
    rule: str
    segment: str


@dataclasses.dataclass(frozen=True)
class Of:
    """How many amounts a part has that are of one person each, and what they come to in pounds."""

    people: int = 0
    net: Decimal = NOUGHT


@dataclasses.dataclass(frozen=True)
class Cost:
    """How many amounts a period has, what they come to in pounds, and the parts that are of one person each."""

    results: int = 0
    net: Decimal = NOUGHT
    parts: Mapping[Part, Of] = dataclasses.field(default_factory=dict)


def by_period(
    terms: Terms,
    periods: Sequence[Period],
    known: Iterable[Known],
    claims: Iterable[Claim],
    as_of: date,
    agents: Mapping[str, int] | None = None,
    figures: Iterable[Figure] = (),
) -> dict[str, Cost]:
    """What each period would have cost under the terms, by the period's code. Periods without a result cost nothing.

    `agents`: the keys of those whose fees and measured figures count too, by code.
    """
    segment = _segments(terms)
    codes = {one.code for one in terms.segments}
    starts = [
        one.start._replace(segment=one.moved if one.moved in codes else segment(one.attributes), version=ALONE)
        for one in known
    ]
    alone = [claim._replace(version=ALONE) for claim in claims]
    book = Book({ALONE: terms}, periods, agents or {})
    priced = pricing.price(Inputs(book, starts, alone, as_of, figures))
    lines: dict[str, list[Line]] = {period.code: [] for period in periods}
    for line in priced.lines:
        lines[line.period].append(line)
    return {code: _cost(of_period) for code, of_period in lines.items()}


def _cost(lines: Sequence[Line]) -> Cost:
    parts: dict[Part, Of] = {}
    for line in lines:
        if line.participant is not None:
            part = Part(line.outcome, line.rule, line.segment)
            known = parts.get(part, Of())
            parts[part] = Of(known.people + 1, known.net + line.net)
    return Cost(len(lines), sum((line.net for line in lines), NOUGHT), parts)


def _segments(terms: Terms) -> Callable[[Mapping[str, Any]], str]:
    """The segment that the terms give to attributes; the same attributes are looked at once."""
    names = sorted({name for segment in terms.segments for name, _ in segment.rule})
    seen: dict[tuple[str, ...], str] = {}

    def of(attributes: Mapping[str, Any]) -> str:
        key = tuple(str(attributes.get(name, "")) for name in names)
        if key not in seen:
            seen[key] = terms.segment_of(attributes)
        return seen[key]

    return of
