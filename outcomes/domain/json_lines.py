"""Rows as lines of JSON: one object a line, its keys the names of columns. Lines may have keys that others lack."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from outcomes.domain.problems import UnreadableFile

Row = tuple[int, list[str]]
SUFFIXES = (".ndjson", ".jsonl")
MOST_COLUMNS = 500
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def columns(lines: Iterable[str]) -> list[str]:
    """The keys of all lines together, in the order in which they first come."""
    found: dict[str, None] = {}
    seen: set[tuple[str, ...]] = set()
    for number, line in enumerate(lines, start=1):
        keys = tuple(_object(number, line))
        if keys not in seen:
            _refuse_no_text(number, "".join(keys))
            seen.add(keys)
            found |= dict.fromkeys(keys)
        if len(found) > MOST_COLUMNS:
            raise UnreadableFile(f"The lines have more than {MOST_COLUMNS} different keys. Use the names of columns.")
    return list(found)


def rows(lines: Iterable[str], names: list[str]) -> Iterator[Row]:
    """The header, as row 0, then each line under its own number with its values as texts."""
    yield 0, names
    for number, line in enumerate(lines, start=1):
        given = _object(number, line)
        yield number, [_text(number, name, given.get(name)) for name in names]


def _object(number: int, line: str) -> dict[str, Any]:
    if not line.strip():
        return {}
    try:
        found = _decoder.decode(line.strip())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UnreadableFile(f"Line {number} is not a JSON object. Correct the line and send the file again.")
    return found


def _text(number: int, name: str, value: Any) -> str:
    """The value as the cell of a file of rows. Numbers stay as they were written."""
    if isinstance(value, str):
        _refuse_no_text(number, value)
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    raise UnreadableFile(
        f"Line {number} has a list or an object under “{name}”. Give a text, a number, true, false or null, and send "
        "the file again."
    )


def _refuse_no_text(number: int, text: str) -> None:
    """Refuse what JSON can write and no database can keep: a zero, and one half of a character of two."""
    if not text.isprintable() and _NO_TEXT.search(text):
        raise UnreadableFile(
            f"Line {number} has \\u0000, or one half of a character that JSON writes as two. Take it out and send the "
            "file again."
        )
