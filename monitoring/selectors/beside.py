"""Numbers of people told beside the tables, such as the starts of a period: none may differ by few from what is shown.

The tables are decided on together (see `shown`). A number that is no place of theirs is told only where it is not small
itself, and where nobody can subtract it from a figure of everybody, or from months of start, and find a few people.
"""

from collections.abc import Iterable

from delivery.domain.suppression import Rule
from monitoring.selectors.figures import Audience


def stand_apart(numbers: Iterable[int], rule: Rule, viewer: Audience) -> bool:
    """Whether all the numbers may be told: none is small, nor differs by few from a number that is shown."""
    wanted = set(numbers)
    if any(rule.is_small(one) for one in wanted):
        return False
    return not any(0 < abs(one - other) < rule.threshold for one in wanted for other in viewer.numbers)
