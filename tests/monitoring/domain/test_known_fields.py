from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import exact_json, indigo_fields, known_fields, ocds_fields
from monitoring.domain.exact_json import below
from tests.monitoring.domain.test_exact_json import DOCUMENTS, NUMBERS, TEXTS

NAMES = st.sampled_from([*indigo_fields.PROJECT, *ocds_fields.RELEASE, "value", "amount", "currency", "id", "status"])
LIKELY = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXTS, inner, max_size=5),
    max_leaves=40,
)


def leaves(value: Any, path: str = "") -> list[str]:
    """The path of every single value, told without the fields of any standard."""
    if isinstance(value, dict) and value:
        return [one for name, inner in value.items() for one in leaves(inner, below(path, name))]
    if isinstance(value, list) and value:
        return [one for place, inner in enumerate(value) for one in leaves(inner, below(path, place))]
    return [path]


@pytest.mark.parametrize("tree", [indigo_fields.PROJECT, ocds_fields.RELEASE_PACKAGE, ocds_fields.RELEASE])
@given(document=DOCUMENTS | LIKELY)
def test_no_value_of_any_document_is_lost(tree: Any, document: Any) -> None:
    found = known_fields.walk(document, tree)
    assert sorted(leaf.path for leaf in found.leaves) == sorted(leaves(document))
    by_state = [found.of(state) for state in (known_fields.KNOWN, known_fields.UNKNOWN, known_fields.WRONG)]
    assert sum(map(len, by_state)) == len(found.leaves)
    assert bool(found.of(known_fields.WRONG)) == bool(found.faults)


def problems(document: Any, tree: Any = indigo_fields.PROJECT) -> list[tuple[str, str]]:
    read = exact_json.parse(exact_json.written(document).encode())
    return [(fault.path, fault.problem) for fault in known_fields.walk(read, tree).faults]


def test_everything_wrong_is_told_at_once_with_its_place() -> None:
    found = problems(
        {
            "name": {"value": True},
            "dates": {"outcomes_contract_signed": {"value": "2021-02-30"}, "actual_completion_date": {"value": "2021"}},
            "outcome_pricings": [{"price_per_unit": {"amount": {"value": "1,200"}}}, "x"],
            "results": {},
            "stage_development": {"value": "Dreamt of"},
        }
    )
    assert found == [
        ("name/value", "The standard has a text here, and this is true or false."),
        ("dates/outcomes_contract_signed/value", "“2021-02-30” is no date."),
        ("outcome_pricings/0/price_per_unit/amount/value", "“1,200” is a text where a number is due."),
        ("outcome_pricings/1", "The standard has an object here, and this is a text."),
        ("results", "The standard has a list here, and this is an object."),
        ("stage_development/value", "“Dreamt of” is not one of the standard's values."),
    ]


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_not_filled_in_is_not_wrong(value: Any) -> None:
    assert not problems({"name": {"value": value}, "results": None, "sources": []})


def test_a_number_may_name_something() -> None:
    assert not known_fields.walk(exact_json.parse(b'{"contracts": [{"id": 7}]}'), ocds_fields.RELEASE).faults


@pytest.mark.parametrize(
    ("text", "is_date"),
    [("2021", True), ("2021-02", True), ("2021-02-28", True), ("2021-13", False), ("21", False), ("0000", False),
     ("3021", False), ("2021-2-3", False)],
)  # fmt: skip
def test_a_date_is_a_year_a_month_or_a_day(text: str, is_date: bool) -> None:
    assert known_fields.is_part_of_date(text) is is_date
