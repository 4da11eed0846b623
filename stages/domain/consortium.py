"""A consortium: a lead and members, each with shares of the work, the pay and the risk that sum to 100 per cent."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

WHOLE = Decimal(100)
PARTS = ("work", "pay", "risk")


@dataclasses.dataclass(frozen=True)
class Shares:
    """A member, by the primary key of its organisation, with its shares in per cent."""

    organisation: int
    is_lead: bool
    work: Decimal
    pay: Decimal
    risk: Decimal

    @property
    def carries_more_risk_than_pay(self) -> bool:
        return self.risk > self.pay


def problem(members: Sequence[Shares]) -> str:
    """Why the shares cannot stand; empty when they can. Nobody at all means that the candidate delivers alone."""
    if not members:
        return ""
    if len({one.organisation for one in members}) != len(members):
        return "One organisation is named twice. Put its shares together."
    if sum(1 for one in members if one.is_lead) != 1:
        return "A consortium has exactly one lead. Mark one member as the lead."
    if any(not 0 <= share <= WHOLE for one in members for share in (one.work, one.pay, one.risk)):
        return "Each share is between 0 and 100 per cent."
    for part in PARTS:
        total = sum((getattr(one, part) for one in members), Decimal(0))
        if total != WHOLE:
            return f"The shares of {part} sum to {total.normalize():f} per cent. Change them so that they sum to 100."
    return ""
