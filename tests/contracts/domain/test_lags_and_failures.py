"""How long results take and how many claims fail, as a version's assumptions state it."""

from contracts.domain import assumption_words, documents, terms
from contracts.domain.assumptions import Range
from tests.contracts import assumed

STATED = {
    "lags": [{"outcome": "job", "low": "60", "expected": "120", "high": "300", "source": "Pilot"}],
    "failures": [{"outcome": None, "low": "0.02", "expected": "0.05", "high": "0.1", "source": "Audit of 2025"}],
}


def read(**fields: object) -> terms.Terms:
    return terms.parse({"number": 1} | assumed.version() | {"assumptions": assumed.assumptions(**fields)})


def test_they_are_read_and_written_back() -> None:
    found = read(**STATED)
    assert terms.parse(documents.of_terms(found)) == found
    assert found.assumptions.lag("job") == Range(60, 120, 300, "Pilot")  # type: ignore[arg-type]
    failure = found.assumptions.failure("job")
    assert failure is not None
    assert str(failure.expected) == "0.05"


def test_without_them_the_document_is_what_it_was_so_that_digests_stay() -> None:
    written = documents.of_terms(read())["assumptions"]
    assert "lags" not in written
    assert "failures" not in written


def test_they_are_told_in_words_with_their_source() -> None:
    told = dict(assumption_words.rows(read(**STATED)))
    assert told["From the start to the event: Outcome job"] == "60 days to 300 days, expected 120 days (Pilot)"
    assert told["Claims that fail verification: any outcome"] == "2% to 10%, expected 5% (Audit of 2025)"


def test_a_share_above_one_and_days_out_of_order_are_refused_with_a_cure() -> None:
    document = {"number": 1} | assumed.version()
    document["assumptions"] = assumed.assumptions(
        lags=[{"outcome": "job", "low": "90", "expected": "60"}], failures=[{"expected": "5"}]
    )
    _, problems = terms.read(document)
    paths = {problem.path for problem in problems}
    assert {"assumptions.lags[0].expected", "assumptions.failures[0].expected"} <= paths
