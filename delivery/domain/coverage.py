"""How much of the workforce has been trained, the partners' included."""

import dataclasses
from decimal import Decimal


@dataclasses.dataclass(frozen=True)
class Coverage:
    """`trained` counts each person once: those who were trained for the first time, over all sessions."""

    organisation: str
    staff: int
    trained: int

    @property
    def missing(self) -> int:
        return max(self.staff - self.trained, 0)

    @property
    def is_whole(self) -> bool:
        return self.staff > 0 and not self.missing

    @property
    def share(self) -> Decimal | None:
        """Of the staff; all of them at most, since people who have left were trained too. None without staff."""
        return min(Decimal(self.trained) / self.staff, Decimal(1)) if self.staff else None
