"""Shapes of pay without a kind of their own, written as docs/contracts.md says under “How schemes are written”."""

from datetime import date, timedelta
from typing import Any

from contracts.domain import conflicts, rule_words
from contracts.domain.terms import Terms
from payments.domain.inputs import Start
from payments.domain.pricing import Priced
from tests.payments import contracts
from tests.payments.domain.test_metric_sums import book, by_metric, cohort, figure, metric, priced

DAY = date(2024, 9, 1)


def nets(found: Priced, rule: str) -> list[str]:
    return [str(line.net) for line in found.lines if line.rule == rule]


def jobs(terms: Terms, starts: list[Start], results: int) -> Priced:
    claims = [contracts.claim(n, n, "job", DAY + timedelta(days=n)) for n in range(1, results + 1)]
    return contracts.priced(terms, starts, claims)


def test_an_incentive_for_results_beyond_a_share_of_starts_is_a_bonus_with_a_counted_deadweight() -> None:
    """Of 40 starts 5% would have a job anyway; beyond 130% of that, 2.6 results, each brings £1,000 more."""
    beyond = {"method": "counted", "share": "0.065", "count": "up", "source": "Non-intervention rate of 5% × 1.3"}
    bonus = {
        "kind": "bonus", "code": "incentive", "name": "Incentive", "outcome": "job",
        "amounts": [{"amount": "1000.00"}], "deadweight": beyond,
    }  # fmt: skip
    terms = contracts.contract([contracts.outcome_fee("job", "500.00"), bonus], segments=[])
    assert conflicts.found(terms) == []
    found = jobs(terms, [contracts.start(n, segment="") for n in range(1, 41)], 5)
    assert nets(found, "incentive") == ["0.00", "0.00", "0.00", "1000.00", "1000.00"]
    assert nets(found, "job-fee") == ["500.00"] * 5
    assert any("6.5%" in text for _, text in rule_words.conditions(terms.rule("incentive"), terms))


def test_prices_of_single_agents_are_those_of_segments_by_an_attribute() -> None:
    segments = [{"code": code, "name": code, "rule": {"provider": [code]}} for code in ("north", "south")]
    amounts = [{"segment": "north", "amount": "1050.00"}, {"segment": "south", "amount": "970.00"}]
    terms = contracts.contract([contracts.outcome_fee("job", amounts=amounts)], segments=segments)
    assert terms.segment_of({"provider": "south"}) == "south"
    starts = [contracts.start(1, segment="north", agent=7), contracts.start(2, segment="south", agent=8)]
    assert nets(jobs(terms, starts, 2), "job-fee") == ["1050.00", "970.00"]


def test_at_most_so_many_results_are_a_cap_of_their_price() -> None:
    caps = [{"code": "three", "scope": "outcome", "outcome": "job", "amount": "1500.00", "per_agent": False}]
    terms = contracts.contract([contracts.outcome_fee("job", "500.00")], caps=caps)
    found = jobs(terms, [contracts.start(n, agent=7 + n % 2) for n in range(1, 6)], 5)
    assert nets(found, "job-fee") == ["500.00", "500.00", "500.00", "0.00", "0.00"]


def each_year(number: int) -> dict[str, Any]:
    """£75 for each pupil beyond the year before, at most £30,000."""
    return {
        "code": f"year-{number}", "name": f"Year {number}", "kind": "cohort_reduction", "metric": "passed",
        "cohorts": [cohort(f"y{number}", f"{2025 + number}-12-31")], "against": {"of": f"y{number - 1}"},
        "measure": "points", "pays": "per_event", "amount": "75.00", "most": "30000.00", "trigger": "0",
    }  # fmt: skip


def test_each_year_against_the_year_before_is_a_rule_for_each_year() -> None:
    of = book([each_year(1), each_year(2)], [metric("passed", measured="value", unit="pupils")])
    assert conflicts.found(of.terms[7]) == []
    figures = [figure("passed", code, number) for code, number in (("y0", 1000), ("y1", 1120), ("y2", 1100))]
    assert by_metric(priced(of, figures)) == [("y1", "9000.00"), ("y2", "0.00")]


def test_a_price_for_every_unit_delivered_is_a_rise_from_nought() -> None:
    rule = {**each_year(1), "against": {"value": "0"}, "amount": "4.25"}
    of = book([rule], [metric("passed", measured="value", unit="nets")])
    assert by_metric(priced(of, [figure("passed", "y1", 1001)])) == [("y1", "4254.25")]
