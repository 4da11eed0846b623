"""Cohorts put together by a rule fixed in advance, so that nobody chooses afterwards which ones look best together."""

import dataclasses
from collections.abc import Sequence

EACH, ALL, UNTIL_ENOUGH = "each", "all", "until_enough"
RULES = (EACH, ALL, UNTIL_ENOUGH)


@dataclasses.dataclass(frozen=True)
class Closed:
    """A cohort whose follow-up has ended, by its code, with its people."""

    code: str
    people: int


def pools(cohorts: Sequence[Closed], rule: str, enough: int = 0) -> list[tuple[Closed, ...]]:
    """The cohorts, in the order in which they closed, as they are judged together.

    `each`: one by one. `all`: every cohort that has closed so far. `until_enough`: the oldest together until they have
    `enough` people, then the next ones; those that are not yet enough wait and form no pool.
    """
    if rule == EACH:
        return [(cohort,) for cohort in cohorts]
    if rule == ALL:
        return [tuple(cohorts)] if cohorts else []
    if rule != UNTIL_ENOUGH:
        raise ValueError(f"There is no rule “{rule}” for pooling.")
    found: list[tuple[Closed, ...]] = []
    waiting: list[Closed] = []
    for cohort in cohorts:
        waiting.append(cohort)
        if sum(one.people for one in waiting) >= enough:
            found.append(tuple(waiting))
            waiting = []
    return found
