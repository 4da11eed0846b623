"""The linter: what each check says of a contract in proportion, and of the same contract with one thing wrong."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from contracts.domain import terms
from contracts.domain.agreement import Tried
from contracts.domain.lint import linter
from contracts.domain.lint.on_targets import smallest_detectable
from contracts.domain.lint.reckoning import Reckoning
from contracts.domain.lint.remarks import BREAKS, LOOK_AGAIN, MEETS, Circumstances, Remark
from monitoring.domain import stats
from tests.contracts import assumed, documents

CLEAR = Tried(cases=20, agreed=19, kappa=Decimal("0.88"), current=True)
KNOWN = Circumstances(signs_of_several_aims=(), committed_funds=Decimal("6000000.00"), tried={"job": CLEAR})


def remarks(document: dict[str, Any], known: Circumstances = KNOWN) -> dict[str, Remark]:
    return {one.code: one for one in linter.lint(terms.parse({**document, "number": 1}), known)}


def with_(section: str, **fields: Any) -> dict[str, Any]:
    """The contract in proportion, with fields of the first entry of a section changed."""
    document = assumed.version()
    document[section][0] = {**document[section][0], **fields}
    return document


def with_assumption(**fields: Any) -> dict[str, Any]:
    return {**assumed.version(), "assumptions": assumed.assumptions(**fields)}


def without(**fields: Any) -> dict[str, Any]:
    """The contract in proportion, with another rate without the scheme."""
    return with_("outcomes", non_intervention={**documents.particulars()["non_intervention"], **fields})


def flat() -> dict[str, Any]:
    document = assumed.version()
    for rule in document["rules"]:
        rule["amounts"] = [{"amount": "1000.00"}]
    return document


def many(number: int, **fields: Any) -> dict[str, Any]:
    document = assumed.version()
    for place in range(number):
        document["outcomes"].append(documents.outcome(f"more-{place}", **fields))
        document["rules"].append(
            {"code": f"more-fee-{place}", "name": f"Fee {place}", "kind": "outcome_fee", "outcome": f"more-{place}",
             "amounts": [{"amount": "10.00"}]}
        )  # fmt: skip
    return document


def by_metrics(number: int) -> dict[str, Any]:
    """The contract in proportion, which pays by so many metrics too."""
    document = assumed.version(metrics=[])
    for place in range(number):
        code = f"metric-{place}"
        document["metrics"].append({"code": code, "name": code, "numerator": "Stayed", "denominator": "Started"})
        document["rules"].append(
            {"code": f"by-{code}", "name": code, "kind": "banded_metric", "metric": code, "bands": [{"amount": "1.00"}]}
        )
    return document


JOB: dict[str, Any] = {
    "code": "only-fee", "name": "Only fee", "kind": "outcome_fee", "outcome": "job", "amounts": [{"amount": "2000.00"}],
}  # fmt: skip


VOLUME = {
    "code": "volume", "name": "Volume", "kind": "volume_bands", "outcome": "job",
    "bands": [{"above": 0, "amount": "9.00"}],
}  # fmt: skip


def fee(longer: list[dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
    """The contract in proportion with one more fee; `longer`: and another after more weeks."""
    document = many(4)
    document["rules"] = [
        *document["rules"][:2], JOB | {"outcome": "more-3"} | fields,
        *([JOB | {"code": "longer", "outcome": "more-2", "qualifying_weeks": longer}] if longer else []),
    ]  # fmt: skip
    return document


def by_fall(known: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """The contract in proportion, which also pays for a fall by a tenth of a share of one half."""
    document = assumed.version(metrics=[
        {"code": "again", "name": "Again", "direction": "lower", "numerator": "Again", "denominator": "Released"}
    ])  # fmt: skip
    document["rules"].append({
        "code": "fall", "name": "Fall", "kind": "cohort_reduction", "metric": "again", "trigger": "0.1",
        "cohorts": [{"code": "c1", "name": "C1", "due_on": "2028-06-30"}], "against": {"value": "0.5"},
        "amount": "5000.00", **fields,
    })  # fmt: skip
    stated = {"metric": "again", "expected": "0.4", **({"people": 500} if known is None else known)}
    document["assumptions"] = assumed.assumptions(metrics=[stated])
    return document


def by_band(*bands: dict[str, Any]) -> dict[str, Any]:
    document = by_metrics(1)
    document["rules"][-1]["bands"] = list(bands)
    return document


def test_there_are_more_than_thirty_checks_each_with_its_own_code_and_a_source() -> None:
    codes = [check.code for check in linter.CHECKS]
    assert len(codes) >= 30
    assert len(set(codes)) == len(codes)
    assert all(check.source and check.principle for check in linter.CHECKS)


def test_a_contract_in_proportion_meets_every_principle() -> None:
    assert {code: one.why for code, one in remarks(assumed.version()).items() if one.verdict != MEETS} == {}


def test_a_contract_that_says_nothing_of_what_it_rests_on_is_asked_for_it() -> None:
    found = remarks(documents.version(), Circumstances())
    asked = {code for code, one in found.items() if one.verdict != MEETS}
    assert {"price_covers_cost", "within_evidence", "large_enough", "cash_stands_lag", "evaluation_plan"} <= asked
    assert all(one.cure for one in found.values() if one.verdict != MEETS)


WRONG = [
    ("few_outcomes", many(3), LOOK_AGAIN, "4 outcomes"),
    ("few_outcomes", many(6), BREAKS, "7 outcomes"),
    ("few_outcomes", by_metrics(4), LOOK_AGAIN, "1 outcome and 4 metrics are paid for"),
    ("paid_milestones", many(1, kind="milestone"), LOOK_AGAIN, "milestone"),
    ("paid_milestones", with_("outcomes", kind="milestone"), BREAKS, "Only milestones"),
    ("six_verifiable", with_("outcomes", evidence="", validator=""), BREAKS, "does not meet it"),
    ("six_attributable", with_("outcomes", attribution=""), BREAKS, "does not meet it"),
    ("agent_checks_itself", with_("outcomes", validator="Northway"), BREAKS, "an agent"),
    ("deadweight_left_out", with_("outcomes", deadweight={"method": "none", "source": "Hardly anybody"}), LOOK_AGAIN,
     "Hardly anybody"),
    ("baselines_fresh", with_("outcomes", baseline={"value": "0.2", "source": "Old", "year": 2015}), LOOK_AGAIN,
     "2015"),
    ("binary_paired", with_("outcomes", kind="binary", direction="lower"), BREAKS, "how often"),
    ("lasting", with_("outcomes", kind="binary", window_days=60), LOOK_AGAIN, "90 days"),
    ("outcomes_have_targets", {**assumed.version(), "targets": []}, LOOK_AGAIN, "no target"),
    ("above_baseline", with_("targets", value="0.24", minimum="0.2"), BREAKS, "25%"),
    ("within_evidence", with_("targets", value="0.5"), BREAKS, "45%"),
    ("minimum_levels", with_("targets", minimum=None), LOOK_AGAIN, "no minimum"),
    ("minimum_levels", with_("targets", minimum="0.2"), LOOK_AGAIN, "no better"),
    ("paths_given", with_("targets", maturity=[]), LOOK_AGAIN, "path"),
    ("questions_named", with_("targets", questions_stages=[]), LOOK_AGAIN, "no stage"),
    ("large_enough", with_assumption(starts={"expected": "60", "source": "x"}), LOOK_AGAIN, "30 people"),
    ("pay_not_noisy", {**with_("outcomes", deadweight={"method": "counted", "share": "0.2", "source": "Pilot"}),
                       "assumptions": assumed.assumptions(starts={"expected": "40"})}, LOOK_AGAIN, "40 people"),
    ("prices_by_segment", flat(), BREAKS, "the same for all"),
    ("price_follows_difficulty", with_("rules", code="job-fee-2", kind="outcome_fee", outcome="job", amounts=[
        {"segment": "young", "amount": "900.00"}, {"segment": "other", "amount": "100.00"}]), BREAKS, "£100"),
    ("price_covers_cost", with_assumption(costs=[{"expected": "1500"}]), BREAKS, "costs £1,500"),
    ("margins_even", with_assumption(costs=[{"segment": "young", "expected": "500"},
                                            {"segment": "other", "expected": "1300"}]), LOOK_AGAIN, "earns"),
    ("profit_modest", with_assumption(costs=[{"expected": "700"}]), LOOK_AGAIN, "above cost"),
    ("checking_in_proportion", with_assumption(checking_costs=[{"outcome": "job", "amount": "400.00"}]), LOOK_AGAIN,
     "11.43%"),
    ("checking_in_proportion", with_assumption(checking_costs=[{"outcome": "job", "amount": "1000.00"}]), BREAKS,
     "28.57%"),
    ("cap_on_all", {**assumed.version(), "caps": []}, BREAKS, "No cap"),
    ("liability_funded", with_("caps", amount="7000000.00"), BREAKS, "£7,000,000"),
    ("cap_leaves_room", with_("caps", amount="4000000.00"), BREAKS, "As expected it costs"),
    ("share_at_risk", with_assumption(most_at_risk="0.3"), BREAKS, "30%"),
    ("cash_stands_lag", with_assumption(working_capital="20000.00"), BREAKS, "£20,000"),
    ("term_fits", {**assumed.version(), "effective_to": "2027-06-30"}, BREAKS, "1.5 years"),
    ("windows_fit_term", with_("outcomes", window_days=1500), BREAKS, "1500 days"),
    ("periods_whole", {**assumed.version(), "periods": assumed.version()["periods"][1:]}, LOOK_AGAIN,
     "1 January 2026"),
    ("intervention_ladder", with_assumption(intervention=""), BREAKS, "Nothing is arranged"),
    ("evaluation_plan", with_assumption(evaluation="Later"), LOOK_AGAIN, "Later"),
    ("quality_floor", with_assumption(quality_floor=""), BREAKS, "Nothing is arranged"),
    ("risk_not_passed_down", with_assumption(subcontracting=""), LOOK_AGAIN, "Nothing is arranged"),
    ("others_who_pay", with_("outcomes", also_paid=[{"payer": "Council", "overlap": "0.12"}]), LOOK_AGAIN, "12%"),
    ("others_who_pay", with_("outcomes", also_paid=[{"payer": "Council"}]), LOOK_AGAIN, "Council"),
    ("without_measured", without(method="", source=""), LOOK_AGAIN, "method and source"),
    ("without_measured", without(measured_on="2015-12-31"), LOOK_AGAIN, "31 December 2015"),
    ("without_measured", without(rates=[{"segment": None, "expected": "0.2"}]), LOOK_AGAIN, "interval"),
    ("beyond_interval", without(rates=[{"low": "0.1", "expected": "0.2", "high": "0.3"}]), LOOK_AGAIN,
     "between 10% and 30%"),
    ("above_baseline", without(rates=[{"low": "0.3", "expected": "0.35", "high": "0.4"}]), BREAKS, "35%"),
    ("deadweight_follows", {**without(rates=[{"low": "0.1", "expected": "0.2", "high": "0.25"}]),
                            "assumptions": assumed.assumptions(rates=[{"outcome": "job", "expected": "0.4"}])},
     LOOK_AGAIN, "50% would anyway (20%); 20% is conceded"),
    ("cohort_closes", with_("outcomes", cohort=None), LOOK_AGAIN, "when a cohort is closed"),
    ("cohort_closes", with_("outcomes", cohort={"closes": "day", "on": "2030-06-30"}), BREAKS, "30 June 2030"),
    ("reasons_kept", with_("outcomes", rationale=""), LOOK_AGAIN, "why it is defined so"),
    ("simple_metrics", fee(routes=[{"outcome": f"more-{place}", "amounts": [{"amount": "9.00"}]} for place in range(3)],
                           qualifying_weeks=[{"weeks": 26}], waiting_working_days=15), LOOK_AGAIN, "has 5 routes"),
    ("pays_together", with_("outcomes", attribution="Other services work for it too."), LOOK_AGAIN, "others are said"),
    ("paid_in_time", {**assumed.version(), "rules": [JOB | {"qualifying_weeks": [{"weeks": 26}]}]}, LOOK_AGAIN,
     "nothing is paid before"),
    ("no_cliff_edges", fee(qualifying_weeks=[{"weeks": 26}]), LOOK_AGAIN, "when 26 weeks have passed"),
    ("no_cliff_edges", fee(qualifying_weeks=[{"weeks": 26}], longer=[{"weeks": 52}]), LOOK_AGAIN,
     "“Only fee” is paid when 52 weeks have passed, and nothing is paid for what comes after."),
    ("no_cliff_edges", by_fall(), LOOK_AGAIN, "brings nothing short of 10%"),
    ("no_cliff_edges", by_fall(pays="growth", amount="0.00", most="9.00", full_at="0.2", clawback="0.1",
                               base={"amount": "90.00"}), LOOK_AGAIN, "takes back 10% of £90 short of 10%"),
    ("no_cliff_edges", by_band({"to": "0.9", "amount": "0.00"}, {"from": "0.9", "amount": "5.00"}), LOOK_AGAIN,
     "turns on one line, 90%"),
    ("holidays_known", {**fee(waiting_working_days=15), "calendar": {"bank_holidays": []}}, LOOK_AGAIN,
     "no bank holiday is named"),
    ("holidays_known", {**fee(waiting_working_days=15), "calendar": {"bank_holidays": ["2026-12-25"]}}, LOOK_AGAIN,
     "the last bank holiday that is named is 25 December 2026; the version runs to 31 December 2029"),
    ("pay_not_noisy", by_fall(), LOOK_AGAIN, "5% from the baseline; one figure can show a change of 6.26% or more"),
    ("pay_not_noisy", by_fall(known={}), LOOK_AGAIN, "is not known"),
    ("term_fits", {**assumed.version(), "effective_to": "2036-01-01"}, LOOK_AGAIN, "10.0 years"),
    ("term_fits", {**assumed.version(), "effective_to": "2028-12-30"}, LOOK_AGAIN, "3.0 years"),
    ("term_fits", {**assumed.version(), "effective_to": "2027-12-30"}, BREAKS, "2.0 years"),
    ("price_covers_cost", {**with_("outcomes", deadweight={"method": "counted", "share": "0.2", "source": "Pilot"}),
                           "assumptions": assumed.assumptions(costs=[{"expected": "901"}])}, BREAKS, "brings £900"),
]  # fmt: skip
JUST_MEETS = [
    ("simple_metrics", fee(qualifying_weeks=[{"weeks": 26}], waiting_working_days=15)),
    ("few_outcomes", many(2)),
    ("paid_in_time", {**assumed.version(), "rules": [VOLUME]}),
    ("no_cliff_edges", by_fall(pays="steps", steps=[{"at": "0.2", "amount": "9000.00"}])),
    ("no_cliff_edges", by_fall(pays="growth", amount="0.00", most="9.00", full_at="0.2")),
    ("no_cliff_edges", by_fall(pays="per_event", most="9.00", trigger="0")),
    ("no_cliff_edges", by_band({"to": "0.8", "amount": "0.00"}, {"from": "0.8", "to": "0.9", "amount": "5.00"},
                               {"from": "0.9", "amount": "9.00"})),
    ("holidays_known", {**fee(waiting_working_days=15), "calendar": {"bank_holidays": ["2028-12-30"]}}),
    ("holidays_known", {**fee(), "calendar": {"bank_holidays": []}}),
    ("pay_not_noisy", by_fall(known={"people": 785})),
    ("pay_not_noisy", by_fall(pays="growth", amount="0.00", most="9.00", full_at="0.2")),
    ("prices_by_segment", {**by_fall(), "rules": by_fall()["rules"][-1:]}),
    ("term_fits", {**assumed.version(), "effective_to": "2035-12-31"}),
    ("term_fits", {**assumed.version(), "effective_to": "2028-12-31"}),
    ("liability_funded", with_("caps", amount="6000000.00")),
    ("checking_in_proportion", with_assumption(checking_costs=[{"outcome": "job", "amount": "349.99"}])),
    ("minimum_levels", with_("targets", minimum="0.26")),
    ("lasting", with_("outcomes", kind="binary", window_days=90)),
    ("without_measured", without(measured_on="2021-01-01")),
    ("baselines_fresh", with_("outcomes", baseline={"value": "0.2", "source": "Old", "year": 2021})),
]  # fmt: skip


@pytest.mark.parametrize(("code", "document"), JUST_MEETS, ids=[f"{place}-{row[0]}" for place, row in
                                                               enumerate(JUST_MEETS)])  # fmt: skip
def test_what_just_meets_a_principle_is_left_alone(code: str, document: dict[str, Any]) -> None:
    found = remarks(document)[code]
    assert found.verdict == MEETS, found.why


@pytest.mark.parametrize(("code", "document", "verdict", "words"), WRONG, ids=[f"{row[0]}-{row[2]}" for row in WRONG])
def test_one_thing_wrong_is_seen_with_its_figures_and_a_cure(
    code: str, document: dict[str, Any], verdict: str, words: str
) -> None:
    found = remarks(document)[code]
    assert found.verdict == verdict, found
    assert words in found.why
    assert found.cure


def test_several_aims_and_too_little_money_come_from_the_programme() -> None:
    found = remarks(assumed.version(), Circumstances(("It is a list.",), Decimal("1000000.00")))
    assert found["one_purpose"].verdict == LOOK_AGAIN
    assert found["liability_funded"].verdict == BREAKS


def test_a_definition_that_changed_says_why() -> None:
    known = dataclasses.replace(KNOWN, changed_outcomes=frozenset({"job"}))
    assert remarks(assumed.version(), known)["changes_told"].verdict == LOOK_AGAIN
    told = with_("outcomes", changes="The gap of two weeks is new: short gaps are not a loss.")
    assert remarks(told, known)["changes_told"].verdict == MEETS


@pytest.mark.parametrize(
    ("tried", "verdict", "words"),
    [
        ({}, LOOK_AGAIN, "has not been tried"),
        ({"job": dataclasses.replace(CLEAR, current=False)}, LOOK_AGAIN, "worded otherwise since"),
        ({"job": dataclasses.replace(CLEAR, agreed=16)}, LOOK_AGAIN, "16 of 20 cases"),
        ({"job": dataclasses.replace(CLEAR, kappa=Decimal("0.2"))}, LOOK_AGAIN, "kappa 0.20"),
        ({"job": dataclasses.replace(CLEAR, agreed=14)}, BREAKS, "14 of 20 cases"),
        ({"job": dataclasses.replace(CLEAR, agreed=20, kappa=None)}, MEETS, "20 of 20 cases"),
    ],
)
def test_a_definition_is_judged_by_how_far_two_people_agree(tried: dict[str, Tried], verdict: str, words: str) -> None:
    found = remarks(assumed.version(), dataclasses.replace(KNOWN, tried=tried))["tried_by_two"]
    assert (found.verdict, words in found.why) == (verdict, True)


def test_what_breaks_a_principle_comes_first() -> None:
    verdicts = [one.verdict for one in linter.lint(terms.parse({**documents.version(), "number": 1}), Circumstances())]
    assert verdicts == sorted(verdicts, key=[BREAKS, LOOK_AGAIN, MEETS].index)


def test_what_a_start_brings_is_worked_out_exactly() -> None:
    """Young: 500 + 40% × 2,000 × 4/5 = 1,140; others: 600 + 25% × 3,500 × 4/5 = 1,300; half and half 1,220."""
    reckoning = Reckoning(terms.parse({**assumed.version(), "number": 1}))
    young, other, average = reckoning.per_start("young"), reckoning.per_start("other"), reckoning.per_average_start()
    assert young is not None
    assert other is not None
    assert average is not None
    assert (young.total, other.total, average.total) == (Decimal(1140), Decimal(1300), Decimal(1220))
    assert young.at_risk == Decimal(640) / Decimal(1140)


@pytest.mark.parametrize("people", [40, 231, 1000])
def test_the_smallest_change_that_can_be_seen_agrees_with_the_module_of_statistics(people: int) -> None:
    ours = smallest_detectable(Decimal(people), Decimal("0.5"))
    assert abs(float(ours) - stats.smallest_detectable_fall(people)) < 0.008
