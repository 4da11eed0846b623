"""Comparisons registered in advance as contract data: read, refused with place and cure, written back, told, linted."""

from typing import Any

import pytest

from contracts.domain import comparison_words, comparisons, differences, documents, terms
from contracts.domain.lint import linter
from contracts.domain.lint.remarks import LOOK_AGAIN, MEETS, Circumstances, Remark
from tests.contracts import assumed
from tests.contracts.documents import version

FIXED = {
    "code": "work", "name": "Do more find work than before?", "outcome": "job", "measure": "share", "against": "fixed",
    "value": "0.2", "test": "wilson", "matters": "0.05", "window_days": 365,
}  # fmt: skip
BEFORE = {"people": 400, "achieved": 100}
EVENTS = {"people": 400, "achieved": 100, "events": 180, "squares": 420}
METRIC = {"code": "like-areas", "name": "Work in like areas", "measured": "ratio", "numerator": "In work",
          "denominator": "Starters", "per_agent": False}  # fmt: skip
MODEL = {"version": "2025-1", "intercept": "-1.2", "terms": [{"name": "age", "weight": "0.02"}]}
PANEL: dict[str, Any] = {
    "every": 3,
    "first": "2024-01-01",
    "since": "2025-01-01",
    "inside": [{"code": "north", "name": "North"}, {"code": "east", "name": "East"}],
    "outside": [{"code": "south", "name": "South"}, {"code": "west", "name": "West"}],
}
OVER_PLACES = {
    **FIXED,
    "value": None,
    "against": "change",
    "test": "panel_of_places",
    "metric": "like-areas",
    "panel": PANEL,
}
WHOLE = [
    FIXED,
    OVER_PLACES,
    {**OVER_PLACES, "measure": "events", "test": "panel_of_periods",
     "panel": {**PANEL, "every": 12, "first": "2022-01-01", "inside": PANEL["inside"][:1]}},
    {**FIXED, "test": "exact_binomial", "segment": "young", "pooling": "until_enough", "enough": 60, "looks": 4,
     "paired": {"outcome": "job", "per_head": "1.6"}, "source": "Pilot"},
    {**FIXED, "value": None, "against": "group", "test": "fisher", "other": BEFORE},
    {**FIXED, "value": None, "against": "group", "test": "newcombe", "metric": "like-areas"},
    {**FIXED, "value": None, "against": "case_mix", "test": "standardised",
     "shares": [{"segment": "young", "share": "0.2"}, {"segment": "other", "share": "0.15"}]},
    {**FIXED, "value": None, "against": "case_mix", "test": "model_scored", "model": MODEL},
    {**FIXED, "value": None, "against": "change", "test": "difference_in_differences", "before": BEFORE,
     "other_before": BEFORE, "metric": "like-areas"},
    {**FIXED, "measure": "events", "value": "1.4", "test": "student"},
    {**FIXED, "measure": "events", "value": None, "against": "group", "test": "negative_binomial", "other": EVENTS},
    {**FIXED, "measure": "improved", "scale": {"spread": "10", "reliability": "0.96"}},
]  # fmt: skip


