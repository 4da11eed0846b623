"""With which period the money of a statement is told to those who may not see the rows behind it.

Until a statement is approved every pricing run may change it, by one or two people. So the amounts of a period are told
once all its statements are approved, and with them those of every earlier period. A statement that is approved after
that is told with the period whose turn comes next, as what is corrected later lands on a later statement. So nothing
that was told ever changes, and whoever subtracts what was told on one day from what is told on another learns of whole
periods alone.
"""

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Stated:
    """A statement: the place of its period among all, when it was opened, and when approved (None: not yet)."""

    key: int
    place: int
    opened_at: datetime
    approved_at: datetime | None


def places(found: Collection[Stated]) -> dict[int, int]:
    """By statement, the place of the period with which it is told; those that are not told yet are left out."""
    told: dict[int, int] = {}
    opened: set[Stated] = set()
    approved: list[Stated] = []
    following = 0
    for opening, approving in _moments(found):
        opened.update(opening)
        opened.difference_update(approving)
        approved += approving
        unfinished = min((one.place for one in opened if one.place >= following), default=None)
        finished = [one for one in approved if unfinished is None or one.place < unfinished]
        last = max((one.place for one in finished), default=-1)
        if last >= following:
            told |= {one.key: max(one.place, following) for one in finished}
            approved = [one for one in approved if one.key not in told]
            following = last + 1
    return told


def _moments(found: Collection[Stated]) -> Iterator[tuple[list[Stated], list[Stated]]]:
    """What was opened, and what was approved, at each moment at which anything was, in their order."""
    events = [(one.approved_at, True, one) for one in found if one.approved_at is not None]
    begun = [(min(one.opened_at, one.approved_at or one.opened_at), False, one) for one in found]
    ordered = sorted([*events, *begun], key=lambda event: event[0])
    for _at, group in itertools.groupby(ordered, key=lambda event: event[0]):
        together = list(group)
        yield [one for _at, is_end, one in together if not is_end], [one for _at, is_end, one in together if is_end]
