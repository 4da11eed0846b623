"""The simulation against what can be worked out by hand."""

import math

import numpy as np
import pytest

from contracts.domain.assumptions import Range
from payments.domain.simulation import behaviour, draws, engine, questions
from tests.payments.contracts import attachment_fee, outcome_fee
from tests.payments.domain.simulation import courses

EVERYBODY = [{"code": "all", "name": "Everybody", "rule": {}}]
SURE = courses.assumed(
    rates=[{"outcome": "job", "expected": "0.5"}],
    lags=[{"outcome": "job", "expected": "0"}],
    costs=[{"expected": "500"}],
)


def sure(**fields: object) -> engine.Case:
    """£1,000 for a job at once for half of 1,080 starts in three years, each costing £500: only chance varies."""
    rules = fields.pop("rules", [outcome_fee("job")])
    assumptions = SURE | fields.pop("assumed", {})  # type: ignore[operator]
    return courses.case(courses.contract(rules, assumptions, segments=EVERYBODY, **fields))  # type: ignore[arg-type]


def test_pay_has_the_mean_and_the_spread_of_a_thinned_poisson_count_times_the_price() -> None:
    """Jobs are Poisson with mean 1,080 × 0.5 = 540: £540,000 with a standard deviation of £1,000 × √540."""
    found = engine.simulate(sure(), 7, 4000)
    spread = 1000 * math.sqrt(540)
    assert found["pay"]["mean"] == pytest.approx(540_000, abs=4 * spread / math.sqrt(4000))
    assert found["pay"]["high"] - found["pay"]["low"] == pytest.approx(2 * 1.2816 * spread, rel=0.08)


def test_failed_checks_thin_the_results() -> None:
    found = engine.simulate(sure(assumed={"failures": [{"outcome": "job", "expected": "0.2"}]}), 7, 2000)
    assert found["results"]["job"]["mean"] == pytest.approx(432, rel=0.01)


def test_the_same_seed_gives_the_same_figures_and_another_one_others() -> None:
    of = sure()
    assert engine.simulate(of, 11, 700) == engine.simulate(of, 11, 700)
    assert engine.simulate(of, 11, 700) != engine.simulate(of, 12, 700)


def test_a_cap_is_met_as_often_as_the_count_exceeds_it() -> None:
    """A cap of £560,000 is met when more than 560 of a Poisson number with mean 540 are reached."""
    of = sure(caps=[{"code": "all", "scope": "contract", "amount": "560000.00"}])
    found = engine.simulate(of, 3, 4000)
    below = sum(math.exp(k * math.log(540) - 540 - math.lgamma(k + 1)) for k in range(561))
    assert found["caps"]["all"] == pytest.approx(1 - below, abs=0.025)
    assert found["pay"]["high"] <= 560_000


def test_a_cap_counts_as_met_only_where_it_is_the_one_that_takes_something_off() -> None:
    """£45,000 a quarter leaves at most £540,000 of three years: the cap on the contract never takes anything off."""
    caps = [
        {"code": "all", "scope": "contract", "amount": "540000.00"},
        {"code": "quarter", "scope": "period", "amount": "20000.00"},
    ]
    found = engine.simulate(sure(caps=caps), 3, 200)
    assert found["caps"] == {"all": 0.0, "quarter": 1.0}
    one = engine.simulate(sure(caps=[{"code": "all", "scope": "contract", "amount": "200000.00"}, caps[1]]), 3, 200)
    assert one["caps"]["all"] == 1.0


def test_figures_drawn_from_a_range_have_the_mean_of_a_triangle() -> None:
    quantiles = (np.arange(100_000) + 0.5) / 100_000
    values = draws.triangular((1.0, 2.0, 6.0), quantiles, 100_000)
    assert values.mean() == pytest.approx(3.0, abs=1e-3)
    assert values.min() >= 1.0
    assert values.max() <= 6.0


@pytest.mark.parametrize("lag", [(0.0, 0.0, 0.0), (60.0, 90.0, 150.0), (0.0, 30.0, 400.0), (45.0, 45.0, 200.0)])
def test_delays_share_out_everybody_around_their_mean(lag: tuple[float, float, float]) -> None:
    shares = draws.delay(lag)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    mean = (shares * np.arange(shares.size)).sum() * draws.DAYS_OF_MONTH
    expected = sum(lag) / 3 if lag[2] > lag[0] else round(lag[1] / draws.DAYS_OF_MONTH) * draws.DAYS_OF_MONTH
    assert mean == pytest.approx(expected, abs=4)


