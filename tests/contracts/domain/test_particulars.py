"""What a definition says beside what is counted: read, written back, told in words, and compared."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from contracts.domain import characteristics, differences, documents, templates, terms
from tests.contracts import documents as examples


def read(**fields: Any) -> terms.Terms:
    return terms.parse(examples.version(number=1, outcomes=[examples.outcome(**fields)]))


def problems(**fields: Any) -> dict[str, str]:
    with pytest.raises(terms.TermsError) as refusal:
        read(**fields)
    return {one.path: one.message for one in refusal.value.problems}


def test_particulars_are_read_and_written_back_unchanged() -> None:
    found = read(**examples.particulars(data_issues="Late.", changes="New."))
    document = documents.of_terms(found)
    assert document["outcomes"][0]["non_intervention"]["rates"][0] == {
        "segment": "young", "low": "0.22", "expected": "0.25", "high": "0.28"
    }  # fmt: skip
    assert terms.parse(document) == found


def test_a_definition_without_particulars_keeps_its_digest() -> None:
    """The digest of this version was taken before there were particulars."""
    plain = read()
    assert not set(documents.of_terms(plain)["outcomes"][0]) & {"also_paid", "non_intervention", "cohort", "rationale"}
    assert documents.digest(read(also_paid=[], non_intervention=None, cohort=None)) == documents.digest(plain)
    assert documents.digest(read(rationale="Because.")) != documents.digest(plain)


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"also_paid": [{"programme": "Restart"}]}, "outcomes[0].also_paid[0].payer", "Enter payer"),
        ({"also_paid": [{"payer": "A", "overlap": "1.2"}]}, "outcomes[0].also_paid[0].overlap", "from 0 to 1"),
        ({"also_paid": [{"payer": "A"}, {"payer": "A"}]}, "outcomes[0].also_paid[1]", "already"),
        ({"non_intervention": {"method": "guess"}}, "outcomes[0].non_intervention.method", "Choose one of"),
        (
            {"non_intervention": {"rates": [{"segment": "old", "expected": "0.2"}]}},
            "outcomes[0].non_intervention.rates[0].segment",
            "no segment “old”",
        ),
        (
            {"non_intervention": {"rates": [{"low": "0.3", "expected": "0.2", "high": "0.4"}]}},
            "outcomes[0].non_intervention.rates[0].expected",
            "lowest figure first",
        ),
        (
            {"non_intervention": {"rates": [{"expected": "1.4"}]}},
            "outcomes[0].non_intervention.rates[0].expected",
            "from 0 to 1",
        ),
        ({"cohort": {"closes": "day"}}, "outcomes[0].cohort.on", "as a date"),
        ({"cohort": {"closes": "month", "on": "2026-03-31"}}, "outcomes[0].cohort.on", "Leave the day out"),
        ({"values": {"from": "3", "below": "3"}}, "outcomes[0].values.below", "No value lies from 3 on and below 3"),
        ({"values": {"least": "3"}}, "outcomes[0].values.least", "no field of this name"),
        ({"also_payed": []}, "outcomes[0].also_payed", "no field of this name"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(fields: dict[str, Any], path: str, words: str) -> None:
    assert words in problems(**fields)[path]


def test_a_frequency_may_happen_more_than_once_for_each_person() -> None:
    found = read(kind="frequency", non_intervention={"rates": [{"expected": "1.42"}]})
    assert ("Without the scheme", "142 for each 100 people") in differences.outcome_rows(found.outcomes[0])


def test_every_statement_has_its_words() -> None:
    found = dict(differences.outcome_rows(read(**examples.particulars(changes="The gap is new.")).outcomes[0]))
    assert found["Also paid for by"] == "Jobcentre, Restart (0% of the same people)"
    assert found["Without the scheme: young"] == "25%, interval 22% to 28%"
    assert found["How that was measured"] == "Matched comparison group"
    assert found["Measured on"] == "31 December 2024"
    assert found["Closing of the cohort"] == "The cohort of a month closes on its last day"
    assert found["Changed since the version before"] == "The gap is new."


def test_two_versions_differ_in_the_words_of_what_changed() -> None:
    before = read(**examples.particulars())
    after = read(**examples.particulars(cohort={"closes": "day", "on": "2026-06-30"}))
    (change,) = differences.between(before, after)
    assert (change.label, change.after) == ("Closing of the cohort", "One cohort closes on one day: 30 June 2026")
    assert differences.changed_outcomes(before, after) == {"job"}
    told = read(**examples.particulars(changes="Nothing else."))
    assert differences.changed_outcomes(before, told) == frozenset()


def test_rates_by_segment_count_as_baselines_of_their_own() -> None:
    found = read(**examples.particulars(), segmentation="")
    bare = tuple(dataclasses.replace(one, baseline=None) for one in found.segments)
    judged = {one.code: one.met for one in characteristics.judge(found.outcomes[0], bare)}
    assert judged["segmented"]


def test_a_template_leaves_out_the_history_of_its_scheme() -> None:
    outcome = examples.outcome(**examples.particulars(changes="Old.", cohort={"closes": "day", "on": "2020-01-01"}))
    day = terms.parse(examples.version(number=1)).effective_from
    made = templates.as_new(examples.version(outcomes=[outcome]), starts_on=day, principals=["a"], agents=["b"])
    assert "changes" not in made["outcomes"][0]
    assert "cohort" not in made["outcomes"][0]
    assert made["outcomes"][0]["rationale"]


def test_who_can_achieve_it_is_read_written_and_worded() -> None:
    found = read(eligible={"rule": {"age": ["18-24", "25-34"]}})
    assert terms.parse(documents.of_terms(found)) == found
    assert ("Counts only where", "age is 18-24 or 25-34") in differences.outcome_rows(found.outcomes[0])
    assert "outcomes[0].eligible.rule.age" in problems(eligible={"rule": {"age": []}})


@pytest.mark.parametrize(
    ("values", "told", "counts", "does_not"),
    [
        ({"from": "3", "below": "6"}, "a value of at least 3 and below 6", ("3", "5.9999"), ("2.9999", "6", None)),
        ({"from": "-1.5"}, "a value of at least -1.5", ("-1.5", "9"), ("-1.6", None)),
        ({"below": "10"}, "a value below 10", ("-4", "9.9"), ("10", None)),
    ],
)
def test_with_which_values_it_counts_is_read_written_worded_and_kept(
    values: dict[str, str], told: str, counts: tuple[str, ...], does_not: tuple[str | None, ...]
) -> None:
    found = read(values=values)
    assert terms.parse(documents.of_terms(found)) == found
    assert ("Counts with", told) in differences.outcome_rows(found.outcomes[0])
    takes = found.outcomes[0].particulars.values.takes
    assert all(takes(Decimal(value)) for value in counts)
    assert not any(takes(None if value is None else Decimal(value)) for value in does_not)


def test_where_no_value_is_asked_for_every_claim_counts_and_the_digest_stays() -> None:
    found = read()
    assert found.outcomes[0].particulars.values.takes(None)
    assert documents.digest(read(values={})) == documents.digest(found)
    assert "values" not in documents.of_terms(found)["outcomes"][0]
