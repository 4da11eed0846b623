"""What is sent and answered: stages.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class CloseSent:
    decision: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Criterion:
    code: str
    rule: str
    state: str
    reason: str
    source: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class GateRequestSent:
    note: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pause:
    paused_at: datetime
    because: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReopenSent:
    because: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stage:
    number: int
    name: str
    status: Literal["not_started", "open", "reopened", "closed"]
    visits: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class StageDetail:
    number: int
    name: str
    led_by: str
    purpose: str
    status: Literal["not_started", "open", "reopened", "closed"]
    pause: Pause | None
    criteria: tuple[Criterion, ...]
    visits: tuple[Visit, ...]
    may_close: bool
    may_reopen: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Visit:
    number: int
    opened_at: datetime
    opened_by: str
    because: str
    finding: int | None = None
    closed_at: datetime | None
    closed_by: str | None
    decision: str
    criteria: tuple[Criterion, ...]
