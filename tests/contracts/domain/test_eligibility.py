"""Who may be on the programme: read, written back, told in words, and held against a start."""

import datetime
from typing import Any

import pytest

from contracts.domain import differences, documents, terms, words
from contracts.domain.eligibility import EVERYBODY, Eligibility
from contracts.domain.problems import TermsError
from tests.contracts.documents import version

RULE = {"rule": {"age": ["18-24", "25-34"]}, "started_from": "2025-01-01", "started_until": "2025-12-31"}
DAY = datetime.date(2025, 6, 1)


def of(**clause: Any) -> Eligibility:
    return terms.parse(version(number=1) | {"eligibility": clause}).eligibility


@pytest.mark.parametrize(
    ("attributes", "broken"), [({"age": "18-24"}, ""), ({"age": "35+"}, "age"), ({}, "age"), ({"sex": "f"}, "age")]
)
def test_each_attribute_of_the_rule_has_one_of_its_values(attributes: dict[str, str], broken: str) -> None:
    assert of(**RULE).broken_by(attributes) == broken


@pytest.mark.parametrize(
    ("day", "takes"),
    [("2024-12-31", False), ("2025-01-01", True), ("2025-12-31", True), ("2026-01-01", False)],
)
def test_the_start_lies_in_the_days_named_both_included(day: str, takes: bool) -> None:
    assert of(**RULE).takes_start(datetime.date.fromisoformat(day)) is takes


def test_without_a_clause_everybody_may_be_on_it_and_the_digest_stays_as_it_was() -> None:
    plain, with_nothing = terms.parse(version(number=1)), terms.parse(version(number=1) | {"eligibility": None})
    assert plain.eligibility == of() == EVERYBODY
    assert plain.eligibility.takes_start(DAY)
    assert documents.digest(plain) == documents.digest(with_nothing)
    assert documents.digest(plain) != documents.digest(terms.parse(version(number=1) | {"eligibility": RULE}))


def test_it_is_written_back_as_it_was_read_and_told_in_words() -> None:
    found = terms.parse(version(number=1) | {"eligibility": RULE})
    assert terms.parse(documents.of_terms(found)) == found
    assert words.eligible(found.eligibility) == (
        "age is 18-24 or 25-34, they start on or after 1 January 2025 and they start on or before 31 December 2025"
    )
    (change,) = differences.between(terms.parse(version(number=1)), found)
    assert (change.label, change.kind) == ("Who may be on the programme", "added")


@pytest.mark.parametrize(
    ("clause", "path", "code"),
    [
        ({"started_from": "2025-02-01", "started_until": "2025-01-01"}, "eligibility.started_until",
         "dates_out_of_order"),
        ({"rule": {"age": []}}, "eligibility.rule.age", "missing"),
        ({"rule": {"age": [18]}}, "eligibility.rule.age", "not_text"),
        ({"ages": {}}, "eligibility.ages", "unknown_field"),
    ],
)  # fmt: skip
def test_a_clause_that_cannot_be_is_refused_with_its_place(clause: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(TermsError) as refused:
        of(**clause)
    assert (path, code) in {(problem.path, problem.code) for problem in refused.value.problems}
