"""Several releases of one process, merged by the rules of the standard, and where each field is from."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import comparator_files, merging_ocds
from monitoring.domain.comparators import Place, Reading
from tests.monitoring.comparators import file, release

HOLDS = st.none() | st.integers(0, 3).map(Decimal) | st.sampled_from(["a", "b"])
ENTRIES = st.lists(st.dictionaries(st.sampled_from(["id", "x", "y"]), HOLDS, max_size=3), max_size=3)
SAID = st.dictionaries(
    st.sampled_from(["buyer", "contracts", "language", "additionalIdentifiers"]),
    HOLDS | ENTRIES | st.lists(HOLDS, max_size=2) | st.dictionaries(st.sampled_from(["p", "q"]), HOLDS | ENTRIES),
)


def merged(*said: dict[str, Any]) -> Place:
    whole = {"releases": [{"date": f"2021-01-0{day}T00:00:00Z"} | one for day, one in enumerate(said, 1)]}
    place = Place(whole, frozenset())
    return merging_ocds.merged([place.at("releases", str(number)) for number in range(len(said))])


def result(*said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in merged(*said).node.items() if name != "date"}


def reading(*releases: dict[str, Any]) -> Reading:
    (one,) = comparator_files.read(file({"releases": list(releases)}))
    assert one.reading is not None
    return one.reading


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": "1"}, {"a": "2"}, {"a": "2"}),
        ({"a": "1", "b": "1"}, {"a": None}, {"b": "1"}),
        ({"a": {"b": "1", "c": "1"}}, {"a": {"b": "2", "c": None}}, {"a": {"b": "2"}}),
        ({"a": {"b": "1"}}, {"a": None}, {}),
        ({"a": ["1", "2"]}, {"a": ["3"]}, {"a": ["3"]}),
        ({"a": [{"id": "1", "b": "1", "c": "1"}]}, {"a": [{"id": "1", "b": "2"}, {"id": "2"}]},
         {"a": [{"id": "1", "b": "2", "c": "1"}, {"id": "2"}]}),
        ({"a": [{"id": Decimal(1), "b": "1"}]}, {"a": [{"id": "1", "c": "1"}]},
         {"a": [{"id": "1", "b": "1", "c": "1"}]}),
        ({"a": [{"b": "1"}]}, {"a": [{"b": "1"}]}, {"a": [{"b": "1"}, {"b": "1"}]}),
        ({"a": [{"id": "1"}]}, {"a": []}, {"a": [{"id": "1"}]}),
        ({"additionalIdentifiers": [{"id": "1"}, {"id": "2"}]}, {"additionalIdentifiers": [{"id": "3"}]},
         {"additionalIdentifiers": [{"id": "3"}]}),
        ({"a": [{"id": "1", "additionalClassifications": [{"id": "x"}]}]},
         {"a": [{"id": "1", "additionalClassifications": [{"id": "y"}]}]},
         {"a": [{"id": "1", "additionalClassifications": [{"id": "y"}]}]}),
        ({"a": "1"}, {"a": {"b": "1"}}, {"a": {"b": "1"}}),
    ],
)  # fmt: skip
def test_each_rule_of_the_standard(before: Any, after: Any, expected: Any) -> None:
    assert result(before, after) == expected


def test_what_belongs_to_a_release_alone_is_not_merged() -> None:
    found = merged({"id": "1", "tag": ["tender"]}, {"id": "2", "tag": ["award"], "language": "en"})
    assert found.node == {"language": "en", "date": "2021-01-02T00:00:00Z"}


def test_releases_are_taken_by_their_moments_and_not_by_their_order_or_their_texts() -> None:
    later, sooner = "2021-01-01T23:30:00-05:00", "2021-01-02T03:00:00Z"
    for said in (
        [{"date": later, "language": "cy"}, {"date": sooner, "language": "en"}],
        [{"date": sooner, "language": "en"}, {"date": later, "language": "cy"}],
    ):
        assert merged(*said).text("language") == "cy"


@given(st.lists(SAID, min_size=2, max_size=4))
def test_every_value_leads_back_to_the_release_that_says_it(said: list[dict[str, Any]]) -> None:
    found = merged(*said)
    assert found.origins is not None
    document = {"releases": said}

    def check(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                check(inner, f"{path}/{name}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                check(inner, f"{path}/{number}")
        else:
            place: Any = document
            for name in found.origins.places[path[1:]][-1].split("/"):  # type: ignore[union-attr]
                place = place[int(name)] if isinstance(place, list) else place[name]
            assert place == value

    check(result(*said), "")


@given(SAID, SAID)
def test_the_same_said_again_under_the_same_ids_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: named(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [
                named(inner | {"id": str(n)}) if isinstance(inner, dict) else inner for n, inner in enumerate(value)
            ]
        return value

    first, second = named(one), named(other)
    assert result(first, second) == result(first, second, second)


def test_a_process_is_read_as_its_releases_tell_it_together_and_says_which_tells_what() -> None:
    planned = release(id="r1", date="2020-01-01T00:00:00Z", tag=["planning"], contracts=[],
                      planning={"rationale": "Few find work."})  # fmt: skip
    signed = release(id="r2", date="2021-01-01T00:00:00Z")
    signed["contracts"][0]["agreedMetrics"] = [{"id": "m", "title": "In work", "observations": [
        {"id": "o", "value": {"amount": 900, "currency": "GBP"}}]}]  # fmt: skip
    raised = {
        "ocid": "ocds-h6vhtk-1", "id": "r3", "date": "2022-01-01T00:00:00Z", "tag": ["contractAmendment"],
        "initiationType": "tender",
        "contracts": [{"id": "c", "value": {"amount": 1500000},
                       "agreedMetrics": [{"id": "m", "observations": [{"id": "o", "value": {"amount": 950}}]}]}],
    }  # fmt: skip
    found = reading(raised, planned, signed)
    assert [one.id for one in found.releases] == ["r1", "r2", "r3"]
    assert found.as_of == "2022-01-01T00:00:00Z"
    value = next(one for one in found.money if one.label == "Value of the contract")
    assert (value.currency, value.amount.number) == ("GBP", Decimal(1500000))
    assert (value.amount.path, value.amount.release and value.amount.release.id) == (
        "releases/0/contracts/0/value/amount", "r3",
    )  # fmt: skip
    assert found.challenge
    assert (found.challenge.release and found.challenge.release.id, found.months) == ("r1", Decimal(36))
    (outcome,) = found.outcomes
    assert outcome.prices[0].amount
    assert (outcome.name, outcome.prices[0].currency, outcome.prices[0].amount.number) == (
        "In work",
        "GBP",
        Decimal(950),
    )
    assert outcome.paths == ("releases/2/contracts/0/agreedMetrics/0", "releases/0/contracts/0/agreedMetrics/0")
    assert {"releases/2/contracts/0/value/amount", "releases/1/parties/0/name"} <= found.superseded
    assert not {"releases/1/date", "releases/0/contracts/0/value/amount"} & found.superseded


def test_a_value_that_is_wrong_in_the_latest_release_is_not_told_by_an_earlier() -> None:
    later = release(id="r2", date="2022-01-01T00:00:00Z", contracts=[{"id": "c", "value": {"amount": "many"}}])
    (one,) = comparator_files.read(file({"releases": [release(), later]}))
    assert one.reading is not None
    assert [fault.path for fault in one.faults] == ["releases/1/contracts/0/value/amount"]
    assert one.reading.money == ()