def test_the_agent_waits_for_its_money_and_is_short_meanwhile() -> None:
    """30 starts a month cost £15,000; half of them bring £15,000 as many days later as the assumptions say.

    With 45 days the money of a month comes in the next, so that the agent is never short of more than one month.
    """
    found = engine.as_expected(sure())
    cash = np.cumsum(found.paid - found.spent, axis=1)[0]
    assert cash.min() == pytest.approx(-15_000)
    assert cash[-1] == pytest.approx(0, abs=1e-6)


def test_what_is_owed_is_what_was_earned_and_not_paid_yet() -> None:
    found = engine.as_expected(sure())
    owed = np.cumsum(found.earned - found.paid, axis=1)[0]
    assert owed[0] == pytest.approx(15_000)
    assert owed[-1] == pytest.approx(0, abs=1e-6)


def test_agents_break_even_where_price_times_rate_meets_the_cost() -> None:
    """£200 for the start and 5/6 of £1,000 for a job cover £500 at a rate of 0.36."""
    conceded = {"method": "conceded", "share": "1/6", "source": "Pilot"}
    of = sure(rules=[attachment_fee("200.00"), outcome_fee("job", deadweight=conceded)])
    found = behaviour.break_even(of)
    assert found["rates"][0][-1] == pytest.approx(0.36, abs=1e-6)
    assert found["factor"] == pytest.approx(0.72, abs=1e-6)


def test_fees_that_cover_the_cost_need_no_result_and_prices_below_it_never_suffice() -> None:
    assert behaviour.break_even(sure(rules=[attachment_fee("500.00"), outcome_fee("job")]))["factor"] == 0
    assert behaviour.break_even(sure(rules=[outcome_fee("job", "400.00")]))["factor"] is None


def test_with_one_price_for_all_creaming_pays_agents_and_takes_results_from_those_who_need_them() -> None:
    """Half of the easy would find a job anyway, so that moving starts to them pays more and adds less."""
    rates = [
        {"outcome": "job", "segment": "easy", "expected": "0.6"},
        {"outcome": "job", "segment": "hard", "expected": "0.5"},
    ]  # fmt: skip
    segments = courses.segments()
    segments[0]["baseline"] = "0.5"
    terms = courses.contract([outcome_fee("job")], SURE | {"rates": rates}, segments=segments)
    found = behaviour.gaming(courses.case(terms), draws.figured(terms, questions.NULL))
    plain, cream, park = found["plain"], found["cream"], found["park"]
    assert (found["best"], found["worst"]) == ("easy", "hard")
    assert cream["pay"] - cream["spent"] > plain["pay"] - plain["spent"]
    assert cream["results"] > plain["results"]
    assert cream["added"] < plain["added"]
    assert park["spent"] < plain["spent"]
    assert park["added"] < plain["added"]


def test_where_segments_leave_the_same_moving_places_brings_nothing() -> None:
    terms = courses.contract([outcome_fee("job")], SURE, segments=courses.segments())
    found = behaviour.gaming(courses.case(terms), None)
    assert found["best"] != found["worst"]
    assert found["cream"]["pay"] == pytest.approx(found["plain"]["pay"])
    assert found["cream"]["spent"] == pytest.approx(found["plain"]["spent"])


def test_prices_that_rise_within_a_period_reward_bunching_without_one_more_result() -> None:
    rising = {
        "kind": "accelerator", "code": "rising", "name": "Rising", "outcome": "job", "amount": "500.00",
        "over": "period", "steps": [{"above": 40, "factor": "2"}],
    }  # fmt: skip
    found = behaviour.gaming(sure(rules=[rising]), None)
    assert found["bunch"]["pay"] > found["plain"]["pay"]
    assert found["bunch"]["results"] == pytest.approx(found["plain"]["results"])


def test_who_holds_a_result_back_claims_the_next_when_its_time_has_passed_since_then() -> None:
    """A job of May, claimed in July, is kept for three months in October, and not in August."""
    kept = outcome_fee("kept", since={"outcome": "job", "number": 3, "unit": "months"})
    assumed = {
        "rates": [{"outcome": "job", "expected": "0.5"}, {"outcome": "kept", "expected": "0.5"}],
        "lags": [{"outcome": "job", "expected": "30"}, {"outcome": "kept", "expected": "122"}],
    }
    found = behaviour.gaming(sure(rules=[outcome_fee("job"), kept], outcomes=["job", "kept"], assumed=assumed), None)
    assert found["bunch"]["pay"] < found["plain"]["pay"], "what is put off beyond the end is not paid"
    assert found["bunch"]["pay"] == pytest.approx(found["plain"]["pay"], rel=0.08)


