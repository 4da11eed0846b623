"""What the linter says of pay by measured figures, and of the step from one version to the next."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from contracts.domain import terms
from contracts.domain.lint import linter
from contracts.domain.lint.remarks import BREAKS, LOOK_AGAIN, MEETS, Circumstances, Remark
from contracts.domain.terms import Terms
from tests.contracts import assumed

KNOWN = Circumstances()


def contract(*rules: dict[str, Any], metric: dict[str, Any] | None = None, **fields: Any) -> Terms:
    """The contract in proportion, which pays by a metric too."""
    declared = {
        "code": "reoffending",
        "name": "Reoffending",
        "direction": "lower",
        "numerator": "a",
        "denominator": "b",
    }
    document = {**assumed.version(), "number": 1, "metrics": [declared | (metric or {})]} | fields
    document["rules"] = [*document["rules"], *rules]
    return terms.parse(document)


def reduction(due_on: str = "2028-06-30", **fields: Any) -> dict[str, Any]:
    return {
        "code": "fall", "name": "Fall", "kind": "cohort_reduction", "metric": "reoffending",
        "cohorts": [{"code": "c1", "name": "First cohort", "due_on": due_on, "periods": fields.pop("periods", [])}],
        "against": {"value": "0.6"}, "measure": "relative", "trigger": "1/10", "pays": "lump_sum",
        "amount": "50000.00",
    } | fields  # fmt: skip


def fee(*, in_arrears: bool) -> dict[str, Any]:
    return {"code": "service", "name": "Service fee", "kind": "service_fee", "amounts": [{"amount": "9000.00"}],
            "in_arrears": in_arrears}  # fmt: skip


def remark(code: str, found: Terms, known: Circumstances = KNOWN) -> Remark:
    return next(one for one in linter.lint(found, known) if one.code == code)


def said(code: str, found: Terms, known: Circumstances = KNOWN) -> tuple[str, str]:
    one = remark(code, found, known)
    assert bool(one.cure) is (one.verdict != MEETS)
    return one.verdict, one.why


def test_a_figure_for_all_agents_that_pays_each_of_them_is_looked_at() -> None:
    shared = contract(reduction(), metric={"per_agent": False}, agents=["northway", "southway"])
    verdict, why = said("own_figures", shared)
    assert verdict == LOOK_AGAIN
    assert why == "“Fall” pays each of 2 agents the whole (up to £50,000) by one figure for all of them."
    assert said("own_figures", contract(reduction(), metric={"per_agent": False}))[0] == MEETS
    assert said("own_figures", contract(reduction(), agents=["northway", "southway"]))[0] == MEETS


def banded(metric: str = "reoffending") -> dict[str, Any]:
    return {
        "code": "by-band", "name": "By band", "kind": "banded_metric", "metric": metric,
        "bands": [{"to": "0.4", "amount": "1000.00"}, {"from": "0.4", "amount": "0.00"}],
    }  # fmt: skip


def test_a_figure_paid_by_the_period_and_again_for_the_cohort_breaks_a_principle() -> None:
    assert said("figures_paid_once", contract(banded(), reduction())) == (
        BREAKS,
        "“By band” and “Fall” both pay by “Reoffending”: the same change is paid period by period, and once more for "
        "the cohort.",
    )
    assert said("figures_paid_once", contract(reduction()))[0] == MEETS
    assert said("figures_paid_once", contract(banded()))[0] == MEETS


def test_a_figure_that_counts_an_outcome_which_is_paid_for_is_looked_at() -> None:
    counting = [{"metric": "reoffending", "outcome": "job"}]
    assumptions = {**assumed.version()["assumptions"], "metrics": counting}
    verdict, why = said("figures_paid_once", contract(banded(), assumptions=assumptions))
    assert verdict == LOOK_AGAIN
    assert why.startswith("“By band” pays by a figure that counts “")
    assert "for each of them." in why
    outcome = assumed.version()["outcomes"][0]
    same = contract(banded(), metric={"numerator": f" {outcome['numerator'].upper()} "})
    assert said("figures_paid_once", same)[0] == LOOK_AGAIN


def test_a_cohort_that_falls_due_after_the_end_breaks_a_principle_unless_a_later_version_goes_on() -> None:
    late = contract(reduction("2030-01-31"))
    assert said("cohorts_within_term", late) == (
        BREAKS,
        "“First cohort” of “Fall” falls due on 31 January 2030, after the version ends on 31 December 2029: nothing "
        "would be owed for it.",
    )
    assert said("cohorts_within_term", late, Circumstances(followed=True))[0] == MEETS
    assert said("cohorts_within_term", contract(reduction("2030-01-31"), effective_to=None))[0] == MEETS


def test_a_base_of_periods_that_end_after_the_cohort_is_due_breaks_a_principle() -> None:
    base: dict[str, Any] = {"base": {"rules": ["job-fee"]}, "clawback": "1/10"}
    verdict, why = said("base_complete", contract(reduction(periods=["2028-h1", "2028-h2"], **base)))
    assert (verdict, "2028-h2 ends after it falls due on 30 June 2028" in why) == (BREAKS, True)
    assert said("base_complete", contract(reduction(periods=["2028-h1"], **base)))[0] == MEETS


@pytest.mark.parametrize("code", ["price_covers_cost", "profit_modest", "share_at_risk", "cap_leaves_room"])
def test_what_a_start_brings_says_that_measured_figures_are_not_counted(code: str) -> None:
    assert remark(code, contract()).verdict == MEETS
    found = remark(code, contract(reduction()))
    assert found.verdict == LOOK_AGAIN
    assert found.why.endswith("What “Fall” pays by measured figures is not counted in it.")


def test_a_loss_without_the_measured_figures_is_looked_at_and_too_much_risk_stays_broken() -> None:
    poor = assumed.assumptions(costs=[{"expected": "1500"}], most_at_risk="0.1")
    assert remark("price_covers_cost", contract(assumptions=poor)).verdict == BREAKS
    assert remark("price_covers_cost", contract(reduction(), assumptions=poor)).verdict == LOOK_AGAIN
    assert remark("share_at_risk", contract(reduction(), assumptions=poor)).verdict == BREAKS


def test_a_fee_turned_to_advance_within_a_period_breaks_a_principle() -> None:
    known = Circumstances(before=contract(fee(in_arrears=True)))
    verdict, why = said("fees_taken_up", contract(fee(in_arrears=False), effective_from="2027-03-01"), known)
    assert verdict == BREAKS
    assert "takes effect on 1 March 2027, within 2027-h1, whose £9,000 is then owed by neither version" in why
    assert (
        "1 January 2027 or 1 July 2027"
        in remark("fees_taken_up", contract(fee(in_arrears=False), effective_from="2027-03-01"), known).cure
    )
    assert said("fees_taken_up", contract(fee(in_arrears=False), effective_from="2027-07-01"), known)[0] == MEETS
    assert said("fees_taken_up", contract(fee(in_arrears=True), effective_from="2027-03-01"), known)[0] == MEETS


def test_a_cohort_whose_day_was_moved_before_the_version_begins_breaks_a_principle() -> None:
    known = Circumstances(before=contract(reduction("2028-06-30")))
    verdict, why = said("cohorts_taken_up", contract(reduction("2027-12-31"), effective_from="2028-01-01"), known)
    assert verdict == BREAKS
    assert "30 June 2028 under version 1, and falls due on 31 December 2027 under this one" in why
    assert said("cohorts_taken_up", contract(effective_from="2028-01-01"), known)[0] == LOOK_AGAIN
    assert said("cohorts_taken_up", contract(reduction(), effective_from="2028-01-01"), known)[0] == MEETS
    due = dataclasses.replace(known, before=contract(reduction("2027-06-30")))
    assert said("cohorts_taken_up", contract(effective_from="2028-01-01"), due)[0] == MEETS


def test_terms_of_schools_that_a_later_version_drops_are_asked_for_again() -> None:
    counting = {"since": {"outcome": "start", "number": 6, "unit": "term_weeks"}}

    def counted(*school_terms: tuple[str, str]) -> Terms:
        days = [{"starts_on": first, "ends_on": last} for first, last in school_terms]
        document = {**assumed.version(), "number": 1, "calendar": {"school_terms": days}}
        rules = [rule | (counting if rule["kind"] == "outcome_fee" else {}) for rule in document["rules"]]
        return terms.parse(document | {"rules": rules, "effective_to": "2026-12-31"})

    spring, autumn = ("2026-01-05", "2026-07-17"), ("2026-09-02", "2026-12-18")
    before = Circumstances(before=counted(spring))
    verdict, why = said("school_terms_known", counted(autumn), before)
    assert verdict == LOOK_AGAIN
    assert "up to 17 July 2026: their weeks would not count" in why
    assert said("school_terms_known", counted(spring, autumn), before)[0] == MEETS


def test_years_for_which_an_index_names_no_factor_are_looked_at() -> None:
    def indexed(basis: str, *years: int, **fields: Any) -> Terms:
        table = [{"year": year, "factor": "1.02"} for year in years]
        return contract(indexation={"basis": basis, "source": "An index", "table": table}, **fields)

    whole = indexed("contract", 1, 2, 3, effective_from="2026-01-01", effective_to="2028-12-31")
    assert said("index_covers_term", whole)[0] == MEETS
    verdict, why = said("index_covers_term", whole, Circumstances(first_day=dt.date(2025, 1, 1)))
    assert verdict == LOOK_AGAIN
    assert why == "No factor is stated for the contract year 4: amounts stay as they were in the year before."
    financial = indexed("financial", 2026, 2028, effective_from="2026-01-01", effective_to=None)
    assert "for the financial years 2025 and after 2028" in said("index_covers_term", financial)[1]
    assert said("index_covers_term", contract())[0] == MEETS
