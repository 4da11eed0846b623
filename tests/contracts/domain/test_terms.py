"""Contract documents: what is read, what is refused, and that writing and reading give the same terms."""

import copy
import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from contracts.domain import documents as writing
from contracts.domain import terms
from tests.contracts import documents


def parse(**fields: Any) -> terms.Terms:
    return terms.parse(documents.version(number=1, **fields))


def problems(**fields: Any) -> dict[str, str]:
    """What is wrong, code by path."""
    with pytest.raises(terms.TermsError) as refused:
        parse(**fields)
    return {problem.path: problem.code for problem in refused.value.problems}


def rule(**fields: Any) -> dict[str, Any]:
    return {
        "code": "fee",
        "name": "Fee",
        "kind": "outcome_fee",
        "outcome": "job",
        "amounts": [{"amount": "10.00"}],
        **fields,
    }


def test_money_is_decimal_and_shares_are_exact_fractions() -> None:
    found = parse(principals=[{"organisation": "a", "share": "1/3"}, {"organisation": "b", "share": "2/3"}])
    assert found.principals[0].share == Fraction(1, 3)
    assert found.outcomes[0].deadweight.share == Fraction(1, 6)
    job = found.rule("job-fee")
    assert isinstance(job, terms.OutcomeFee)
    assert job.routes[0].rates.rates[0].amount == Decimal("1200.00")
    assert found.deadweight_of(job).rounding == "whole_people"
    assert found.deadweight_of(found.rule("start")).method == "none"


def test_routes_without_amounts_have_those_of_the_rule() -> None:
    found = parse(
        outcomes=[documents.outcome("job"), documents.outcome("study")],
        rules=[rule(routes=[{"outcome": "study"}])],
    ).rule("fee")
    assert isinstance(found, terms.OutcomeFee)
    assert [route.outcome for route in found.routes] == ["job", "study"]
    assert found.routes[1].rates == found.routes[0].rates


def test_a_participant_belongs_to_the_first_segment_that_takes_them() -> None:
    found = parse()
    assert found.segment_of({"age": "18-24"}) == "young"
    assert found.segment_of({"age": "25+"}) == "other"
    assert parse(segments=documents.version()["segments"][:1], rules=[rule()]).segment_of({"age": "25+"}) == ""


