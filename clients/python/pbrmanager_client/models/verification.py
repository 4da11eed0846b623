"""What is sent and answered: verification.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgentResult:
    agent: str
    claims: int
    drawn: int
    checked: int
    wrong: int
    error_rate: str
    verdict: str
    wrong_value: str
    recovery: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Check:
    id: int
    claim: int
    participant: str
    agent: str
    stratum: str
    value: str
    state: Literal["to_check", "asked", "to_confirm", "appealed", "passed", "failed", "withdrawn"]
    evidence_due: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CheckDetail:
    id: int
    claim: int
    participant: str
    agent: str
    stratum: str
    value: str
    state: Literal["to_check", "asked", "to_confirm", "appealed", "passed", "failed", "withdrawn"]
    evidence_due: date | None
    requests: tuple[EvidenceRequest, ...]
    decisions: tuple[Decision, ...]
    may_answer: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Decision:
    step: str
    verdict: str
    reason: str
    decided_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceAnswer:
    text: str
    reference: str
    answered_by: str
    answered_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceAnswerSent:
    text: str
    reference: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceRequest:
    id: int
    text: str
    due_on: date
    answer: EvidenceAnswer | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    number: int
    name: str
    state: Literal["planned", "running", "ended", "given_up"]
    starts_on: date
    ends_on: date
    due_on: date
    method: Literal["equal", "by_value"]
    confidence: str
    tolerable: str
    drawn: int
    decided: int
    wrong: int
    results: tuple[AgentResult, ...]
