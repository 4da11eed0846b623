"""When a stage may open, what opens next, and what its visits say of its status.

A stage opens for the first time only when all the stages before it have been closed once. Stages 5, 6 and 7 run side by
side: each of them needs stages 1 to 4. Reopening adds a visit, at any time, beside whatever else is open.
"""

import dataclasses
from collections.abc import Iterable, Set

from stages.domain import framework

NOT_STARTED, OPEN, REOPENED, CLOSED = "not_started", "open", "reopened", "closed"
FIRST_SIDE_BY_SIDE = 5
STATUS_WORDS = {NOT_STARTED: "Not started", OPEN: "Open", REOPENED: "Reopened", CLOSED: "Closed"}


@dataclasses.dataclass(frozen=True)
class Visit:
    """One stay in a stage, as far as the rules of history need it."""

    stage: int
    number: int
    is_open: bool


def status(visits: Iterable[Visit]) -> str:
    """The status of one stage from its visits, in any order: it is derived, never stored."""
    found = sorted(visits, key=lambda visit: visit.number)
    if not found:
        return NOT_STARTED
    if not found[-1].is_open:
        return CLOSED
    return OPEN if len(found) == 1 else REOPENED


def missing_before(stage: int, closed_once: Set[int]) -> tuple[int, ...]:
    """The stages that must still be closed once before this one may open for the first time."""
    return tuple(before for before in range(1, min(stage, FIRST_SIDE_BY_SIDE)) if before not in closed_once)


def opens_now(visited: Set[int], closed_once: Set[int]) -> tuple[int, ...]:
    """The stages never visited yet that may open now."""
    return tuple(
        number for number in framework.NUMBERS if number not in visited and not missing_before(number, closed_once)
    )