@pytest.mark.parametrize(
    ("fields", "path", "code"),
    [
        ({"rules": [rule(kind="lottery")]}, "rules[0].kind", "unknown_rule"),
        ({"rules": [rule(outcome="nowhere")]}, "rules[0].outcome", "unknown_outcome"),
        ({"rules": [rule(prerequisites=["nowhere"])]}, "rules[0].prerequisites.outcome", "unknown_outcome"),
        ({"rules": [rule(amounts=[{"segment": "old", "amount": "1.00"}, {"amount": "2.00"}])]},
         "rules[0].amounts.segment", "unknown_segment"),
        ({"rules": [rule(amounts=[{"segment": "young", "amount": "1.00"}])]}, "rules[0].amounts", "unpriced_segment"),
        ({"rules": [rule(amounts=[{"amount": "1.00"}, {"amount": "2.00"}])]}, "rules[0].amounts[1]", "twice"),
        ({"rules": [rule(amounts=[{"amount": 7.5}])]}, "rules[0].amounts[0].amount", "float"),
        ({"rules": [rule(amounts=[{"amount": 7}])]}, "rules[0].amounts[0].amount", "not_text"),
        ({"rules": [rule(amounts=[{"amount": "-1.00"}])]}, "rules[0].amounts[0].amount", "negative"),
        ({"rules": [rule(amounts=[{"amount": "1.005"}])]}, "rules[0].amounts[0].amount", "too_precise"),
        ({"rules": [rule(amounts=[{"amount": "1e9"}])]}, "rules[0].amounts[0].amount", "bad_number"),
        ({"rules": [rule(amounts=[{"amount": "9999999999"}])]}, "rules[0].amounts[0].amount", "out_of_range"),
        ({"rules": [rule(amounts=[])]}, "rules[0].amounts", "missing"),
        ({"rules": [rule(year_basis="contract", amounts=[{"start_year": 1, "amount": "1.00"}, {"amount": "0.00"}])]},
         "rules[0].year_starts", "missing"),
        ({"rules": [rule(prerequisites=["job"])]}, "rules", "prerequisite_cycle"),
        ({"rules": [rule(top_ups=[{"outcome": "job", "amounts": [{"amount": "1.00"}]}])]},
         "rules[0].top_ups", "contradiction"),
        ({"rules": [rule(paid="each_time", routes=[{"outcome": "job"}])]}, "rules[0].paid", "contradiction"),
        ({"rules": [rule(rotues=[])]}, "rules[0].rotues", "unknown_field"),
        ({"rules": [rule(), rule()]}, "rules", "twice"),
        ({"rules": [rule(deadweight={"method": "conceded"})]}, "rules[0].deadweight.share", "missing"),
        ({"rules": [rule(deadweight={"method": "conceded", "share": "7/6"})]},
         "rules[0].deadweight.share", "out_of_range"),
        ({"rules": [rule(deadweight={"method": "none", "share": "1/6"})]},
         "rules[0].deadweight.method", "contradiction"),
        ({"rules": [{**rule(kind="sustainment_fee"), "every_weeks": 4, "max_steps": [{"steps": 13}]}]},
         "rules[0].max_steps", "steps_beyond_outcome"),
        ({"rules": []}, "rules", "incomplete"),
        ({"outcomes": [], "rules": [], "targets": []}, "outcomes", "incomplete"),
        ({"outcomes": [documents.outcome("start")], "rules": [rule(outcome="start")], "targets": []},
         "outcomes[0].code", "reserved_code"),
        ({"outcomes": [documents.outcome(), documents.outcome()]}, "outcomes", "twice"),
        ({"outcomes": [documents.outcome(kind="vague")]}, "outcomes[0].kind", "unknown_choice"),
        ({"outcomes": [documents.outcome(window_days="many")]}, "outcomes[0].window_days", "not_whole"),
        ({"principals": [{"organisation": "treasury", "share": "1/2"}]}, "principals", "shares_not_whole"),
        ({"principals": [{"organisation": "treasury", "share": 0.5}]}, "principals[0].share", "float"),
        ({"principals": []}, "principals", "incomplete"),
        ({"agents": []}, "agents", "incomplete"),
        ({"agents": ["northway", "northway"]}, "agents[1]", "twice"),
        ({"agents": ["treasury"]}, "agents", "both_parties"),
        ({"segments": [{"code": "all", "name": "All"}, {"code": "young", "name": "Y", "rule": {"a": ["b"]}}],
          "rules": [rule()]}, "segments[0].rule", "unreachable_segments"),
        ({"segments": [{"code": "y", "name": "Y", "rule": {"a": []}}], "rules": [rule()]},
         "segments[0].rule.a", "missing"),
        ({"segments": [{"code": "o", "name": "O", "rule": {"a": ["b"]}, "planned_share": "0.6"},
                       {"code": "y", "name": "Y", "planned_share": "0.6"}], "rules": [rule()]},
         "segments", "shares_not_whole"),
        ({"caps": [{"code": "c", "scope": "contract", "amount": "100.00"}]}, "caps[0].amount", "cap_below_payment"),
        ({"caps": [{"code": "c", "scope": "outcome", "amount": "10000.00"}]}, "caps[0].outcome", "missing"),
        ({"caps": [{"code": "c", "scope": "moon", "amount": "10000.00"}]}, "caps[0].scope", "unknown_choice"),
        ({"targets": [{"code": "t", "outcome": "job", "measure": "rate", "value": "35"}]},
         "targets[0].value", "out_of_range"),
        ({"targets": [{"code": "t", "outcome": "job", "measure": "rate", "value": "0.2", "minimum": "0.3"}]},
         "targets[0].minimum", "above_value"),
        ({"targets": [{"code": "t", "outcome": "nowhere", "measure": "count", "value": "35"}]},
         "targets[0].outcome", "unknown_outcome"),
        ({"targets": [{"code": "t", "outcome": "job", "measure": "count", "value": "35", "agent": "else"}]},
         "targets[0].agent", "unknown_agent"),
        ({"targets": [{"code": "t", "outcome": "job", "measure": "count", "value": "3",
                       "maturity": [{"days": 9, "share": "0.5"}, {"days": 3, "share": "1"}]}]},
         "targets[0].maturity[1]", "not_rising"),
        ({"targets": [{"code": "t", "outcome": "job", "measure": "count", "value": "3",
                       "maturity": [{"days": 9, "share": "0.5"}]}]}, "targets[0].maturity", "not_complete"),
        ({"effective_to": "2025-12-31"}, "effective_to", "dates_out_of_order"),
        ({"effective_from": "1 January"}, "effective_from", "bad_date"),
        ({"effective_from": "2026-02-30"}, "effective_from", "bad_date"),
        ({"periods": [{"code": "a", "starts_on": "2026-01-01", "ends_on": "2026-03-31"},
                      {"code": "b", "starts_on": "2026-03-31", "ends_on": "2026-04-30"}]},
         "periods[1]", "overlapping_periods"),
        ({"periods": [{"code": "a", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}]},
         "periods[0].ends_on", "dates_out_of_order"),
        ({"calendar": {"working_weekdays": [7]}}, "calendar.working_weekdays", "bad_weekday"),
        ({"calendar": {"bank_holidays": ["Christmas"]}}, "calendar.bank_holidays[0]", "bad_date"),
        ({"rounding": "down"}, "rounding", "unknown_choice"),
        ({"effective_from": "9999-12-31"}, "effective_from", "out_of_range"),
        ({"summary": "null\x00"}, "summary", "bad_text"),
        ({"summary": "half a pair \ud800"}, "summary", "bad_text"),
        ({"segments": [{"code": "y", "name": "Y", "rule": {"a": ["\x00"]}}], "rules": [rule()]},
         "segments[0].rule.a", "not_text"),
        ({"periods": [{"code": "p" * 41, "starts_on": "2026-01-01", "ends_on": "2026-03-31"}]},
         "periods[0].code", "too_long"),
        ({"title": " "}, "title", "missing"),
        ({"segments": {}}, "segments", "not_a_list"),
        ({"caps": ["all"]}, "caps[0]", "not_an_object"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_at_its_place(fields: dict[str, Any], path: str, code: str) -> None:
    assert problems(**fields).get(path) == code


def test_every_problem_is_told_at_once_with_its_cure() -> None:
    with pytest.raises(terms.TermsError) as refused:
        parse(rules=[rule(kind="lottery")], agents=[], rounding="down")
    assert {problem.code for problem in refused.value.problems} == {"unknown_rule", "incomplete", "unknown_choice"}
    assert "Choose one of: attachment_fee, outcome_fee, sustainment_fee, service_fee, volume_bands" in str(
        refused.value
    )


def test_a_draft_may_be_unfinished_but_never_wrong() -> None:
    document = documents.version(number=1, agents=[], rules=[])
    found, remaining = terms.parse_draft(document)
    assert found.agents == ()
    assert [problem.path for problem in remaining] == ["rules", "agents"]
    with pytest.raises(terms.TermsError):
        terms.parse_draft({**document, "rules": [rule(outcome="nowhere")]})


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"effective_from": "2026-01-01"}, "versions[1].effective_from", "dates_out_of_order"),
        ({"number": 3}, "versions[1].number", "out_of_order"),
    ],
)
def test_versions_follow_one_another(change: dict[str, Any], path: str, code: str) -> None:
    second = documents.version(number=2, effective_from="2026-07-01") | change
    with pytest.raises(terms.TermsError) as refused:
        terms.parse_contract({"versions": [documents.version(number=1), second]})
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [(path, code)]


