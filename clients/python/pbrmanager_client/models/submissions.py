"""What is sent and answered: submissions.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cause:
    field: str
    code: str
    count: int
    first_row: int | None
    reason: str
    what_to_do: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RejectedRow:
    row_number: int
    cells: dict[str, str]
    errors: tuple[RowError, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RowError:
    field: str
    code: str
    reason: str
    what_to_do: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Submission:
    id: int
    kind: Literal["participants", "outcomes", "changes"]
    agent: str
    filename: str
    status: Literal[
        "queued", "reading", "checking", "accepted", "questions", "partly", "rejected", "failed", "checked", "cancelled"
    ]
    finished: bool
    rows_read: int
    rows_expected: int | None
    rows_per_second: int | None
    received: int
    accepted: int
    duplicates: int
    rejected: int
    questions: int
    held_back: int
    unknown_columns: tuple[str, ...]
    causes: tuple[Cause, ...]
    failure: str
    consent: Literal["good", "all"]
    dry_run: bool
    follows: int | None
    digest: str
    size: int
    submitted_at: datetime
    submitted_by: str
    finished_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class TakeSent:
    consent: Literal["good", "all"] | None = None
