"""What is sent and answered: participants and claims.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class AmendmentSent:
    sequence: int | None = None
    value: str | None = None
    evidence_kind: str | None = None
    evidence_ref: str | None = None
    achieved_on: date | None = None
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Claim:
    id: int
    agent: str
    participant: str
    participant_id: int
    outcome: str
    outcome_name: str
    achieved_on: date
    sequence: int
    value: Decimal | None
    evidence_kind: str
    evidence_ref: str
    state: Literal["accepted", "sampled", "verified", "failed", "withdrawn"]
    has_open_questions: bool
    contract_version: int
    submission: int | None
    row_number: int | None
    amends: int | None
    received_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClaimSent:
    sequence: int | None = None
    value: str | None = None
    evidence_kind: str | None = None
    evidence_ref: str | None = None
    agent: str | None = None
    participant: str
    outcome: str
    achieved_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class Evidence:
    id: int
    claim: int
    filename: str
    kind: str
    size: int
    digest: str
    state: Literal["withdrawn", "infected", "elsewhere", "erased", "waiting", "clean", "unscanned"]
    attached_by: str
    attached_at: datetime
    may_open: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Participant:
    id: int
    reference: str
    agent: str
    started_on: date
    segment: str
    attributes: dict[str, Any]
    contract_version: int
    received_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class WithdrawalSent:
    reason: str