def test_versions_whose_dates_overlap_are_refused() -> None:
    first = documents.version(number=1, effective_to="2026-12-31")
    with pytest.raises(terms.TermsError, match="This version overlaps version 1, which runs to 2026-12-31"):
        terms.parse_contract({"versions": [first, documents.version(number=2, effective_from="2026-12-31")]})


def test_versions_without_periods_have_those_of_the_section() -> None:
    first = documents.version(number=1)
    periods = first.pop("periods")
    (found,) = terms.parse_contract({"periods": periods, "versions": [first]}).versions
    assert [period.code for period in found.periods] == ["2026-q1", "2026-q2"]


def test_an_agreement_needs_its_party_and_its_moment() -> None:
    wrong = [{"on_behalf_of": "agent", "by": "a@example.org", "at": "2026-01-01"}]
    with pytest.raises(terms.TermsError) as refused:
        terms.parse_contract({"versions": [documents.version(number=1, agreements=wrong)]})
    assert {problem.path for problem in refused.value.problems} == {
        "versions[0].agreements[0].organisation",
        "versions[0].agreements[0].at",
    }


# Round trip -----------------------------------------------------------------------------------------------------

codes = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).filter(lambda code: code != "start")
amounts = st.decimals(0, 99_999, places=2).map(lambda number: f"{number:.2f}")
rates = st.decimals(0, 1, places=4).map(str)
shares = st.fractions(min_value=Fraction(1, 99), max_value=Fraction(98, 99), max_denominator=99).map(str)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
days = st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31))


@st.composite
def deadweights(draw: st.DrawFn) -> dict[str, Any]:
    method = draw(st.sampled_from(["none", "conceded", "counted"]))
    return {
        "method": method,
        "share": None if method == "none" else draw(shares),
        "rounding": draw(st.sampled_from(["per_claim", "per_period", "whole_people"])),
        "count": draw(st.sampled_from(["down", "nearest", "up"])),
        "source": draw(texts),
    }


