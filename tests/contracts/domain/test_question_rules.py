"""The rules by which agents are asked about their figures, as terms of a version."""

from decimal import Decimal

import pytest

from contracts.domain import monitoring_rules, question_rules, terms
from contracts.domain.monitoring_rules import DEFAULTS
from contracts.domain.question_rules import QuestionRule
from contracts.domain.terms import TermsError
from tests.contracts import documents


def read(*questions: dict[str, object]) -> monitoring_rules.MonitoringRules:
    return terms.parse(documents.version(number=1, monitoring_rules={"questions": list(questions)})).monitoring_rules


def test_what_a_version_does_not_state_of_a_question_is_usual_and_what_is_usual_is_not_kept() -> None:
    found = read({"question": "creaming", "fewest": 100}, {"question": "late_edits", "threshold": "0.6"})
    assert found.questions == (("creaming", QuestionRule(100, Decimal("0.2"))),)
    assert found.question_rules()["late_edits"] == question_rules.USUAL["late_edits"]
    assert read() == DEFAULTS


def test_the_rules_are_written_back_as_they_were_read() -> None:
    found = read(
        {"question": "parking", "fewest": 50, "threshold": "1.5", "chance": "0.01"},
        {"question": "under_claiming", "threshold": "0.1"},
    )
    assert monitoring_rules.of_document(monitoring_rules.document(found)) == found


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"question": "astrology"}, "question", "unknown_choice"),
        ({"question": "creaming", "fewest": 0}, "fewest", "out_of_range"),
        ({"question": "near_perfect", "threshold": "1.2"}, "threshold", "out_of_range"),
        ({"question": "parking", "chance": "0.5"}, "chance", "out_of_range"),
        ({"question": "risk_dumping", "chance": "0.01"}, "chance", "no_chance"),
        ({"question": "parking", "threshold": 1.5}, "threshold", "float"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(given: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(TermsError) as refused:
        read(given)
    assert (f"monitoring_rules.questions[0].{field}", code) in [(one.path, one.code) for one in refused.value.problems]


def test_a_question_is_ruled_only_once() -> None:
    with pytest.raises(TermsError, match="only once"):
        read({"question": "parking", "fewest": 40}, {"question": "parking", "fewest": 50})
