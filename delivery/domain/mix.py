"""Whether those who start are the people for whom the programme was planned: shares of starts by segment."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from delivery.domain import disclosure
from delivery.domain.disclosure import Figure

HUNDRED = Decimal(100)


@dataclasses.dataclass(frozen=True)
class Planned:
    """A segment of the contract; `share` is of all starts, 0 to 1, or None where nobody planned it."""

    code: str
    name: str
    share: Decimal | None


@dataclasses.dataclass(frozen=True)
class Line:
    """One segment. `people` and `share` are None where the count is withheld because it, or another, is small."""

    name: str
    planned: Decimal | None
    people: int | None
    share: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """In shares of one: above the plan is positive."""
        return None if self.share is None or self.planned is None else self.share - self.planned

    def is_off(self, tolerance: Decimal | None) -> bool:
        """Whether it is further from the plan than the tolerance, in percentage points."""
        return tolerance is not None and self.difference is not None and abs(self.difference) * HUNDRED > tolerance


def lines(
    planned: Sequence[Planned], counts: Mapping[str, int], threshold: int, hidden: Collection[str] = ()
) -> list[Line]:
    """Each planned segment, and those that only appear among starts, with what may be shown beside the total.

    `hidden` are withheld whatever their counts.
    """
    known = {one.code for one in planned}
    others = [Planned(code, code or "No segment", None) for code in sorted(counts) if code not in known]
    every = [*planned, *others]
    total = sum(counts.values())
    withheld = disclosure.hidden_names({one.code: Figure(counts.get(one.code, 0), 0) for one in every}, threshold)
    withheld |= set(hidden)
    found = []
    for one in every:
        people = None if one.code in withheld else counts.get(one.code, 0)
        share = None if people is None or not total else Decimal(people) / total
        found.append(Line(one.name, one.share, people, share))
    return found
