"""How long after another result: counted to the day, refused where it cannot be, told where it is never reached."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain import conflicts, differences, documents, rule_words, terms
from contracts.domain.clauses import Calendar, SchoolTerm
from contracts.domain.spans import UNITS, WEEKS, Span
from tests.contracts import documents as written

HALVES = tuple(
    SchoolTerm(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    for first, last in (("2012-09-04", "2012-10-26"), ("2012-11-05", "2012-12-21"), ("2013-01-07", "2013-02-15"))
)
GOOD_FRIDAY = dt.date(2013, 3, 29)
CALENDAR = Calendar(bank_holidays=(GOOD_FRIDAY, dt.date(2013, 4, 1)), school_terms=HALVES)


def version(key: str = "since", **since: Any) -> dict[str, Any]:
    kept = {
        "code": "kept-fee", "name": "Kept", "kind": "outcome_fee", "outcome": "kept", "amounts": [{"amount": "10.00"}],
        key: {"outcome": "job", "number": 3, "unit": "months"} | since,
    }  # fmt: skip
    job = {
        "code": "fee", "name": "Fee", "kind": "outcome_fee", "outcome": "job", "amounts": [{"amount": "10.00"}],
    }  # fmt: skip
    return written.version(
        number=1, rules=[job, kept], outcomes=[written.outcome("job"), written.outcome("kept")], targets=[], caps=[]
    )


@pytest.mark.parametrize(
    ("number", "unit", "day", "first"),
    [
        (3, "months", "2015-02-10", "2015-05-10"),
        (1, "months", "2015-01-31", "2015-02-28"),
        (13, "weeks", "2013-09-09", "2013-12-09"),
        (2, "working_days", "2013-03-28", "2013-04-03"),
        (13, "term_weeks", "2012-09-10", "2012-12-17"),
        (1, "term_weeks", "2012-10-19", "2012-10-26"),
        (1, "term_weeks", "2012-10-22", "2012-11-05"),
        (1, "term_weeks", "2012-12-24", "2013-01-11"),
        (90, "days", "2015-02-10", "2015-05-11"),
    ],
)
def test_the_first_day_that_counts(number: int, unit: str, day: str, first: str) -> None:
    found = Span("moved-in", number, unit).over_on(dt.date.fromisoformat(day), CALENDAR)
    assert str(found) == first


def test_weeks_of_term_are_not_counted_beyond_the_terms_that_are_known() -> None:
    assert Span("start", 6, "term_weeks").over_on(dt.date(2013, 1, 6), CALENDAR) == dt.date(2013, 2, 15)
    assert Span("start", 6, "term_weeks").over_on(dt.date(2013, 1, 7), CALENDAR) is None


@given(st.sampled_from(sorted(UNITS)), st.integers(1, 40), st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
def test_no_fewer_days_pass_than_are_taken_as_certain(unit: str, number: int, day: dt.date) -> None:
    whole = Calendar(school_terms=(SchoolTerm(dt.date(2000, 1, 1), dt.date(2045, 1, 1)),))
    since = Span("job", number, unit)
    first = since.over_on(day, whole)
    assert first is not None
    assert first - day >= dt.timedelta(days=since.least_days)
    assert since.most_days is None or first - day <= dt.timedelta(days=since.most_days)
    if unit == WEEKS:
        assert first - day == dt.timedelta(weeks=number)


@pytest.mark.parametrize(
    ("span", "path", "code"),
    [
        ({"outcome": "rest"}, "rules[1].KEY.outcome", "unknown_outcome"),
        ({"number": 0}, "rules[1].KEY.number", "out_of_range"),
        ({"number": "3"}, "rules[1].KEY.number", "not_whole"),
        ({"unit": "years"}, "rules[1].KEY.unit", "unknown_choice"),
        ({"unit": "term_weeks"}, "rules[1].KEY", "no_school_terms"),
        ({"least": 3}, "rules[1].KEY.least", "unknown_field"),
        ({"outcome": "kept"}, "rules", "prerequisite_cycle"),
    ],
)
@pytest.mark.parametrize("key", ["since", "within"])
def test_a_time_that_cannot_be_counted_is_refused_with_its_place(
    key: str, span: dict[str, Any], path: str, code: str
) -> None:
    with pytest.raises(terms.TermsError) as error:
        terms.parse(version(key, **span))
    assert (path.replace("KEY", key), code) in [(problem.path, problem.code) for problem in error.value.problems]


def test_results_that_wait_for_each_other_are_refused() -> None:
    document = version()
    document["rules"][0]["since"] = {"outcome": "kept", "number": 1, "unit": "weeks"}
    with pytest.raises(terms.TermsError, match="would have to be achieved before itself"):
        terms.parse(document)


def test_it_is_said_in_words_compared_and_written_back() -> None:
    found = terms.parse(version())
    assert "£10, once for each participant, for “Outcome kept”, 3 months after “Outcome job” or later." in (
        rule_words.rule(found.rule("kept-fee"), found)
    )
    assert dict(rule_words.conditions(found.rule("kept-fee"), found))["Not before"] == "3 months after “Outcome job”"
    assert terms.parse(documents.of_terms(found)) == found
    longer = terms.parse(version(number=1, outcome="start", unit="weeks"))
    assert [(one.label, one.before, one.after) for one in differences.between(found, longer)][-1] == (
        "Not before", "3 months after “Outcome job”", "1 week after the start",
    )  # fmt: skip


def test_a_time_beyond_the_window_is_told() -> None:
    document = version(number=13)
    document["outcomes"][1]["window_days"] = 365
    (problem,) = conflicts.found(terms.parse(document))
    assert str(problem).startswith("rules[1].since: “Kept” pays 13 months after “Outcome job” at the earliest, and the")
    document["outcomes"][1]["window_days"] = 396
    assert conflicts.found(terms.parse(document)) == []


def test_the_most_time_is_said_in_words_compared_and_written_back() -> None:
    found = terms.parse(version("within"))
    assert "for “Outcome kept”, within 3 months after “Outcome job”." in rule_words.rule(found.rule("kept-fee"), found)
    assert dict(rule_words.conditions(found.rule("kept-fee"), found))["Not after"] == "3 months after “Outcome job”"
    assert terms.parse(documents.of_terms(found)) == found
    assert "within" not in documents.of_terms(terms.parse(version()))["rules"][1]
    assert [(one.label, one.before, one.after) for one in differences.between(terms.parse(version()), found)][-2:] == [
        ("Not after", "", "3 months after “Outcome job”"), ("Not before", "3 months after “Outcome job”", ""),
    ]  # fmt: skip


SINCE = {"outcome": "job", "number": 3, "unit": "months"}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"since": SINCE, "within": SINCE | {"number": 2}}, "never_paid"),
        ({"since": SINCE, "within": SINCE | {"number": 80, "unit": "days"}}, "never_paid"),
        ({"since": SINCE, "within": {"outcome": "start", "number": 12, "unit": "weeks"}}, "never_paid"),
        ({"qualifying_weeks": [{"weeks": 13}], "within": {"outcome": "start", "number": 90, "unit": "days"}},
         "never_paid"),
        ({"qualifying_weeks": [{"weeks": 13}], "within": {"outcome": "start", "number": 91, "unit": "days"}}, ""),
        ({"since": SINCE, "within": SINCE}, ""),
        ({"since": SINCE, "within": SINCE | {"outcome": "start", "number": 4}}, ""),
        ({"since": SINCE, "within": SINCE | {"number": 13, "unit": "weeks"}}, ""),
    ],
)  # fmt: skip
def test_a_least_time_beyond_the_most_is_told(rule: dict[str, Any], code: str) -> None:
    document = version()
    document["rules"][1] = {key: value for key, value in document["rules"][1].items() if key != "since"} | rule
    found = conflicts.found(terms.parse(document))
    assert [(one.path, one.code) for one in found] == ([("rules[1].within", code)] if code else [])
    assert all("nothing could be paid. Allow more time or ask for less." in one.message for one in found)


def test_a_sooner_and_a_later_price_for_one_result_are_no_conflict_unless_a_day_has_both() -> None:
    def between(most: int, least: int) -> list[str]:
        document = version("within", outcome="job", number=most, unit="days")
        late = document["rules"][1] | {"code": "late", "since": SINCE | {"number": least, "unit": "days"}}
        del late["within"]
        document["rules"].append(late)
        return [one.code for one in conflicts.found(terms.parse(document))]

    assert between(90, 91) == []
    assert between(90, 90) == ["paid_twice"]


@pytest.mark.parametrize(
    ("kind", "fields", "asked"),
    [
        ("bonus", {"outcome": "job", "amounts": [{"amount": "1.00"}], "segments": ["young"]}, "since"),
        ("volume_bands", {"outcome": "job", "bands": [{"above": 0, "amount": "1.00"}]}, "within"),
        ("volume_bands", {"outcome": "job", "bands": [{"above": 0, "amount": "1.00"}]}, "prerequisites"),
    ],
)
def test_rules_that_ask_for_no_time_say_which_do(kind: str, fields: dict[str, Any], asked: str) -> None:
    value = ["job"] if asked == "prerequisites" else SINCE
    rule = {"code": "other", "name": "Other", "kind": kind, **fields, asked: value}
    document = version()
    with pytest.raises(terms.TermsError) as error:
        terms.parse(document | {"rules": [*document["rules"], rule]})
    (problem,) = error.value.problems
    assert (problem.path, problem.code) == (f"rules[2].{asked}", "other_kind")
    assert "Pay by an outcome fee" in problem.message
