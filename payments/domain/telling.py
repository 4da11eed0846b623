"""In which order the money of statements is told to those who may not see the rows behind it.

Until a statement is approved every pricing run may change it, by one or two people. So the amounts of a period are told
once all its statements are approved, and those of every earlier period. A statement that is approved after its period
was told has a turn of its own, as what is corrected later lands on a later statement. Every statement is told in one
turn, and no turn rests on anything that came after it. So nothing that was told ever changes, and whoever subtracts
what was told on one day from what is told on another learns of whole statements alone.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Stated:
    """A statement: the place of its period among all, when it was opened, and when approved (None: not yet)."""

    key: int
    place: int
    opened_at: datetime
    approved_at: datetime | None


@dataclass(frozen=True)
class Turn:
    """What is told as one: the statements of a period, by its place; or a single one that was approved `late`."""

    place: int
    statements: tuple[int, ...]
    late: bool = False


@dataclass(frozen=True)
class Order:
    """The turns that have come, and what has not.

    `waits_for` is the place of the first period of which a statement is not approved, so that neither it nor any later
    one is told; `behind` are the later ones of which something is stated. `late` are places of periods that were told
    before a statement of theirs was approved that still is not.
    """

    turns: tuple[Turn, ...]
    waits_for: int | None = None
    behind: tuple[int, ...] = ()
    late: tuple[int, ...] = ()


def order(found: Collection[Stated]) -> Order:
    """What is told, in its order, and what waits for what."""
    opened: set[Stated] = set()
    approved: list[Stated] = []
    turns: list[Turn] = []
    following = 0
    for opening, approving in _moments(found):
        opened.update(opening)
        opened.difference_update(approving)
        late, approved = _parted([*approved, *approving], following)
        turns += [Turn(one.place, (one.key,), late=True) for one in sorted(late, key=_place)]
        unfinished = _unfinished(opened, following)
        finished = [one for one in approved if unfinished is None or one.place < unfinished]
        last = max((one.place for one in finished), default=-1)
        turns += [_turn(place, finished) for place in range(following, last + 1)]
        following = max(following, last + 1)
        approved = [one for one in approved if one.place >= following]
    unfinished = _unfinished(opened, following)
    behind = {one.place for one in found if unfinished is not None and one.place > unfinished}
    late_still = {one.place for one in opened if one.place < following}
    return Order(tuple(turns), unfinished, tuple(sorted(behind)), tuple(sorted(late_still)))


def _parted(approved: Iterable[Stated], following: int) -> tuple[list[Stated], list[Stated]]:
    """Those whose period was told before they were approved, and the others."""
    listed = list(approved)
    return [one for one in listed if one.place < following], [one for one in listed if one.place >= following]


def _turn(place: int, finished: Iterable[Stated]) -> Turn:
    return Turn(place, tuple(one.key for one in finished if one.place == place))


def _place(one: Stated) -> tuple[int, int]:
    return one.place, one.key


def _unfinished(opened: Iterable[Stated], following: int) -> int | None:
    """The place of the first period, of those that were not told yet, of which a statement is not approved."""
    return min((one.place for one in opened if one.place >= following), default=None)


def _moments(found: Collection[Stated]) -> Iterator[tuple[list[Stated], list[Stated]]]:
    """What was opened, and what was approved, at each moment at which anything was, in their order."""
    events = [(one.approved_at, True, one) for one in found if one.approved_at is not None]
    begun = [(min(one.opened_at, one.approved_at or one.opened_at), False, one) for one in found]
    ordered = sorted([*events, *begun], key=lambda event: event[0])
    for _at, group in itertools.groupby(ordered, key=lambda event: event[0]):
        together = list(group)
        yield [one for _at, is_end, one in together if not is_end], [one for _at, is_end, one in together if is_end]
