"""People drawn one by one: caps for each participant and bonuses on what came before, against closed forms."""

from typing import Any

import pytest

from payments.domain.simulation import behaviour, engine, people, questions
from tests.payments.contracts import attachment_fee, outcome, outcome_fee
from tests.payments.domain.simulation import courses
from tests.payments.domain.simulation.test_engine import sure

EACH = [{"code": "each", "scope": "participant", "amount": "1300.00"}]
RULES = [attachment_fee("600.00"), outcome_fee("job")]
SPREAD = {"lags": [{"outcome": "job", "low": "0", "expected": "60", "high": "200"}]}


def capped(**fields: Any) -> engine.Case:
    """£600 for a start and £1,000 for a job, together at most £1,300: £600 + half of £700 for each of 1,080 people."""
    return sure(rules=RULES, caps=EACH, **fields)


def test_a_cap_for_each_participant_takes_off_what_is_beyond_it() -> None:
    found = engine.simulate(capped(), 3, 300)
    assert found["pay"]["mean"] == pytest.approx(1080 * (600 + 0.5 * 700), rel=0.01)
    assert found["limited"]["each"] == pytest.approx(0.5, abs=0.01)
    assert found["caps"]["each"] == 1.0


def test_on_the_means_the_same_people_stand_for_all() -> None:
    one, other = engine.as_expected(capped()), engine.as_expected(capped())
    assert one.due.sum() == other.due.sum() == pytest.approx(1080 * (600 + 0.5 * 700), rel=0.001)


def test_many_starts_are_stood_for_by_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_PEOPLE", 500)
    monkeypatch.setattr(people, "SAMPLE", 400)
    of = capped(assumed=SPREAD)
    assert engine.block_size(of) <= engine.LARGEST_BLOCK
    sampled = engine.simulate(of, 3, 200)
    monkeypatch.undo()
    whole = engine.simulate(of, 3, 200)
    assert sampled["pay"]["mean"] == pytest.approx(whole["pay"]["mean"], rel=0.01)


def test_pay_for_people_one_by_one_is_what_it_is_for_their_numbers_where_no_cap_bites() -> None:
    high = [{"code": "each", "scope": "participant", "amount": "5000.00"}]
    plain = engine.simulate(sure(rules=RULES, assumed=SPREAD), 3, 1500)["pay"]
    followed = engine.simulate(sure(rules=RULES, assumed=SPREAD, caps=high), 3, 1500)["pay"]
    assert followed["mean"] == pytest.approx(plain["mean"], rel=0.005)
    assert followed["high"] - followed["low"] == pytest.approx(plain["high"] - plain["low"], rel=0.15)


def test_a_bonus_is_paid_to_those_who_did_before_what_it_asks_for() -> None:
    """Half study at once and half of all find a job later: £200 for the quarter of all who do both."""
    bonus = {
        "kind": "bonus", "code": "both", "name": "Both", "outcome": "job", "amounts": [{"amount": "200.00"}],
        "before": [{"outcome": "study"}],
    }  # fmt: skip
    assumed = {
        "rates": [{"outcome": "job", "expected": "0.5"}, {"outcome": "study", "expected": "0.5"}],
        "lags": [{"outcome": "job", "expected": "60"}, {"outcome": "study", "expected": "0"}],
    }
    found = engine.simulate(
        sure(rules=[attachment_fee("1.00"), bonus], outcomes=["job", "study"], assumed=assumed), 3, 300
    )
    in_time = 34 / 36  # a job comes two months after the start
    assert found["rules"]["both"]["pay"]["mean"] == pytest.approx(1080 * 0.25 * 200 * in_time, rel=0.03)


def test_of_three_routes_each_person_takes_one_at_most_by_its_own_rate() -> None:
    """A fifth, three tenths and two fifths reach one of three routes: nine in ten of all, each once."""
    rates = {"job": "0.2", "study": "0.3", "care": "0.4"}
    routes = [{"outcome": code, "amounts": [{"amount": "1000.00"}]} for code in ("study", "care")]
    assumed = {
        "rates": [{"outcome": code, "expected": rate} for code, rate in rates.items()],
        "lags": [{"outcome": code, "expected": "0"} for code in rates],
    }
    each = [{"code": "each", "scope": "participant", "amount": "1000.00"}]
    of = sure(rules=[outcome_fee("job", routes=routes)], caps=each, outcomes=list(rates), assumed=assumed)
    found = engine.simulate(of, 3, 300)
    for code, rate in rates.items():
        assert found["results"][code]["mean"] == pytest.approx(1080 * float(rate), rel=0.02)
    assert found["limited"]["each"] == 0


def test_a_bonus_needs_the_rate_of_what_must_come_before() -> None:
    bonus = {
        "kind": "bonus", "code": "both", "name": "Both", "outcome": "job", "amounts": [{"amount": "200.00"}],
        "before": [{"outcome": "study", "times": 2}],
    }  # fmt: skip
    terms = courses.contract([bonus], outcomes=["job", outcome("study", max_per_participant=2)])
    assert "the rate that is expected of “Study”" in " ".join(questions.missing(terms, [questions.EXPECTED]))
    assert questions.times(terms, "study") == 2


def test_gaming_and_break_even_are_worked_out_under_a_cap_for_each_participant() -> None:
    found = behaviour.worked_out(capped(assumed=SPREAD), None)
    assert found["break_even"]["factor"] == 0, "£600 for the start covers a cost of £500"
    assert found["gaming"]["bunch"]["pay"] == pytest.approx(found["gaming"]["plain"]["pay"], rel=0.01)
