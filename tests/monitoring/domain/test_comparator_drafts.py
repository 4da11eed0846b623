from typing import Any

import pytest

from contracts.domain import terms
from monitoring.domain import comparator_drafts
from monitoring.domain.comparator_drafts import Draft
from monitoring.domain.comparators import Reading
from tests.contracts import documents
from tests.monitoring.comparators import fact, project, release
from tests.monitoring.domain.test_comparator_files import reading

SOURCE = "Steps to Work (INDIGO-POJ-0001)"


def draft(found: Reading, *chosen: int, **given: Any) -> Draft:
    return comparator_drafts.draft(found, chosen or (0, 1), source=SOURCE, **{"with_prices": True, **given})


def test_definition_evidence_and_what_would_have_happened_anyway_are_carried_over_with_their_source() -> None:
    job, course = draft(reading(project())).outcomes
    assert (job["code"], job["name"], job["definition"]) == ("m1", "In work for 13 weeks", "In work for 13 weeks")
    assert job["evidence"] == "Payslips"
    assert job["rationale"] == f"To be judged: taken over as a beginning from {SOURCE}."
    assert job["deadweight"]["source"] == (
        f"To be judged. {SOURCE} says: Deadweight was put at 20 in 100. Net of 20% who would have found work anyway"
    )
    assert (course["deadweight"]["source"], course["deadweight"]["method"]) == ("", "none")


def test_a_price_comes_only_where_it_is_asked_for_and_says_that_it_is_to_be_judged() -> None:
    rules = draft(reading(project())).rules
    assert [(one["outcome"], one["amounts"][0]["amount"]) for one in rules] == [("m1", "1022.10"), ("m2", "730.00")]
    assert rules[0]["name"] == f"To be judged: price of {SOURCE}"
    assert not draft(reading(project()), with_prices=False).rules


def _priced(*prices: Any, currency: str = "GBP") -> Reading:
    rows = [
        {"outcome_metric_id": fact("m1"), "currency": fact(currency), "price_per_unit": {"amount": fact(price)}}
        for price in prices
    ]
    return reading(project(outcome_pricings=rows))


@pytest.mark.parametrize(
    "found", [_priced(100, 200), _priced(100, currency="USD"), _priced(1000.005), _priced(0), _priced(10**12)]
)
def test_prices_that_cannot_be_carried_over_as_they_are_stay_and_are_told(found: Reading) -> None:
    made = draft(found, 0)
    assert not made.rules
    assert any(leaf.path == "outcome_pricings/0/price_per_unit/amount/value" for leaf in made.left)


def test_what_has_no_place_in_a_contract_is_told() -> None:
    found = reading(project())
    assert [leaf.path for leaf in draft(found, 0).left] == ["outcome_pricings/0/price_per_unit/amount_usd/value"]
    asked = project()
    asked["outcome_metrics"][0]["outcome_metric_target"] = fact("150 people")
    assert [leaf.value for leaf in draft(reading(asked), 0).left] == ["150 people", 1574]


def test_a_rate_and_starts_in_a_year_are_assumptions_with_their_source() -> None:
    made = draft(reading(project()), 0)
    (rate,) = made.rates
    assert (rate["low"], rate["expected"], rate["high"]) == ("0.4362", "0.4362", "0.4362")
    assert rate["source"] == f"To be judged: {SOURCE}, 188 of 431 people"
    assert made.starts
    assert (made.starts["expected"], made.starts["source"]) == (
        "133",
        f"To be judged: {SOURCE}, 400 people in 36 months",
    )


def test_codes_are_free_and_of_the_form_of_a_contract() -> None:
    odd = project(outcome_metrics=[{"id": "Metric 1!", "definition": fact("A")}, {"definition": fact("B")}])
    assert [one["code"] for one in draft(reading(odd)).outcomes] == ["outcome-1", "outcome-2"]
    assert [one["code"] for one in draft(reading(project()), taken={"m1", "m1-2"}).outcomes] == ["m1-3", "m2"]


def test_the_draft_with_what_was_carried_over_fits_together() -> None:
    begun = documents.version(assumptions={"starts": {"low": "1", "expected": "2", "high": "3", "source": "Own"}})
    found = draft(reading(project()), taken=comparator_drafts.codes_of(begun))
    whole = comparator_drafts.added(begun, found)
    terms.parse_draft({**whole, "number": 1})
    assert [one["code"] for one in whole["outcomes"]] == ["job", "m1", "m2"]
    assert whole["assumptions"]["starts"]["source"] == "Own"


def test_metrics_of_a_contract_are_carried_over_alike() -> None:
    metric = {
        "id": "home",
        "title": "At home",
        "observations": [{"id": "1", "value": {"amount": 5200, "currency": "GBP"}}],
    }
    found = draft(reading(release(contracts=[{"id": "c", "agreedMetrics": [metric]}])), 0)
    assert (found.outcomes[0]["definition"], found.rules[0]["amounts"][0]["amount"]) == ("At home", "5200.00")
    assert [leaf.path for leaf in found.left] == ["contracts/0/agreedMetrics/0/observations/0/id"]
