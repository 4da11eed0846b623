"""What is sent and answered: findings.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any, Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    what: str
    owner: str
    due_on: date
    done_at: datetime | None
    overdue: bool
    effect_checks: tuple[Effect, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Effect:
    effect: Literal["worked", "partly", "none", "worse"]
    note: str
    checked_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    number: int
    title: str
    summary: str
    source: Literal["monitoring", "verification", "expert_body", "service_user", "gate", "horizon"]
    severity: Literal["amber", "red", "critical", ""]
    stages: tuple[Questioned, ...]
    raised_at: datetime
    raised_by: str
    closed_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindingAnswerSent:
    answer: Literal["accept", "reopen", "dismiss"]
    rationale: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindingDetail:
    number: int
    title: str
    summary: str
    source: Literal["monitoring", "verification", "expert_body", "service_user", "gate", "horizon"]
    severity: Literal["amber", "red", "critical", ""]
    stages: tuple[Questioned, ...]
    raised_at: datetime
    raised_by: str
    closed_at: datetime | None
    evidence: dict[str, Any]
    replies: tuple[Reply, ...]
    actions: tuple[Action, ...]
    to_close: tuple[str, ...]
    closing_note: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindingSent:
    title: str
    summary: str
    source: Literal["verification", "expert_body", "service_user"]
    severity: Literal["amber", "red", "critical"]
    stages: tuple[Literal[1, 2, 3, 4, 5, 6], ...]
    why: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Questioned:
    stage: int
    why: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reply:
    kind: Literal["comment", "accepted", "dismissed"]
    text: str
    written_at: datetime
    written_by: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReplySent:
    text: str
