"""What is sent and answered: programmes.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Loaded:
    slug: str
    name: str
    commissioner: str
    new: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Organisation:
    code: str
    name: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Programme:
    slug: str
    name: str
    summary: str
    sector: str
    commissioner: Organisation
    reopening_policy: Literal["automatic", "expert_body"]
    suppression_threshold: int
    synthetic: bool
    sandbox_of: str | None = None
    created_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class SandboxSent:
    afresh: bool | None = None
