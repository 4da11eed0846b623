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
        yield number, cells(number, line, names)


def cells(number: int, line: str, names: list[str]) -> list[str]:
    """The values of one line under these names, as texts. What no database can keep is there only where it is written
    as an escape: JSON allows no zero as it is, and no file that could be decoded has half a character."""
    given = _object(number, line)
    values = list(given.values()) if list(given) == names else [given.get(name) for name in names]
    found = [
        value if type(value) is str else _text(number, name, value) for name, value in zip(names, values, strict=True)
    ]
    if "\\u" in line:
        _refuse_no_text(number, "".join(found))
    return found


def _object(number: int, line: str) -> dict[str, Any]:
    text = line.strip()
    if not text:
        return {}
    try:
        found, end = _decoder.raw_decode(text)
    except (ValueError, RecursionError):
        found, end = None, 0
    if not isinstance(found, dict) or end < len(text):
        raise UnreadableFile(f"Line {number} is not a JSON object. Correct the line and send the file again.")
    return found


def _text(number: int, name: str, value: Any) -> str:
    """What is no text as the cell of a file of rows. Numbers came as texts, as they were written."""
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
