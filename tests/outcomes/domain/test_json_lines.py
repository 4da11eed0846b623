"""Rows as lines of JSON."""

import json
from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from outcomes.domain import json_lines
from outcomes.domain.problems import UnreadableFile


def read(*lines: str) -> list[json_lines.Row]:
    return list(json_lines.rows(lines, json_lines.columns(lines)))


def test_keys_are_columns_and_lines_are_numbered_from_one() -> None:
    assert read('{"participant": "A", "outcome": "job"}', "", '{"participant": "B", "value": 1.50}') == [
        (0, ["participant", "outcome", "value"]),
        (1, ["A", "job", ""]),
        (2, ["", "", ""]),
        (3, ["B", "", "1.50"]),
    ]


def test_values_stay_as_they_were_written() -> None:
    assert read('{"a": 1.10, "b": 007, "c": true, "d": null}'.replace("007", "7"))[1] == (1, ["1.10", "7", "true", ""])


@pytest.mark.parametrize("line", ["[1]", "{", '"text"', "null", "participant,outcome", "[" * 100_000])
def test_a_line_that_is_no_object_is_named(line: str) -> None:
    with pytest.raises(UnreadableFile, match="Line 2 is not a JSON object"):
        read('{"a": "1"}', line)


def test_a_value_that_is_no_cell_is_named() -> None:
    with pytest.raises(UnreadableFile, match="Line 1 has a list or an object under “a”"):
        read('{"a": [1]}')


@pytest.mark.parametrize("line", [r'{"a": "x\u0000"}', r'{"a": "\ud83d"}', r'{"\u0000": "x"}', r'{"\ude00": "x"}'])
def test_what_no_database_can_keep_is_named(line: str) -> None:
    with pytest.raises(UnreadableFile, match="Line 2 has"):
        read(r'{"a": "\ud83d\ude00"}', line)


def test_keys_without_end_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="different keys"):
        json_lines.columns(f'{{"key-{number}": 1}}' for number in range(json_lines.MOST_COLUMNS + 1))


_PIECES = st.sampled_from(["{", "}", "[", "]", '"a"', '"b"', ":", ",", "1", '"{"', '"x', 'y"', " ", "null"])
_VALUES = st.sampled_from(["x", "{", "[", ",", 1, 2.5, None, True])
_WHOLE = st.dictionaries(st.sampled_from("abc"), _VALUES).map(json.dumps)


def unless_refused(rows: Callable[[], list[json_lines.Row]]) -> list[json_lines.Row] | str:
    try:
        return rows()
    except UnreadableFile:
        return "refused"


@given(st.lists(st.one_of(_WHOLE, st.lists(_PIECES, max_size=8).map("".join)), max_size=6))
@example(['{"a": [{"b":1}', '{"b":2}]}', '{"a": 1},{"a": 2}'])
@example(['{"a": 1', '"b": 2}', '{"a": 1}, {"a": 2}'])
@example(['{"a": "x', '{", "b": "y"}', '{"a": 1}, {"a": 2}'])
def test_lines_read_together_are_what_each_is_by_itself(lines: list[str]) -> None:
    names = ["a", "b"]
    together = unless_refused(lambda: list(json_lines.rows(lines, names))[1:])
    alone = unless_refused(lambda: [(at, json_lines.cells(at, line, names)) for at, line in enumerate(lines, start=1)])
    assert together == alone
