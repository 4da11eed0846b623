"""What is sent and answered: contract.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any


@dataclasses.dataclass(frozen=True, kw_only=True)
class Version:
    number: int
    title: str
    state: str
    effective_from: date | None
    effective_to: date | None
    proposed_at: datetime | None
    agreed_at: datetime | None
    digest: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class VersionDetail:
    number: int
    title: str
    state: str
    effective_from: date | None
    effective_to: date | None
    proposed_at: datetime | None
    agreed_at: datetime | None
    digest: str
    terms: dict[str, Any]
