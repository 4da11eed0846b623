"""What is sent and answered: expert body.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgendaItem:
    title: str
    about: str
    asked: str
    recused: tuple[RecusedMember, ...]
    motion: Motion | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Meeting:
    number: int
    state: Literal["called", "open", "closed", "cancelled"]
    starts_at: datetime
    ends_at: datetime
    place: str
    chair: str
    called_by: str
    called_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_because: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MeetingDetail:
    number: int
    state: Literal["called", "open", "closed", "cancelled"]
    starts_at: datetime
    ends_at: datetime
    place: str
    chair: str
    called_by: str
    called_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_because: str
    agenda: tuple[AgendaItem, ...]
    members: tuple[MeetingMember, ...]
    minutes_approved_in: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class MeetingMember:
    member: str
    constituency: Literal["commissioner", "principal", "agent", "service_users", "academics"]
    attendance: Literal["present", "apologies", "absent", "not_recorded"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Motion:
    wording: str
    rationale: str
    dissent: str
    carried: bool
    decision: int | None
    votes: tuple[Vote, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecusedMember:
    member: str
    constituency: Literal["commissioner", "principal", "agent", "service_users", "academics"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Vote:
    member: str
    constituency: Literal["commissioner", "principal", "agent", "service_users", "academics"]
    cast: Literal["for", "against", "abstained", "recused"]
