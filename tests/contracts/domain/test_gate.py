"""What the contract says of the gate: the contract in proportion passes, and one thing wrong is told."""

from decimal import Decimal
from typing import Any

import pytest

from contracts.domain import gate, terms
from contracts.domain.lint.remarks import Circumstances
from tests.contracts import assumed

YEARLY = {"code": "yearly", "scope": "year", "amount": "1000000.00"}
KNOWN = Circumstances(signs_of_several_aims=(), committed_funds=Decimal("6000000.00"))


def said(
    document: dict[str, Any], known: Circumstances = KNOWN, answered: dict[str, str] | None = None
) -> dict[str, list[str]]:
    found, _problems = terms.parse_draft({**document, "number": 1})
    return gate.shortfalls(found, known, answered or {})


def with_(section: str, **fields: Any) -> dict[str, Any]:
    document = assumed.version()
    document[section][0] = {**document[section][0], **fields}
    return document


def test_a_contract_in_proportion_meets_every_criterion() -> None:
    assert said(assumed.version()) == {code: [] for code in gate.CODES}


@pytest.mark.parametrize(
    ("code", "document", "words"),
    [
        ("clear_expectations", {**assumed.version(), "targets": []}, "neither it nor what it builds on has a target"),
        ("clear_expectations", with_("targets", minimum=None), "has no minimum"),
        ("above_no_intervention", with_("targets", value="0.10", minimum="0.05"), "beyond what would happen anyway"),
        ("above_no_intervention", with_("targets", value="0.95"), "that somebody has reached"),
        ("monitoring_ready", {**assumed.version(), "periods": []}, "No period is agreed"),
        (
            "monitoring_ready",
            {**assumed.version(), "assumptions": assumed.assumptions(intervention="")},
            "what happens, step by step",
        ),
        (
            "evaluation_planned",
            {**assumed.version(), "assumptions": assumed.assumptions(evaluation="")},
            "how service and value for money",
        ),
        ("liability_covered", {**assumed.version(), "caps": []}, "No cap limits"),
        ("liability_covered", {**assumed.version(), "caps": [YEARLY], "effective_to": None}, "no end is agreed"),
        ("quantifiable", with_("outcomes", unit=""), "Name the unit."),
        ("verifiable", with_("outcomes", validator=""), "Name who checks the evidence."),
        ("attributable", with_("outcomes", attribution=""), "who else is paid"),
        ("cohort", with_("outcomes", eligibility=""), "Say who can achieve it"),
    ],
)
def test_what_is_missing_is_said(code: str, document: dict[str, Any], words: str) -> None:
    found = said(document)
    assert words in " ".join(found[code])
    assert all(not found[other] for other in gate.CODES if other != code and other not in {"clear_expectations"})


def test_liability_is_shown_against_the_committed_funds() -> None:
    less = Circumstances(signs_of_several_aims=(), committed_funds=Decimal("1000.00"))
    assert "£1,000 is committed. Lower the cap" in said(assumed.version(), less)["liability_covered"][0]
    unknown = Circumstances(signs_of_several_aims=())
    assert "no funds are committed" in said(assumed.version(), unknown)["liability_covered"][0]
    found = terms.parse({**assumed.version(), "number": 1})
    assert "£6,000,000 is committed." in gate.worst_case(found, KNOWN)
    assert gate.worst_case(found, unknown) == ""


def test_what_breaks_a_principle_is_asked_for_by_the_part_of_the_contract() -> None:
    found = said({**assumed.version(), "effective_to": "2027-06-30"})
    assert "1.5 years" in " ".join(found["principles_of_arrangements"])
    assert found["principles_of_payments"] == []
    assert "Only milestones are paid for." in " ".join(
        said(with_("outcomes", kind="milestone"))["principles_of_outcomes"]
    )
    assert "No participant" not in " ".join(said(with_("outcomes", unit=""))["principles_of_outcomes"])


def test_a_reason_answers_the_finding_in_its_words_and_no_other() -> None:
    short = {**assumed.version(), "effective_to": "2027-06-30"}
    (asked,) = [one for one in said(short)["principles_of_arrangements"] if "1.5 years" in one]
    words = "The version runs for 1.5 years."
    assert words in asked
    assert asked not in said(short, answered={"term_fits": words})["principles_of_arrangements"]
    assert asked in said(short, answered={"term_fits": "The version runs for 1.4 years."})["principles_of_arrangements"]


def test_a_reason_does_not_answer_what_the_gate_asks_by_itself() -> None:
    without = {**assumed.version(), "assumptions": assumed.assumptions(evaluation="")}
    assert said(without, answered={"evaluation_plan": "Nothing is arranged."})["evaluation_planned"]
