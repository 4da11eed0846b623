from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import exact_json

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=30,
)


def faults(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(exact_json.Unreadable) as caught:
        exact_json.parse(text.encode() if isinstance(text, str) else text)
    return [(fault.path, fault.problem) for fault in caught.value.faults]


@given(DOCUMENTS)
def test_what_is_written_is_read_again_as_it_was(document: Any) -> None:
    assert exact_json.parse(exact_json.written(document).encode()) == document


def test_numbers_are_exact() -> None:
    found = exact_json.parse(b'{"a": 0.1, "b": 1200, "c": 1200.50}')
    assert found == {"a": Decimal("0.1"), "b": Decimal(1200), "c": Decimal("1200.50")}
    assert exact_json.written(found) == '{"a": 0.1, "b": 1200, "c": 1200.50}'


def test_names_that_stand_twice_are_told_with_their_places_all_at_once() -> None:
    assert faults('{"a": {"x": 1, "x": 2}, "b": [{"y": 1, "y": 1}]}') == [
        ("a/x", "This name stands twice in one object."),
        ("b/0/y", "This name stands twice in one object."),
    ]


def test_what_is_no_json_is_told_with_its_line() -> None:
    assert "line 2, column 1" in faults('{"a": 1,\n')[0][1]
    assert faults(b"  ") == [("", "It is empty.")]
    assert faults("{}".encode("utf-16")) == [("", "It is not UTF-8 text.")]


def test_several_documents_in_one_file_are_told_how_to_become_one() -> None:
    with pytest.raises(exact_json.Unreadable, match="Put brackets around them"):
        exact_json.parse(b'{"ocid": "a"}\n{"ocid": "b"}\n')
    with pytest.raises(exact_json.Unreadable, match="Correct the file there"):
        exact_json.parse(b'{"ocid": "a"}}')
    for other in (b"<!doctype html>", b"id,name/value"):
        with pytest.raises(exact_json.Unreadable, match="Download it as JSON; save a spreadsheet"):
            exact_json.parse(other)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '"\\"' * 300_000])
def test_what_is_nested_too_deeply_or_never_ends_is_refused_quickly(text: str) -> None:
    assert faults(text)


def test_brackets_in_texts_are_no_levels() -> None:
    assert exact_json.parse(exact_json.written({"a": '[{"' * 50}).encode()) == {"a": '[{"' * 50}


@pytest.mark.parametrize("number", ["1e999999999", "1" * 5000, "0." + "1" * 40, "-1e400"])
def test_numbers_that_nobody_can_mean_are_refused_with_their_place(number: str) -> None:
    assert faults(f'{{"a": [{number}]}}') == [("a/0", "This number is too large, or has too many places.")]


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(name: str) -> None:
    assert faults(f'{{"a": {name}}}') == [("", f"{name} stands for a number.")]


def test_characters_that_no_database_keeps_are_refused_with_their_place() -> None:
    assert [path for path, _problem in faults('{"a": "x\\u0000", "b": ["\\ud800"]}')] == ["a", "b/0"]


@given(DOCUMENTS)
def test_the_digest_is_of_what_is_said_and_not_of_how(document: Any) -> None:
    assert exact_json.digest(document) == exact_json.digest(exact_json.parse(exact_json.written(document).encode()))
    assert exact_json.digest({"a": Decimal("1.50"), "b": None}) == exact_json.digest({"b": None, "a": Decimal("1.5")})
