"""Every computed criterion: what meets it, and what it says when it is not met."""

import dataclasses
from decimal import Decimal

import pytest

from pbrmanager.gate_checks import GATE_CHECKS, GateCheck
from stages.domain import cash, criteria, diligence, facts, salience
from stages.domain.facts import Facts, SelectionFacts, StakeholderFacts

PEOPLE = (
    StakeholderFacts("Council", salience.DEFINITIVE, survival_depends=True, is_engaged=True),
    StakeholderFacts("People who use the service", salience.DEPENDENT, survival_depends=False, is_engaged=False),
    StakeholderFacts("Hostels", salience.DORMANT, survival_depends=False, is_engaged=False),
)
KEPT = diligence.Assumption("Homes kept", Decimal(30), Decimal(20), Decimal(40), "Evaluation")
BID = diligence.Bid(
    assumptions=(KEPT,),
    working_capital=Decimal(300),
    plan=cash.Plan(12, Decimal(100), Decimal(40), Decimal(60), 2),
    case=cash.Case(Decimal("0.9"), 1),
    said=diligence.Said(is_stated=True, passes_risk_down=False),
)
CHOICE = SelectionFacts(
    weights=(Decimal(60), Decimal(40)),
    candidates=("Council", "Department"),
    chosen="Council",
    rationale="Best",
    committed_funds=Decimal("5000000"),
    accountable_officer="Director",
    bid=BID,
    is_awarded=True,
)
DENIED = facts.DataFacts("School roll", is_lawful=False)
WHOLE = Facts(
    aim="One aim",
    why_pbr="Because",
    appraised=("Grant",),
    data_sources=(facts.DataFacts("Payroll", is_lawful=True),),
    stakeholders=PEOPLE,
    good_practice=1,
    bad_practice=1,
    horizon=1,
    fits_assessed=1,
    selection=CHOICE,
    lessons=1,
)


def result(code: str, known: Facts, stage: int) -> criteria.Result:
    [criterion] = [row for row in criteria.of_stage(stage) if row.code == code]
    return criteria.computed(criterion, known)


BOTH: list[criteria.Criterion | GateCheck] = [*criteria.CRITERIA, *GATE_CHECKS]
COMPUTED = [row for row in criteria.CRITERIA if not row.is_confirmed_by_a_person]


@pytest.mark.parametrize("row", COMPUTED, ids=lambda row: f"{row.stage}-{row.code}")
def test_whole_records_meet_it(row: criteria.Criterion) -> None:
    assert criteria.computed(row, WHOLE).state == "met"


def with_people(*people: StakeholderFacts) -> Facts:
    return dataclasses.replace(WHOLE, stakeholders=people)


