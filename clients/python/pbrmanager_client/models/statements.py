"""What is sent and answered: statements.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Condition:
    label: str
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    title: str
    at: datetime
    by: str
    detail: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Explanation:
    claim: int | None
    participant: str
    agent: str
    outcome: str
    segment: str
    event_date: str
    version: int
    rules: tuple[Rule, ...]
    not_paid: tuple[str, ...]
    total: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    code: str
    kind: str
    rule: str
    name: str
    words: str
    outcome: str
    segment: str
    version: int
    count: int
    unit_amount: str
    gross: str
    deadweight: str
    cap: str
    net: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Others:
    count: int
    net: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Period:
    code: str
    starts_on: date
    ends_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class Priced:
    by_worker: bool
    run: int | None = None
    entries: int | None = None
    net: Decimal | None = None
    said: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProposalSent:
    due_on: date
    total: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Query:
    id: int
    about: str
    asked: Said
    answers: tuple[Said, ...]
    open: bool
    waits_for_answer: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class QueryAnswerSent:
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuerySent:
    text: str
    line: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    rule: str
    name: str
    words: str
    conditions: tuple[Condition, ...]
    net: str
    entries: tuple[dict[str, Any], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Said:
    text: str
    by: str
    at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignOffSent:
    total: str
    override: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Statement:
    id: int
    agent: str
    period: Period
    state: Literal["open", "proposed", "queried", "approved", "in_payment", "paid", "reconciled"]
    total: Decimal | None
    opened_at: datetime
    approved_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatementDetail:
    id: int
    agent: str
    period: Period
    state: Literal["open", "proposed", "queried", "approved", "in_payment", "paid", "reconciled"]
    total: Decimal | None
    opened_at: datetime
    approved_at: datetime | None
    lines: tuple[Line, ...]
    others: Others | None
    payers: tuple[dict[str, Any], ...]
    queries: tuple[Query, ...]
    events: tuple[Event, ...]
    may_propose: bool
    may_accept: bool
    may_query: bool
