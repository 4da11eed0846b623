"""What pricing is given: who started, what was claimed, the terms of every version, the periods. Tuples, for sets."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts.domain.terms import Period, Terms


class Start(NamedTuple):
    """A participant who started with an agent. The segment and the version are those of the day of the start.

    `recut`: by the key of a version that does not know this segment, the one that it gives.
    """

    participant: int
    reference: str
    agent: int
    segment: str
    started_on: date
    version: int
    recut: Mapping[int, str] = {}

    def under(self, version: int) -> "Start":
        """The start in the segment by which a version prices it."""
        return self._replace(segment=self.recut[version]) if version in self.recut else self


class Claim(NamedTuple):
    """A claim that stands: accepted, and neither failed nor withdrawn. The version is that of its event date."""

    claim: int
    participant: int
    outcome: str
    event_date: date
    sequence: int
    version: int


class Figure(NamedTuple):
    """A measured figure that was confirmed: the latest of its metric, agent (None: all of them) and what it covers.

    `covers`: the code of a period, of a cohort, or of an earlier group. `value` is numerator ÷ denominator where the
    metric is a ratio. `measurement` is its key, `corrected` why it took the place of an earlier one.
    """

    metric: str
    agent: int | None
    covers: str
    value: Fraction
    numerator: Fraction | None
    denominator: Fraction | None
    measured_on: date
    measurement: int = 0
    corrected: str = ""


@dataclasses.dataclass(frozen=True)
class Book:
    """The contract: the terms of each agreed version by its key, and the periods in order of their days.

    `agents`: the key of each agent by its code, for what is paid to an agent whether or not anybody started.
    """

    terms: Mapping[int, Terms]
    periods: Sequence[Period]
    agents: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @property
    def first_day(self) -> date:
        """The first day of the first version, from which contract years are counted."""
        return min(terms.effective_from for terms in self.terms.values())


@dataclasses.dataclass(frozen=True)
class Inputs:
    """Everything that a pricing depends on. The order of starts, claims and figures makes no difference.

    `handed_over`: for each participant who changed agents, the days from which another agent has them, in order.
    """

    book: Book
    starts: Iterable[Start]
    claims: Iterable[Claim]
    as_of: date
    figures: Iterable[Figure] = ()
    handed_over: Mapping[int, Sequence[tuple[date, int]]] = dataclasses.field(default_factory=dict)
