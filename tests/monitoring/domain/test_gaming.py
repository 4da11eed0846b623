"""The tests behind the questions about gaming, by hand-worked counts; and how rarely they ask of clean figures."""

from datetime import date
from decimal import Decimal

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from contracts.domain import question_rules
from contracts.domain.question_rules import QuestionRule
from monitoring.domain import gaming, gaming_indicators, gaming_periods, gaming_simulated, gaming_tests
from monitoring.domain.gaming import Rule, State
from monitoring.domain.gaming_indicators import BY_CODE, INDICATORS
from monitoring.domain.gaming_periods import Complete

WORTH = {
    "threshold_bunching": (26.0, 4.0),
    "sustainment_cliff": (20.0, 90.0, 5.0, 95.0),
    "claim_clustering": (15.0, 60.0, 3.3),
    "near_perfect": (60.0, 60.0, 60.0, 100.0),
    "re_referral": (1.0, 40.0),
    "reclassification": (14.0, 1.0, 1300.0),
    "late_edits": (14.0, 1.0, -20.0),
    "double_claims": (1.0, 40.0),
    "duplicate_evidence": (2.0, 40.0),
    "parking": (4.0, 20.0, 50.0, 50.0, 40.0),
    "creaming": (10.0, 100.0, 30.0),
    "differential_attrition": (20.0, 50.0, 10.0, 100.0),
    "risk_dumping": (1.0, 3.0),
    "frequency_trade": (15.0, 60.0, 90.0, 35.0, 60.0, 50.0),
    "proxy_drift": (40.0, 60.0, 20.0, 60.0),
    "under_claiming": (5.0, 40.0, 1200.0),
    "access_restriction": (60.0, 20.0),
    "parking_contacts": (20.0, 50.0, 10.0, 100.0),
    "partner_referrals": (50.0, 25.0),
}
INNOCENT = {
    "threshold_bunching": (16.0, 14.0),
    "sustainment_cliff": (6.0, 90.0, 5.0, 95.0),
    "claim_clustering": (4.0, 60.0, 3.3),
    "near_perfect": (58.0, 60.0, 97.0, 100.0),
    "re_referral": (0.0, 40.0),
    "reclassification": (8.0, 7.0, 100.0),
    "late_edits": (8.0, 7.0, 0.0),
    "double_claims": (0.0, 40.0),
    "duplicate_evidence": (0.0, 40.0),
    "parking": (17.0, 20.0, 50.0, 50.0, 40.0),
    "creaming": (28.0, 100.0, 30.0),
    "differential_attrition": (6.0, 50.0, 10.0, 100.0),
    "risk_dumping": (0.0, 3.0),
    "frequency_trade": (35.0, 60.0, 90.0, 35.0, 60.0, 50.0),
    "proxy_drift": (40.0, 60.0, 37.0, 60.0),
    "under_claiming": (1.0, 40.0, 240.0),
    "access_restriction": (40.0, 35.0),
    "parking_contacts": (6.0, 50.0, 10.0, 100.0),
    "partner_referrals": (30.0, 28.0),
}
FEW = {
    "threshold_bunching": (19.0, 0.0),
    "sustainment_cliff": (20.0, 29.0, 0.0, 29.0),
    "claim_clustering": (40.0, 49.0, 3.0),
    "near_perfect": (29.0, 29.0, 0.0, 100.0),
    "re_referral": (0.0, 0.0),
    "reclassification": (9.0, 0.0, 900.0),
    "late_edits": (9.0, 0.0, 900.0),
    "double_claims": (0.0, 0.0),
    "duplicate_evidence": (0.0, 0.0),
    "parking": (0.0, 14.0, 50.0, 50.0, 29.0),
    "creaming": (0.0, 49.0, 20.0),
    "differential_attrition": (20.0, 29.0, 10.0, 100.0),
    "risk_dumping": (0.0, 0.0),
    "frequency_trade": (0.0, 29.0, 90.0, 29.0, 60.0, 29.0),
    "proxy_drift": (29.0, 29.0, 0.0, 60.0),
    "under_claiming": (19.0, 19.0, 900.0),
    "access_restriction": (49.0, 0.0),
    "parking_contacts": (20.0, 29.0, 10.0, 100.0),
    "partner_referrals": (19.0, 0.0),
}
CODES = [one.code for one in INDICATORS]


@pytest.mark.parametrize("code", CODES)
def test_what_is_beyond_luck_and_beyond_the_line_is_worth_a_question(code: str) -> None:
    reading = gaming.read(BY_CODE[code], WORTH[code])
    assert reading.state == State.ASKS
    assert "{" not in gaming.question(BY_CODE[code], WORTH[code])


@pytest.mark.parametrize("code", CODES)
def test_what_luck_explains_is_not_asked(code: str) -> None:
    assert gaming.read(BY_CODE[code], INNOCENT[code]).state == State.QUIET


@pytest.mark.parametrize("code", CODES)
def test_below_the_smallest_sample_it_is_neither_a_pass_nor_a_failure(code: str) -> None:
    assert gaming.read(BY_CODE[code], FEW[code]).state == State.TOO_FEW


