"""Rows as lines of JSON: one object a line, its keys the names of columns. Lines may have keys that others lack."""

import contextlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from outcomes.domain.problems import UnreadableFile

Row = tuple[int, list[str]]
SUFFIXES = (".ndjson", ".jsonl")
MOST_COLUMNS = 500
BLOCK = 50
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def columns(lines: Iterable[str]) -> list[str]:
    """The keys of all lines together, in the order in which they first come."""
    found: dict[str, None] = {}
    seen: set[tuple[str, ...]] = set()
    for number, block in _blocks(lines):
        every = [tuple(given) for given in _objects(number, block)]
        if seen.issuperset(every):
            continue
        for place, keys in enumerate(every):
            if keys not in seen:
                _refuse_no_text(number + place, "".join(keys))
                seen.add(keys)
                found |= dict.fromkeys(keys)
        if len(found) > MOST_COLUMNS:
            raise UnreadableFile(f"The lines have more than {MOST_COLUMNS} different keys. Use the names of columns.")
    return list(found)


def rows(lines: Iterable[str], names: list[str]) -> Iterator[Row]:
    """The header, as row 0, then each line under its own number with its values as texts."""
    yield 0, names
    for number, block in _blocks(lines):
        yield from enumerate(_cells(number, block, names), start=number)


def cells(number: int, line: str, names: list[str]) -> list[str]:
    """The values of one line under these names, as texts."""
    return _cells(number, [line], names)[0]


def _cells(number: int, block: list[str], names: list[str]) -> list[list[str]]:
    """The values of lines from this number. What no database can keep is there only where it is written as an escape:
    JSON allows no zero as it is, and no file that could be decoded has half a character."""
    every = _objects(number, block)
    if set(map(tuple, every)) == {tuple(names)}:
        found = [list(given.values()) for given in every]
    else:
        found = [[given.get(name) for name in names] for given in every]
    if set(map(type, itertools.chain.from_iterable(found))) != {str}:
        for place, values in enumerate(found):
            found[place] = [
                value if type(value) is str else _text(number + place, name, value)
                for name, value in zip(names, values, strict=True)
            ]
    if any("\\u" in line for line in block):
        for place, values in enumerate(found):
            _refuse_no_text(number + place, "".join(values))
    return found


def _blocks(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Some lines at a time, with the number of the first."""
    every, number = iter(lines), 1
    while block := list(itertools.islice(every, BLOCK)):
        yield number, block
        number += len(block)


def _objects(number: int, block: list[str]) -> list[dict[str, Any]]:
    """The objects of lines from this number. Lines without a nested object are taken apart together, which is faster.

    Where each line begins with a brace and there are no others, and as many objects are found as there are lines, every
    brace began an object of its own: no line holds two, and none goes on in the next.
    """
    joined = ",".join(block)
    if joined.count("{") == len(block) and all(line[:1] == "{" for line in block):
        with contextlib.suppress(ValueError, RecursionError):
            found = _decoder.decode(f"[{joined}]")
            if len(found) == len(block) and set(map(type, found)) == {dict}:
                return found  # type: ignore[no-any-return]
    return [_object(number + place, line) for place, line in enumerate(block)]


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
