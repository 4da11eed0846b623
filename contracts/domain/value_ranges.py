"""With which values a claim counts for its outcome, such as a gain on a scale: from a number on, and below another."""

import dataclasses
from decimal import Decimal
from typing import Any

from contracts.domain import exact
from contracts.domain.problems import Reader

MOST = Decimal("9999999999.9999")
"""Beyond what a file may say."""


@dataclasses.dataclass(frozen=True)
class ValueRange:
    """Values from `least` on (None: however low) and below `below` (None: however high). Of two that adjoin, each
    value lies in one.
    """

    least: Decimal | None = None
    below: Decimal | None = None

    @property
    def takes_everything(self) -> bool:
        """Whether a claim counts with any value, and without one."""
        return self.least is None and self.below is None

    def takes(self, value: Decimal | None) -> bool:
        if self.takes_everything or value is None:
            return self.takes_everything
        return (self.least is None or value >= self.least) and (self.below is None or value < self.below)


EVERY_VALUE = ValueRange()


def in_words(found: ValueRange) -> str:
    """The range after “a value”; empty where every value counts."""
    parts = []
    if found.least is not None:
        parts.append(f"of at least {found.least.normalize():f}")
    if found.below is not None:
        parts.append(f"below {found.below.normalize():f}")
    return " and ".join(parts)


def read(reader: Reader) -> ValueRange:
    """The range of a document that holds one; it has an edge, and leaves room for a value."""
    least, below = (reader.decimal(key, least=-MOST, most=MOST, places=4) for key in ("from", "below"))
    if least is not None and below is not None and below <= least:
        reader.note("below", "out_of_range", f"No value lies from {least} on and below {below}. Change one of them.")
    reader.finish()
    return ValueRange(least, below)


def document(found: ValueRange) -> dict[str, Any]:
    """As `read` reads it; nothing where every value counts."""
    edges = {"from": found.least, "below": found.below}
    return {key: exact.number(edge) for key, edge in edges.items() if edge is not None}