@st.composite
def tables(draw: st.DrawFn, segments: list[str]) -> list[dict[str, Any]]:
    keys = st.tuples(st.sampled_from([None, *segments]), st.sampled_from([None, 2024, 2025]))
    found = draw(st.lists(keys, unique=True, max_size=5))
    everybody = {"amount": draw(amounts)}
    return [everybody, *({"segment": s, "start_year": y, "amount": draw(amounts)} for s, y in found if s or y)]


@st.composite
def versions(draw: st.DrawFn) -> dict[str, Any]:
    segments = draw(st.lists(codes, unique=True, max_size=3))
    outcomes = draw(st.lists(codes, unique=True, min_size=2, max_size=4))
    main, other = outcomes[:2]
    starts = draw(days)
    rules: list[dict[str, Any]] = [
        {"code": "start-fee", "name": "Fee", "kind": "attachment_fee", "amounts": draw(tables(segments)),
         "deadweight": draw(deadweights())},
        {"code": "result", "name": "Result", "kind": "outcome_fee", "outcome": main, "amounts": draw(tables(segments)),
         "routes": [{"outcome": other, "amounts": draw(tables(segments))}],
         "qualifying_weeks": [{"weeks": draw(st.integers(1, 99))}],
         "waiting_working_days": draw(st.integers(0, 30))},
        {"code": "kept", "name": "Kept up", "kind": "sustainment_fee", "outcome": other, "prerequisites": [main],
         "amounts": draw(tables(segments)), "every_weeks": draw(st.integers(1, 13)), "max_steps": [{"steps": 5}]},
    ]  # fmt: skip
    return documents.version(
        number=draw(st.integers(1, 99)),
        title=draw(texts.filter(str.strip)),
        summary=draw(texts),
        effective_from=starts.isoformat(),
        effective_to=draw(st.none() | st.dates(starts, dt.date(2060, 1, 1)).map(str)),
        calendar={
            "working_weekdays": draw(st.lists(st.integers(0, 6), unique=True, min_size=1)),
            "bank_holidays": [str(day) for day in draw(st.lists(days, max_size=4))],
        },
        segments=[
            {"code": code, "name": code, "rule": {"group": [code]}, "baseline": draw(st.none() | rates)}
            for code in segments
        ],
        outcomes=[documents.outcome(code, max_per_participant=9, deadweight=draw(deadweights())) for code in outcomes],
        rules=rules,
        caps=[],
        targets=[{"code": "t", "outcome": main, "measure": "rate", "value": "1", "minimum": draw(rates)}],
    )


@given(versions())
def test_terms_written_and_read_again_are_the_same(document: dict[str, Any]) -> None:
    found = terms.parse(document)
    written = writing.of_terms(found)
    assert terms.parse(json.loads(json.dumps(written))) == found
    assert writing.of_terms(terms.parse(written)) == written
    assert writing.digest(terms.parse(written)) == writing.digest(found)


keys = st.sampled_from(["code", "amount", "days", "x"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.sampled_from(["job", "1/6", "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner),
    max_leaves=4,
)


def places_of(document: Any) -> list[tuple[Any, Any]]:
    """Every place of a document, as the object or list that holds it and the key or index there."""
    found: list[tuple[Any, Any]] = []
    listed = enumerate(document) if isinstance(document, list) else ()
    for key, inner in document.items() if isinstance(document, dict) else listed:
        found += [(document, key), *places_of(inner)]
    return found


@given(versions(), st.data())
def test_whatever_stands_in_a_document_is_read_or_refused(document: dict[str, Any], data: st.DataObject) -> None:
    document = copy.deepcopy(document)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places_of(document)))
        holder[key] = data.draw(anything)
    try:
        found = terms.parse(document)
    except terms.TermsError as refusal:
        event(refusal.problems[0].code)
    else:
        assert terms.parse(writing.of_terms(found)) == found


@given(versions(), st.data())
def test_a_floating_point_number_is_refused_wherever_it_stands(document: dict[str, Any], data: st.DataObject) -> None:
    """No figure of a contract is ever inexact."""
    document = copy.deepcopy(document)
    holder, key = data.draw(st.sampled_from(places_of(document)))
    holder[key] = 0.5
    with pytest.raises(terms.TermsError):
        terms.parse(document)


def test_the_digest_follows_every_term_but_the_end() -> None:
    found = parse()
    assert writing.digest(parse(effective_to="2027-12-31")) == writing.digest(found)
    assert writing.digest(parse(caps=[])) != writing.digest(found)
