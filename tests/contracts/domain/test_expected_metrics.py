"""What the figures of metrics are expected to be, as a version's assumptions state it."""

from typing import Any

import pytest

from contracts.domain import assumption_words, documents, terms
from tests.contracts import assumed

METRICS = [
    {"code": "events", "name": "Reconvictions", "numerator": "Events", "denominator": "People", "unit": "a head"},
    {"code": "reached", "name": "Reached", "numerator": "Reached", "denominator": "People"},
    {"code": "wait", "name": "Days waited", "measured": "value", "unit": "days", "direction": "lower"},
]
EVENTS = {
    "metric": "events", "low": "1.3", "expected": "1.41", "high": "1.6", "base": "1.55", "people": 1000,
    "dispersion": "2", "source": "Pilot",
}  # fmt: skip
STATED: list[dict[str, Any]] = [
    EVENTS,
    {"metric": "reached", "outcome": "job"},
    {"metric": "wait", "expected": "4", "base": "7", "spread": "0.5"},
]


def document(metrics: list[dict[str, Any]]) -> dict[str, Any]:
    return {"number": 1} | assumed.version(metrics=METRICS) | {"assumptions": assumed.assumptions(metrics=metrics)}


def test_they_are_read_and_written_back() -> None:
    found = terms.parse(document(STATED))
    written = documents.of_terms(found)
    assert terms.parse(written) == found
    assert written["assumptions"]["metrics"][0] == EVENTS
    assert [one.outcome for one in found.assumptions.metrics] == ["", "job", ""]


def test_they_are_told_in_words() -> None:
    told = dict(assumption_words.rows(terms.parse(document(STATED))))
    assert told["Expected figures: Reconvictions"] == (
        "1.3 a head to 1.6 a head, expected 1.41 a head; without the scheme 1.55 a head; each figure of 1,000 people; "
        "events vary by 2 times their mean (Pilot)"
    )
    assert told["Expected figures: Reached"] == "Counted from the results of “Outcome job”"
    assert told["Expected figures: Days waited"].endswith("single figures vary by 0.5 days")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"metric": "unknown", "expected": "1"}, "metric"),
        ({"metric": "reached", "outcome": "unknown"}, "outcome"),
        ({"metric": "reached", "outcome": "job", "expected": "0.5"}, "outcome"),
        ({"metric": "reached"}, "expected"),
        ({"metric": "reached", "expected": "1.2", "people": 40}, "people"),
        ({"metric": "events", "expected": "1.2", "dispersion": "2"}, "people"),
        ({"metric": "events", "expected": "1.2", "people": 40, "dispersion": "0.5"}, "dispersion"),
        ({"metric": "events", "expected": "0.2", "people": 40, "spread": "0.5"}, "spread"),
        ({"metric": "wait", "expected": "4", "people": 40}, "people"),
        ({"metric": "wait", "expected": "4", "low": "5"}, "expected"),
        ({"metric": "wait", "expected": "-1"}, "expected"),
    ],
)
def test_what_does_not_fit_the_metric_is_refused_with_its_place(wrong: dict[str, Any], place: str) -> None:
    _, problems = terms.read(document([wrong]))
    assert f"assumptions.metrics[0].{place}" in {problem.path for problem in problems}


def test_a_metric_is_named_once() -> None:
    _, problems = terms.read(document([EVENTS, EVENTS]))
    assert [problem.code for problem in problems] == ["twice"]