def with_choice(**changes: object) -> Facts:
    return dataclasses.replace(WHOLE, selection=dataclasses.replace(CHOICE, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "code", "known", "words"),
    [
        (1, "purpose_written", dataclasses.replace(WHOLE, aim="  "), "No purpose is written"),
        (1, "fit_assessed", dataclasses.replace(WHOLE, fits_assessed=0), "Answer them, from either side"),
        (1, "why_pbr", dataclasses.replace(WHOLE, why_pbr=""), "why Payment by Results"),
        (1, "alternative_appraised", dataclasses.replace(WHOLE, appraised=()), "No alternative"),
        (1, "data_lawful", dataclasses.replace(WHOLE, data_sources=()), "No record is on the map"),
        (1, "data_lawful", dataclasses.replace(WHOLE, data_sources=(DENIED,)), "gateway: School roll. Agree it"),
        (1, "stakeholders_scored", with_people(*PEOPLE[:2]), "2 of the 3"),
        (1, "definitive_engaged", with_people(dataclasses.replace(PEOPLE[0], is_engaged=False)), "Council"),
        (1, "dependent_known", with_people(PEOPLE[2]), "legitimate and urgent"),
        (1, "survival_named", with_people(*PEOPLE[1:]), "survival depends"),
        (1, "practice_logged", dataclasses.replace(WHOLE, bad_practice=0), "No bad practice"),
        (1, "horizon_scanned", dataclasses.replace(WHOLE, horizon=0), "Nothing is on the horizon"),
        (2, "weights_sum", with_choice(weights=(Decimal("60.50"),)), "sum to 60.5, not 100"),
        (2, "candidates_named", with_choice(candidates=()), "No candidate"),
        (2, "candidates_scored", with_choice(unscored=(("Council", "Finance"),)), "Council (Finance)"),
        (3, "candidates_scored", with_choice(candidates=()), "no candidate to score"),
        (3, "candidates_scored", with_choice(weights=()), "no criterion to score against"),
        (2, "choice_made", with_choice(chosen=""), "No choice is recorded"),
        (2, "funds_committed", with_choice(committed_funds=None), "not stated"),
        (2, "officer_named", with_choice(accountable_officer=" "), "No accountable officer"),
        (2, "roles_separated", with_choice(overlaps=True), "how this is disclosed"),
        (2, "conflicts_declared", with_choice(undeclared=(("Carol", "Council"),)), "Carol on Council"),
        (3, "scores_moderated", with_choice(unmoderated=(("Council", "Finance"),)), "Council (Finance)"),
        (3, "cash_stands_lag", with_choice(bid=diligence.Bid()), "not both recorded"),
        (
            3,
            "cash_stands_lag",
            with_choice(bid=dataclasses.replace(BID, working_capital=Decimal(100))),
            "£134.00 is missing",
        ),
        (3, "bids_in_range", with_choice(bid=dataclasses.replace(BID, assumptions=())), "No figure of the chosen bid"),
        (
            3,
            "bids_in_range",
            with_choice(bid=dataclasses.replace(BID, assumptions=(dataclasses.replace(KEPT, value=Decimal(50)),))),
            "Outside the range of the evidence: Homes kept",
        ),
        (
            3,
            "bids_in_range",
            with_choice(bid=dataclasses.replace(BID, assumptions=(dataclasses.replace(KEPT, low=None),))),
            "Without a range of evidence: Homes kept",
        ),
        (3, "risk_declared", with_choice(bid=dataclasses.replace(BID, said=None)), "Ask its members to sign in"),
        (3, "award_made", with_choice(is_awarded=False), "not awarded yet"),
        (7, "findings_closed", dataclasses.replace(WHOLE, open_findings=(3, 5)), "finding 3, finding 5"),
        (4, "no_critical_finding", dataclasses.replace(WHOLE, critical_findings=(2,)), "finding 2"),
        (7, "red_answered", dataclasses.replace(WHOLE, red_unanswered=(4,)), "Without an action: finding 4"),
        (7, "effects_checked", dataclasses.replace(WHOLE, actions_unchecked=2), "effect check: 2"),
    ],
)
def test_what_is_missing_is_said(stage: int, code: str, known: Facts, words: str) -> None:
    found = result(code, known, stage)
    assert found.state == "not_met"
    assert words in found.reason


def test_long_lists_are_cut_short() -> None:
    names = tuple((f"Candidate {number}", "Finance") for number in range(9))
    assert "and 5 more" in facts.candidates_scored(with_choice(unscored=names))[0]


def test_codes_are_unique_within_a_stage() -> None:
    codes = [(row.stage, row.code) for row in criteria.CRITERIA]
    assert len(codes) == len(set(codes))


def test_every_gate_but_the_last_has_something_that_a_person_confirms() -> None:
    """The last one looks at findings, effects and lessons, which are all on record."""
    for stage in range(1, 7):
        assert any(row.is_confirmed_by_a_person for row in criteria.of_stage(stage))


def test_every_criterion_says_whose_it_is() -> None:
    known = {criteria.JOHNSTONE, criteria.NAO, criteria.WEBSTER}
    assert {row.source for row in criteria.CRITERIA} <= known
    assert {row.source for row in BOTH if row.stage == 4} == known


def test_stage_4_asks_for_the_five_expectations_and_the_six_characteristics_one_by_one() -> None:
    stage_4 = [row for row in BOTH if row.stage == 4]
    assert len([row for row in stage_4 if row.source == criteria.WEBSTER]) == 6
    assert {"clear_expectations", "above_no_intervention", "effective_incentives", "monitoring_ready",
            "evaluation_planned"} <= {row.code for row in stage_4 if row.source == criteria.NAO}  # fmt: skip


def test_codes_are_unique_over_both_tables() -> None:
    codes = [(row.stage, row.code) for row in BOTH]
    assert len(codes) == len(set(codes))
