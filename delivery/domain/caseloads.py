"""How many participants a key worker has, against what was agreed for one who works full time."""

import dataclasses
from decimal import Decimal

OVERLOADED, IDLE, IN_HAND, UNKNOWN = "overloaded", "idle", "in_hand", "unknown"


@dataclasses.dataclass(frozen=True)
class Caseload:
    """`ceiling` is for one full-time key worker; None when nobody has stated it."""

    participants: int
    fte: Decimal
    ceiling: int | None
    explanation: str = ""

    @property
    def most(self) -> int | None:
        """The ceiling for the hours worked, rounded down: 40 for one full-time is 24 for 0.6."""
        return None if self.ceiling is None else int(self.ceiling * self.fte)

    @property
    def state(self) -> str:
        """Idle with nobody, overloaded above the ceiling, otherwise in hand; unknown where no ceiling is stated."""
        if not self.participants:
            return IDLE
        if self.most is None:
            return UNKNOWN
        return OVERLOADED if self.participants > self.most else IN_HAND

    @property
    def is_unexplained(self) -> bool:
        return self.state == OVERLOADED and not self.explanation.strip()
