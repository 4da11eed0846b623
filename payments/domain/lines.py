"""What is owed, line by line: the result of pricing, and what the ledger is compared with."""

from decimal import Decimal
from typing import NamedTuple

from payments.domain.entitlements import Facts
from payments.domain.payers import Parts


class Line(NamedTuple):
    """What is owed for one claim, one start, or one period of an agent, under one rule, in pounds.

    net = gross − deadweight − capped. Only an amount of an agent has no participant; `about` names it, and `units` may
    be other than 1. `who` bears it is stated where a principal has a cap of its own; elsewhere statements are split.
    """

    agent: int
    participant: int | None
    claim: int | None
    version: int
    rule: str
    outcome: str
    segment: str
    period: str
    unit_amount: Decimal
    gross: Decimal
    deadweight: Decimal
    capped: Decimal
    net: Decimal
    explanation: Facts
    units: int = 1
    about: str = ""
    who: Parts | None = None
