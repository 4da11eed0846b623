"""Steps of a delivery plan: when they were to be reached, when they were, and by how much they slipped."""

import dataclasses
from datetime import date

REACHED, LATE, DUE, AHEAD = "reached", "late", "due", "ahead"


@dataclasses.dataclass(frozen=True)
class Step:
    planned_on: date
    reached_on: date | None = None
    expected_on: date | None = None
    why: str = ""

    def slippage(self, today: date) -> int:
        """Days after the plan, negative when before it: of the day it was reached, or else of the day now expected.

        A day that was expected and has passed counts as today.
        """
        if self.reached_on is not None:
            return (self.reached_on - self.planned_on).days
        expected = max(self.expected_on or self.planned_on, today)
        return (expected - self.planned_on).days if today > self.planned_on or self.expected_on else 0

    def state(self, today: date) -> str:
        """Reached, late (the plan's day has passed, or a later one is expected), due within 30 days, or ahead."""
        if self.reached_on is not None:
            return REACHED
        if self.slippage(today) > 0:
            return LATE
        return DUE if (self.planned_on - today).days <= 30 else AHEAD

    def lacks_a_reason(self, today: date) -> bool:
        return self.slippage(today) > 0 and not self.why.strip()
