"""What a verification plan is to be, before it is written down."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from outcomes.domain import sampling

NO_RECOVERY = "none"


@dataclasses.dataclass(frozen=True)
class Intent:
    """What a plan is to be. Shares are of one. See `VerificationPlan`."""

    name: str
    starts_on: date
    ends_on: date
    due_on: date
    agents: Sequence[str] = ()
    outcomes: Sequence[str] = ()
    apart: Sequence[str] = ("outcome",)
    method: str = sampling.EQUAL
    confidence: Decimal = Decimal("0.95")
    tolerable: Decimal = Decimal("0.05")
    expected: Decimal = Decimal("0.01")
    risk_share: Decimal = Decimal("0.25")
    late_days: int = 60
    new_days: int = 90
    answer_days: int = 14
    appeal_days: int = 14
    recovery: str = NO_RECOVERY
    recovery_basis: str = ""
