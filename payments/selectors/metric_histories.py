"""What a programme's own figures say of its metrics: the level around which they lie, as a range to simulate from."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable

from contracts.domain.metric_rules import MetricRule
from payments.domain.inputs import Book, Figure
from payments.domain.simulation import metric_questions
from payments.domain.simulation.history import Figures
from payments.selectors import books
from stages.models import Programme

FEWEST = 3
NINE_IN_TEN = 1.2816


def of(programme: Programme) -> dict[str, Figures]:
    """The level of each metric by the confirmed figures; metrics with few of them are left out."""
    book = books.book(programme)
    return {} if book is None else levels(books.figures(programme), book)


def levels(figures: Iterable[Figure], book: Book) -> dict[str, Figures]:
    """Around the mean of what was measured, as far as it is known to be right; earlier groups do not count.

    Where people were counted, each figure weighs by them.
    """
    before = _groups(book)
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for one in figures:
        if (one.metric, one.covers) not in before:
            found[one.metric].append(one)
    return {metric: _level(of_metric) for metric, of_metric in found.items() if len(of_metric) >= FEWEST}


def _groups(book: Book) -> set[tuple[str, str]]:
    """What was measured to compare with, before the scheme."""
    return {
        (metric, against.of)
        for terms in book.terms.values()
        for rule in terms.rules
        if isinstance(rule, MetricRule)
        for metric, against in metric_questions.comparisons(rule)
        if against.of
    }


def _level(figures: list[Figure]) -> Figures:
    values = [float(one.value) for one in figures]
    weights = [float(one.denominator or 1) for one in figures]
    middle = sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)
    spread = NINE_IN_TEN * statistics.stdev(values) / math.sqrt(len(values))
    return max(middle - spread, 0.0), middle, middle + spread
