"""The level of a metric as a programme's own figures show it."""

from fractions import Fraction

import pytest

from payments.domain.inputs import Book, Figure
from payments.domain.simulation import draws, questions
from payments.domain.simulation.history import History, read
from payments.selectors import metric_histories
from tests.payments.contracts import FIRST_DAY
from tests.payments.domain.simulation import courses
from tests.payments.domain.simulation.test_metrics import AGAIN, GATE, METRIC

BEFORE = GATE | {"against": {"of": "before"}}
TERMS = courses.contract([BEFORE], courses.assumed(metrics=[AGAIN | {"people": 40}]), metrics=[METRIC])
BOOK = Book({1: TERMS}, TERMS.periods, {"provider": 1})


def figure(covers: str, top: int, bottom: int) -> Figure:
    return Figure("again", 1, covers, Fraction(top, bottom), Fraction(top), Fraction(bottom), FIRST_DAY)


def test_figures_weigh_by_their_people_and_the_group_of_before_does_not_count() -> None:
    known = [figure("before", 90, 100), figure("a", 30, 100), figure("b", 40, 100), figure("c", 100, 200)]
    low, middle, high = metric_histories.levels(known, BOOK)["again"]
    assert middle == pytest.approx(170 / 400)
    assert low < middle < high
    assert metric_histories.levels(known[:3], BOOK) == {}


def test_the_simulation_of_the_past_draws_from_them() -> None:
    recorded = History(starts=(1, 2, 3), rates={}, lags={}, failures={}, metrics={"again": (0.3, 0.4, 0.5)})
    assert read(recorded.document()) == recorded
    found = draws.figured(TERMS, questions.PAST, recorded)
    assert found.metrics["again"].figure == (0.3, 0.4, 0.5)
    assert found.metrics["again"].base == 0.5
