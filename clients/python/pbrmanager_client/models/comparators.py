"""What is sent and answered: comparators.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Comparator:
    number: int
    version: int
    standard: Literal["indigo", "ocds"]
    identifier: str
    title: str
    as_of: str
    people_planned: str | None
    people_reached: str | None
    months: str | None
    prices: tuple[ShortPrice, ...]
    known: int
    unknown: int
    wrong: int
    removed_because: str | None
    added_by: str
    added_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparatorDetail:
    number: int
    version: int
    standard: Literal["indigo", "ocds"]
    identifier: str
    title: str
    as_of: str
    people_planned: str | None
    people_reached: str | None
    months: str | None
    prices: tuple[ShortPrice, ...]
    known: int
    unknown: int
    wrong: int
    removed_because: str | None
    added_by: str
    added_at: datetime
    stage: Fact | None
    sector: Fact | None
    challenge: Fact | None
    intervention: Fact | None
    population: Fact | None
    places: tuple[Fact, ...]
    dates: tuple[Date, ...]
    money: tuple[Money, ...]
    organisations: tuple[TakesPart, ...]
    outcomes: tuple[PaidFor, ...]
    results: tuple[ResultElsewhere, ...]
    payments: tuple[Payments, ...]
    sources: tuple[Source, ...]
    notes: str
    releases: tuple[MergedRelease, ...]
    superseded_fields: tuple[UnreadField, ...]
    unknown_fields: tuple[UnreadField, ...]
    wrong_fields: tuple[UnreadField, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Date:
    name: str
    when: Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    value: str
    status: str
    sources: tuple[str, ...]
    path: str
    release: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fault:
    path: str
    problem: str
    cure: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MergedRelease:
    id: str
    released_at: str
    path: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Money:
    name: str
    currency: str
    amount: Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaidFor:
    id: str
    definition: Fact | None
    population: Fact | None
    people: Fact | None
    target: Fact | None
    also_asked: Fact | None
    checked_by: Fact | None
    data_from: Fact | None
    notes: str
    prices: tuple[Price, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Payments:
    kind: str
    currency: str
    amount: str
    count: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Price:
    currency: str
    amount: Fact | None
    in_dollars: Fact | None
    most: Fact | None
    rises: Fact | None
    description: Fact | None
    notes: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RemovalSent:
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResultElsewhere:
    outcome: str
    kind: str
    starts_on: str
    ends_on: str
    words: Fact | None
    engaged: str | None
    achieved: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ShortPrice:
    outcome: str
    currency: str
    amount: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source:
    id: str
    name: str
    kind: str
    url: str
    published_on: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Taken:
    taken: tuple[TakenScheme, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class TakenScheme:
    state: Literal["new", "newer", "same", "older", "left_out"]
    title: str
    number: int | None = None
    version: int | None = None
    known: int | None = None
    unknown: int | None = None
    wrong: int | None = None
    faults: tuple[Fault, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class TakesPart:
    id: str
    name: str
    roles: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class UnreadField:
    path: str
    value: str
