"""Rows as lines of JSON."""

import pytest

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
