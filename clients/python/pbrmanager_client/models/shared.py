"""What is sent and answered: shared.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[Wrong, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wrong:
    field: str
    code: str
    reason: str
    what_to_do: str
