"""What is sent and answered: payments.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from decimal import Decimal
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccount:
    id: int
    organisation: str
    name: str
    numbers: str
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccountSent:
    organisation: str
    name: str
    sort_code: str | None = None
    account_number: str | None = None
    iban: str | None = None
    bic: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankDecisionSent:
    decision: Literal["confirm", "refuse"]
    reason: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Payee:
    agent: str
    net: Decimal
    end_to_end_id: str | None = None
    outcome: str | None = None
    paid: Decimal | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReconciliationSent:
    amount: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResponseSent:
    filename: str
    content: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Run:
    number: int
    payer: str
    state: Literal["made", "sent", "answered", "reconciled"]
    total: Decimal
    made_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunDetail:
    number: int
    payer: str
    state: Literal["made", "sent", "answered", "reconciled"]
    total: Decimal
    made_at: datetime
    made_by: str
    payees: tuple[Payee, ...]
    missing: tuple[str, ...]
    hindrance: str
    may_release: bool
    may_answer: bool
    may_reconcile: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunsMade:
    runs: tuple[Run, ...]