def test_the_scenario_of_no_effect_pays_for_what_would_have_happened_anyway() -> None:
    terms = courses.contract([outcome_fee("job")], SURE)
    found = engine.as_expected(courses.case(terms, questions.NULL))
    assert found.due.sum() == pytest.approx(1080 * 0.2 * 1000)


def test_at_worst_every_figure_is_at_its_bad_end() -> None:
    terms = courses.contract([outcome_fee("job")])
    found = draws.figured(terms, questions.PESSIMISTIC)
    assert found.rates["job", "easy"] == (0.4, 0.4, 0.4)
    assert found.costs["easy"] == (600.0, 600.0, 600.0)
    assert found.lags["job"] == (90.0, 150.0, 150.0)


def test_what_is_missing_is_asked_for_and_never_assumed() -> None:
    terms = courses.contract([outcome_fee("job")], {"starts": None}, segments=EVERYBODY)
    asked = " ".join(questions.missing(terms, ["expected", "null", "past"]))
    for part in ("how many start in a year", "costs", "how many days pass", "the rate that is expected", "without the"):
        assert part in asked
    assert "too few starts" in asked


def test_a_contract_that_would_fill_the_memory_is_refused() -> None:
    terms = courses.contract([outcome_fee("job")], effective_to="2034-03-31", agents=[f"a{n}" for n in range(1000)])
    asked = " ".join(questions.missing(terms, ["expected"]))
    assert "too large to be simulated, with 2 segments, 1000 agents and 120 months" in asked


def test_delays_follow_from_the_maturity_curve_where_they_are_not_assumed() -> None:
    target = {
        "code": "t", "outcome": "job", "measure": "rate", "value": "0.5",
        "maturity": [{"days": 30, "share": "0"}, {"days": 90, "share": "0.5"}, {"days": 200, "share": "1"}],
    }  # fmt: skip
    terms = courses.contract([outcome_fee("job")], courses.assumed(lags=[]), targets=[target])
    assert questions.lag(terms, "job") == Range(30, 90, 200)  # type: ignore[arg-type]


def test_what_is_not_simulated_is_named() -> None:
    caps = [
        {"code": "each", "scope": "participant", "amount": "5000.00"},
        {"code": "year", "scope": "year", "amount": "500000.00"},
    ]
    assert questions.left_out(courses.contract([outcome_fee("job")])) == []
    assert "a participant's own cap" in " ".join(questions.left_out(courses.contract([outcome_fee("job")], caps=caps)))
    limit = [{"code": "most", "payer": "payer", "over": "contract", "amount": "9000.00", "beyond": "unpaid"}]
    assert questions.left_out(courses.contract([outcome_fee("job")], payer_caps=limit)) == []
    capped = courses.contract([outcome_fee("job")], caps=caps[:1], payer_caps=limit)
    assert "a participant's own cap" in " ".join(questions.left_out(capped))


def test_what_builds_on_another_result_would_follow_it_as_often_without_the_scheme() -> None:
    """60% find a job and 30% keep it; of the easy 30% would find one anyway, so that 15% would keep one."""
    rates = [{"outcome": "job", "expected": "0.6"}, {"outcome": "kept", "expected": "0.3"}]
    rules = [outcome_fee("job"), outcome_fee("kept", prerequisites=["job"])]
    terms = courses.contract(rules, courses.assumed(rates=rates), outcomes=["job", "kept"])
    found = questions.rate_without(terms, "kept", terms.segments[0])
    assert found is not None
    assert float(found.expected) == pytest.approx(0.15)


def test_a_contract_without_segments_is_asked_for_its_people_and_for_no_segment() -> None:
    assumed = {**SURE, "costs": [], "rates": []}
    of = courses.contract([outcome_fee("job")], assumed, segments=[])
    asked = questions.missing(of, [questions.EXPECTED])
    assert "Enter what serving one participant costs, in the assumptions." in asked
    assert not any("segment" in sentence for sentence in asked)
    of = courses.contract([outcome_fee("job")], assumed, segments=EVERYBODY)
    asked = questions.missing(of, [questions.EXPECTED])
    assert "Enter what serving one participant costs in the segment Everybody, in the assumptions." in asked
