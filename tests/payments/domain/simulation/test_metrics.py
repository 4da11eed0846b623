"""Measured figures by chance: what is paid although nothing changed, against closed forms."""

import math
from typing import Any

import numpy as np
import pytest

from payments.domain.simulation import behaviour, engine, questions
from payments.domain.simulation.draws import ByChance
from tests.payments.contracts import outcome_fee
from tests.payments.domain.simulation import courses
from tests.payments.domain.simulation.test_engine import EVERYBODY

COHORT = [{"code": "c1", "name": "Everybody", "due_on": "2026-06-30"}]
METRIC = {"code": "again", "name": "Convicted again", "numerator": "Convicted", "denominator": "People",
          "direction": "lower"}  # fmt: skip
GATE = {
    "kind": "cohort_reduction", "code": "gate", "name": "Fall of ten points", "metric": "again", "cohorts": COHORT,
    "against": {"value": "0.5"}, "measure": "points", "trigger": "0.1", "pays": "lump_sum", "amount": "100000.00",
}  # fmt: skip
AGAIN = {"metric": "again", "low": "0.35", "expected": "0.4", "high": "0.45", "base": "0.5"}


def gated(figures: dict[str, Any], scenario: str = questions.NULL, **fields: Any) -> engine.Case:
    """£100,000 when the share convicted again falls by ten points from a half."""
    whole: dict[str, Any] = {"rules": [GATE], "metrics": [METRIC], "segments": EVERYBODY} | fields
    rules = whole.pop("rules")
    return courses.case(courses.contract(rules, courses.assumed(metrics=[AGAIN | figures]), **whole), scenario)


def at_most(successes: int, people: int) -> float:
    """How likely it is that at most so many of these people, each with one chance in two, are convicted again."""
    return sum(math.comb(people, k) for k in range(successes + 1)) / float(2**people)


@pytest.mark.parametrize("people", [40, 100, 400])
def test_a_small_cohort_is_paid_by_chance_as_often_as_a_binomial_number_falls_so_low(people: int) -> None:
    """Of 40 people one cohort in seven falls by ten points though nothing changed; of 400 one in thirty thousand."""
    found = engine.simulate(gated({"people": people}), 5, 6000)
    expected, pays = at_most(int(0.4 * people), people), found["figures"]["gate"]["pays"]
    assert pays == pytest.approx(expected, abs=4 * math.sqrt(expected / 6000) + 1e-3)
    assert found["rules"]["gate"]["pay"]["mean"] == pytest.approx(100_000 * pays, abs=20)


def test_events_that_vary_more_are_paid_by_chance_more_often() -> None:
    paid = [
        engine.simulate(gated({"people": 400, "dispersion": spread}), 5, 3000)["figures"]["gate"]["pays"]
        for spread in ("1", "3", "9")
    ]
    assert paid[0] < paid[1] < paid[2]


@pytest.mark.parametrize("dispersion", [1.0, 2.5, 8.0])
def test_events_have_the_mean_and_the_variance_that_are_stated(dispersion: float) -> None:
    found = ByChance(np.random.default_rng(3)).events(np.full(200_000, 30.0), dispersion)
    assert found.mean() == pytest.approx(30, rel=0.02)
    assert found.var() == pytest.approx(30 * dispersion, rel=0.03)


def test_what_is_expected_is_paid_more_often_than_what_is_not_and_what_is_feared_less() -> None:
    pays = {
        scenario: engine.simulate(gated({"people": 100}, scenario), 5, 2000)["figures"]["gate"]["pays"]
        for scenario in (questions.EXPECTED, questions.PESSIMISTIC, questions.NULL)
    }
    assert pays[questions.EXPECTED] > pays[questions.PESSIMISTIC] > pays[questions.NULL]


def test_without_effect_a_cohort_is_like_its_comparator_in_every_run() -> None:
    """The comparator's level is drawn; the cohort's follows it, so that only the noise of both is left."""
    controls = METRIC | {"code": "controls"}
    figures = [
        AGAIN | {"base": None, "people": 100_000_000},
        {"metric": "controls", "low": "0.3", "expected": "0.5", "high": "0.7", "people": 100_000_000},
    ]
    rule = GATE | {"against": {"metric": "controls"}, "trigger": "0.01"}
    terms = courses.contract([rule], courses.assumed(metrics=figures), metrics=[METRIC, controls], segments=EVERYBODY)
    assert engine.simulate(courses.case(terms, questions.NULL), 5, 500)["figures"]["gate"]["pays"] == 0


def test_agents_break_even_at_the_part_of_the_expected_fall_that_reaches_the_trigger() -> None:
    """A fall of 20 points is expected and 10 are needed: half of it, which pays £100,000 for £54,000."""
    of = gated({"low": "0.3", "expected": "0.3", "high": "0.3", "people": 100}, questions.EXPECTED)
    cheap = [{"expected": "50"}]
    terms = courses.contract(
        [GATE], courses.assumed(metrics=[AGAIN | {"low": "0.3", "expected": "0.3", "high": "0.3", "people": 100}],
                                costs=cheap), metrics=[METRIC], segments=EVERYBODY,
    )  # fmt: skip
    found = behaviour.break_even(courses.case(terms))
    assert found["factor"] == pytest.approx(0.5, abs=1e-6)
    assert found["metrics"] == [["again", 0.3, pytest.approx(0.4)]]
    assert behaviour.break_even(of)["factor"] is None, "no fall pays more than £100,000 for a cost of £540,000"


def test_a_metric_without_figures_spread_or_figure_without_the_scheme_is_asked_for() -> None:
    def asked(figures: list[dict[str, Any]], rule: dict[str, Any] = GATE) -> str:
        terms = courses.contract([rule], courses.assumed(metrics=figures), metrics=[METRIC], segments=EVERYBODY)
        return " ".join(questions.missing(terms, [questions.EXPECTED, questions.NULL]))

    before = GATE | {"against": {"of": "before"}}
    assert "Enter which figures are expected of “Convicted again”" in asked([])
    assert "Enter how single figures of “Convicted again” vary" in asked([AGAIN])
    assert "without the scheme" in asked([AGAIN | {"base": None, "people": 40}], before)
    assert "counts" in asked([AGAIN | {"spread": "0.02"}], GATE | {"pooled_trigger": "0.05"})
    assert asked([AGAIN | {"people": 40}]) == ""
    assert asked([AGAIN | {"base": None, "people": 40}]) == "", "the fixed figure of the rule is that of no effect"


def test_a_figure_that_is_counted_from_an_outcome_needs_that_outcome_s_rate() -> None:
    figures = [{"metric": "again", "outcome": "study"}]
    terms = courses.contract(
        [GATE, outcome_fee("job")], courses.assumed(metrics=figures), outcomes=["job", "study"], metrics=[METRIC],
        segments=EVERYBODY,
    )  # fmt: skip
    assert "the rate that is expected of “Study”" in " ".join(questions.missing(terms, [questions.EXPECTED]))
