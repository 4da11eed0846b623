"""Numbers of people told beside the tables, such as the starts of a period: none may differ by few from what is shown.

The tables are decided on together (see `shown`). A number that is no place of theirs is told only where it is not small
itself, and where nobody can subtract it from a figure of everybody, or from months of start, and find a few people.
"""

import itertools
from collections.abc import Collection, Iterable, Sequence

from delivery.domain.suppression import Rule
from monitoring.models import Measurement
from monitoring.selectors import figures, measurements
from monitoring.selectors.figures import EVERYBODY, Audience


def stand_apart(numbers: Iterable[int], rule: Rule, viewer: Audience) -> bool:
    """Whether all the numbers may be told."""
    return are_apart(numbers, rule, shown(viewer))


def are_apart(numbers: Iterable[int], rule: Rule, known: Collection[int]) -> bool:
    """Whether none is small, nor differs by few from a number that is known."""
    wanted = set(numbers)
    if any(rule.is_small(one) for one in wanted):
        return False
    return not any(0 < abs(one - other) < rule.threshold for one in wanted for other in known)


def shown(viewer: Audience) -> set[int]:
    """Every count of everybody that those who may not see rows are shown, and what runs of shown months sum up to."""
    found: set[int] = set()
    for one in measurements.standing(viewer.programme).defer(None):
        if not figures.is_hidden(one, EVERYBODY, viewer) and figures.scope_of(one.target) == EVERYBODY:
            found |= {one.numerator, one.denominator or one.numerator}
        if one.pk in viewer.hidden.months:
            found |= _runs(one)
    return found


def _runs(one: Measurement) -> set[int]:
    by_month: dict[str, int] = {}
    for month, _agent, _segment, people, _achieved, _matured in one.cohorts:
        by_month[month] = by_month.get(month, 0) + people
    return set(runs([by_month[month] for month in sorted(by_month)]))


def runs(numbers: Sequence[int]) -> list[int]:
    """The sums of all neighbours: of one, of two, and so on."""
    so_far = [0, *itertools.accumulate(numbers)]
    return [later - earlier for earlier, later in itertools.combinations(so_far, 2)]
