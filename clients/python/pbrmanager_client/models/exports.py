"""What is sent and answered: exports.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Export:
    id: int
    kind: Literal["pack", "open_data", "indigo", "ocds", "claims", "statement_lines"]
    format: Literal["csv", "json", "ndjson", "xlsx"]
    filters: ExportFilters
    narrowed_to: str
    status: Literal["queued", "writing", "ready", "failed", "expired"]
    finished: bool
    rows: int
    rows_expected: int | None
    size: int
    digest: str
    filename: str
    failure: str
    asked_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExportFilters:
    outcome: str | None = None
    agent: str | None = None
    segment: str | None = None
    from_period: str | None = None
    period: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExportSent:
    kind: Literal["pack", "open_data", "indigo", "ocds", "claims", "statement_lines"]
    format: Literal["csv", "json", "ndjson", "xlsx"]
    outcome: str | None = None
    agent: str | None = None
    segment: str | None = None
    from_period: str | None = None
    period: str | None = None
