"""Whether two figures of one place, of two periods, speak of so many other people that they tell of no few.

Where nobody's follow-up has ended in between, the later figure has all the people of the earlier one, and their
difference is a number of people, as small counts are. Where months have dropped out and others have been added, it is
what came less what is over. If both are more than a few, two figures that are close to each other tell of neither.
"""

from collections.abc import Iterable, Mapping

from delivery.domain.suppression import NOBODY, Figure, Rule

Months = Mapping[str, Figure]


def are_apart(earlier: Months, later: Months, rule: Rule) -> bool:
    """Whether more than a few are in the earlier figure alone, by their month of start, and in the later one alone.

    More than a few of each: of people, of those who achieved it, and of those who did not.
    """
    over = _sum(figure for month, figure in earlier.items() if month not in later)
    new = _sum(figure for month, figure in later.items() if month not in earlier)
    return all(min(one.achieved, one.people - one.achieved) >= rule.threshold for one in (over, new))


def _sum(figures: Iterable[Figure]) -> Figure:
    return sum(figures, NOBODY)