@pytest.mark.parametrize("code", CODES)
def test_of_clean_figures_no_more_is_asked_than_the_rate_that_is_stated(code: str) -> None:
    found = gaming_simulated.false_alarms(code, seed=1, years=400)
    assert found.looks > 500
    assert found.rate <= found.stated


@pytest.mark.parametrize("code", CODES)
def test_each_count_has_a_name_and_each_indicator_stages_that_it_questions(code: str) -> None:
    indicator = BY_CODE[code]
    assert len(indicator.counts) == len(indicator.labels)
    assert all(1 <= stage <= 6 for stage, _why in indicator.stages)
    assert indicator.looks_at[-1] != "."


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_question_is_asked_only_where_the_whole_interval_lies_beyond_one_half(side: int, other: int) -> None:
    reading = gaming.read(BY_CODE["threshold_bunching"], (float(side), float(other)), Rule(fewest=1, threshold=0.5))
    if reading.state == State.ASKS:
        assert reading.interval is not None
        assert reading.interval.low > 0.5


def test_the_contract_may_ask_for_more_people_and_another_line() -> None:
    found = gaming_indicators.rules({"reclassification": QuestionRule(20, Decimal("0.75"))})
    assert found["reclassification"] == Rule(fewest=20, threshold=0.75)
    assert found["late_edits"] == BY_CODE["late_edits"].usual


def test_every_question_that_a_contract_may_rule_is_looked_for_and_the_reverse() -> None:
    assert set(CODES) == set(question_rules.BY_CODE)
    assert set(CODES) == set(gaming_simulated.CLEAN)


def test_fewer_people_with_more_events_is_asked_only_where_both_are_beyond_luck() -> None:
    indicator = BY_CODE["frequency_trade"]
    assert gaming.read(indicator, (15.0, 60.0, 90.0, 35.0, 60.0, 50.0)).state == State.ASKS
    only_more = gaming.read(indicator, (34.0, 60.0, 90.0, 35.0, 60.0, 50.0))
    only_fewer = gaming.read(indicator, (15.0, 60.0, 55.0, 35.0, 60.0, 50.0))
    assert (only_more.state, only_fewer.state) == (State.QUIET, State.QUIET)


def test_groups_that_are_alike_in_every_period_are_not_asked_about_because_of_their_sum() -> None:
    periods = [(3.0, 60.0, 10.0, 200.0), (24.0, 80.0, 6.0, 20.0)]
    counts = gaming.pooled(*periods)
    indicator = BY_CODE["differential_attrition"]
    assert gaming.read(indicator, counts).state == State.ASKS
    assert gaming.read(indicator, counts, periods=periods).state == State.QUIET


def test_the_comparison_within_periods_is_that_of_mantel_and_haenszel() -> None:
    tables = [[[12, 30], [5, 40]], [[9, 21], [6, 34]]]
    found = StratifiedTable([numpy.array(table) for table in tables]).test_null_odds(correction=True)
    one_sided = gaming_tests.within_periods([(a, a + b, c, c + d) for (a, b), (c, d) in tables])
    assert one_sided == pytest.approx(float(found.pvalue) / 2, rel=1e-9)


def test_the_effect_of_amendments_is_told_in_pounds() -> None:
    said = gaming.question(BY_CODE["late_edits"], (14.0, 1.0, -1234.5))
    assert "changed the amounts that were stated before by −£1,234.50." in said


def test_an_estimate_is_given_with_its_interval_in_the_unit_of_the_indicator() -> None:
    reading = gaming.read(BY_CODE["threshold_bunching"], WORTH["threshold_bunching"])
    said = gaming.in_words(BY_CODE["threshold_bunching"], reading.estimate, reading.interval, reading.rule.chance)
    assert said == "87% (99.5% interval 61% to 98%)"
    assert "99.99% interval" in gaming.in_words(BY_CODE["threshold_bunching"], 0.87, reading.interval, 0.0001)


def test_where_nothing_happened_in_either_group_no_ratio_is_told() -> None:
    lost = BY_CODE["sustainment_cliff"]
    reading = gaming.read(lost, (0.0, 560.0, 0.0, 580.0))
    assert gaming.in_words(lost, reading.estimate, reading.interval, reading.rule.chance) == "none in either"


PERIODS = {key: Complete(key, f"2025-q{key}", date(2025, 3 * key, 28)) for key in (1, 2, 3)}
COUNTS = {1: (10.0, 2.0), 2: (5.0, 1.0), 3: (0.0, 4.0)}


def test_the_periods_since_the_last_question_count_together() -> None:
    whole = gaming_periods.together(COUNTS, PERIODS, PERIODS[3], None)
    assert whole is not None
    assert whole.counts == (15.0, 7.0)
    assert whole.first.code == "2025-q1"
    since = gaming_periods.together(COUNTS, PERIODS, PERIODS[3], PERIODS[1].ends_on)
    assert since is not None
    assert since.counts == (5.0, 5.0)
    assert since.first.code == "2025-q2"


def test_without_anything_new_since_the_last_question_nothing_is_read() -> None:
    assert gaming_periods.together(COUNTS, PERIODS, PERIODS[3], PERIODS[3].ends_on) is None