def with_comparison(one: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return version(number=1, metrics=[METRIC], comparisons=[one], **fields)


def refused(one: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(terms.TermsError) as found:
        terms.parse(with_comparison(one))
    return [(problem.path, problem.code) for problem in found.value.problems]


@pytest.mark.parametrize("one", WHOLE, ids=lambda one: f"{one['measure']}-{one['test']}")
def test_what_is_written_is_read_again_and_told_in_words(one: dict[str, Any]) -> None:
    found = terms.parse(with_comparison(one))
    assert terms.parse(documents.of_terms(found)) == found
    told = dict(comparison_words.rows(found.comparisons[0], found))
    assert {"Outcome", "Compared with", "Test", "Smallest difference that matters", "Looks planned"} <= told.keys()
    assert all(told.values())


def test_a_version_without_keeps_its_digest() -> None:
    plain = terms.parse(version(number=1, metrics=[METRIC]))
    assert "comparisons" not in documents.of_terms(plain)
    assert documents.digest(plain) != documents.digest(terms.parse(with_comparison(FIXED)))


@pytest.mark.parametrize(
    ("fields", "place", "code"),
    [
        ({"outcome": "other"}, "comparisons[0].outcome", "unknown_outcome"),
        ({"segment": "old"}, "comparisons[0].segment", "unknown_segment"),
        ({"value": None}, "comparisons[0].value", "missing"),
        ({"value": "1"}, "comparisons[0].value", "out_of_range"),
        ({"matters": "0"}, "comparisons[0].matters", "missing"),
        ({"window_days": None}, "comparisons[0].window_days", "missing"),
        ({"test": "newcombe"}, "comparisons[0].test", "does_not_fit"),
        ({"pooling": "until_enough"}, "comparisons[0].enough", "missing"),
        ({"looks": 0}, "comparisons[0].looks", "out_of_range"),
        ({"measure": "improved"}, "comparisons[0].scale", "missing"),
        ({"against": "group", "test": "newcombe"}, "comparisons[0].other", "missing"),
        ({"against": "group", "test": "newcombe", "metric": "nothing"}, "comparisons[0].metric", "unknown_metric"),
        ({"against": "group", "test": "newcombe", "other": {"people": 3, "achieved": 4}},
         "comparisons[0].other", "not_counted"),
        ({"against": "case_mix", "test": "standardised"}, "comparisons[0].shares", "missing"),
        ({"against": "case_mix", "test": "standardised", "model": MODEL}, "comparisons[0].test", "does_not_fit"),
        ({"against": "case_mix", "test": "standardised", "shares": [{"segment": "young", "share": "0.2"}]},
         "comparisons[0].shares", "incomplete_shares"),
        ({"measure": "events", "against": "case_mix", "test": "standardised"},
         "comparisons[0].against", "does_not_fit"),
        ({"measure": "events", "against": "group", "test": "negative_binomial", "other": BEFORE},
         "comparisons[0].other", "missing"),
        ({"against": "change", "test": "difference_in_differences"}, "comparisons[0].before", "missing"),
        (OVER_PLACES | {"panel": None}, "comparisons[0].panel", "does_not_fit"),
        (OVER_PLACES | {"metric": None}, "comparisons[0].metric", "missing"),
        (OVER_PLACES | {"pooling": "each"}, "comparisons[0].pooling", "does_not_fit"),
        (OVER_PLACES | {"before": BEFORE}, "comparisons[0].panel", "does_not_fit"),
        (OVER_PLACES | {"panel": PANEL | {"every": 5}}, "comparisons[0].panel.every", "unknown_choice"),
        (OVER_PLACES | {"panel": PANEL | {"since": "2025-02-01"}}, "comparisons[0].panel.since", "out_of_range"),
        (OVER_PLACES | {"panel": PANEL | {"first": "2025-01-01"}}, "comparisons[0].panel.first", "out_of_range"),
        (OVER_PLACES | {"panel": PANEL | {"inside": PANEL["inside"][:1]}}, "comparisons[0].panel", "too_few"),
        (OVER_PLACES | {"panel": PANEL | {"outside": PANEL["inside"]}}, "comparisons[0].panel.outside", "twice"),
        ({"panel": PANEL}, "comparisons[0].panel", "does_not_fit"),
        ({"scale": {"spread": "0", "reliability": "0.9"}}, "comparisons[0].scale", "out_of_range"),
        ({"verdict": "likely_better"}, "comparisons[0].verdict", "unknown_field"),
    ],
)  # fmt: skip
def test_what_leaves_a_choice_for_afterwards_is_refused(fields: dict[str, Any], place: str, code: str) -> None:
    assert (place, code) in refused(FIXED | fields)


def test_every_measure_has_a_test_for_whatever_it_can_be_held_against() -> None:
    for fitting in comparisons.FITTING.values():
        assert set(fitting) <= set(comparisons.AGAINST)
        assert all(set(tests) <= set(comparisons.TESTS) for tests in fitting.values())


def test_a_changed_comparison_is_told_between_versions() -> None:
    before, after = (terms.parse(with_comparison(FIXED | {"matters": one})) for one in ("0.05", "0.02"))
    (change,) = differences.between(before, after)
    assert (change.label, change.before, change.after) == ("Smallest difference that matters", "5 points", "2 points")


def remarks(**fields: Any) -> dict[str, Remark]:
    document = {**assumed.version(), **fields, "number": 1}
    return {one.code: one for one in linter.lint(terms.parse(document), Circumstances())}


def test_the_linter_asks_for_a_comparison_of_each_outcome_that_is_paid_for() -> None:
    assert remarks()["comparisons_registered"].verdict == MEETS
    said = remarks(comparisons=[])["comparisons_registered"]
    assert said.verdict == LOOK_AGAIN
    assert "“Outcome job”" in said.why


def test_the_linter_says_when_a_year_of_people_cannot_answer() -> None:
    assert remarks()["comparisons_answerable"].verdict == MEETS
    said = remarks(comparisons=[{**FIXED, "matters": "0.01"}])["comparisons_answerable"]
    assert said.verdict == LOOK_AGAIN
    assert "1,000 people a year" in said.why
