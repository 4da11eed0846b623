"""How much contact each participant gets, by segment: whether some are quietly left with less."""

import dataclasses
from collections.abc import Collection, Mapping
from decimal import Decimal

from delivery.domain import disclosure
from delivery.domain.disclosure import NOBODY, Figure


@dataclasses.dataclass(frozen=True)
class Seen:
    """Of the participants of a segment: how many had any contact, and the minutes of all of them."""

    participants: int
    contacted: int
    minutes: int

    @property
    def figure(self) -> Figure:
        return Figure(self.participants, self.contacted)


@dataclasses.dataclass(frozen=True)
class Line:
    """A segment; `seen` is None where it is withheld because it, or another, is small."""

    name: str
    seen: Seen | None

    @property
    def per_head(self) -> Decimal | None:
        """Minutes for each participant, those without contact included; None without participants."""
        if self.seen is None or not self.seen.participants:
            return None
        return Decimal(self.seen.minutes) / self.seen.participants

    @property
    def share(self) -> Decimal | None:
        if self.seen is None or not self.seen.participants:
            return None
        return Decimal(self.seen.contacted) / self.seen.participants


def lines(
    found: Mapping[str, Seen], names: Mapping[str, str], threshold: int, hidden: Collection[str] = ()
) -> list[Line]:
    """Each segment in the order of the names, then the rest; then all of them together, if that may be shown.

    `hidden` are withheld whatever their counts.
    """
    order = [*(code for code in names if code in found), *sorted(set(found) - set(names))]
    withheld = disclosure.hidden_names({code: found[code].figure for code in order}, threshold)
    withheld |= set(hidden)
    rows = [Line(names.get(code, code or "No segment"), None if code in withheld else found[code]) for code in order]
    total = Seen(
        sum(one.participants for one in found.values()),
        sum(one.contacted for one in found.values()),
        sum(one.minutes for one in found.values()),
    )
    is_small = total.figure != NOBODY and disclosure.is_small(total.figure, threshold)
    return [*rows, Line("All", None if is_small else total)]
