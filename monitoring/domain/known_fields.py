"""Which fields of a document are known: a standard's fields as a tree, and a document walked along it.

A tree is a dict of names, a list with the tree of its entries, or a `Kind` of single value. Every single value of a
document, and every empty object and list, ends up in exactly one of three states: known, unknown or wrong.
"""

import dataclasses
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from monitoring.domain.exact_json import Fault, below, shown

KNOWN, UNKNOWN, WRONG = "known", "unknown", "wrong"
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
YEARS = range(1900, 2201)
Tree = Any


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of single value, in words for who has to correct one."""

    name: str
    choices: tuple[str, ...] = ()


TEXT = Kind("text")
NUMBER = Kind("number")
PART_OF_DATE = Kind("date")
MOMENT = Kind("moment")
NAME = Kind("name")  # a text, or a number that names something
TRUTH = Kind("truth")
ANYTHING = Kind("anything")  # whatever stands there belongs to a field that is known


def one_of(*choices: str) -> Kind:
    return Kind("choice", choices)


@dataclasses.dataclass(frozen=True)
class Leaf:
    """A single value of a document, or an empty object or list."""

    path: str
    value: Any
    state: str


@dataclasses.dataclass
class Walk:
    """What became of a document."""

    leaves: list[Leaf] = dataclasses.field(default_factory=list)
    faults: list[Fault] = dataclasses.field(default_factory=list)

    def of(self, state: str) -> list[Leaf]:
        return [leaf for leaf in self.leaves if leaf.state == state]


def walk(value: Any, tree: Tree, path: str = "") -> Walk:
    """Every value of the document with its state, and a fault for each that is wrong."""
    found = Walk()
    _walk(value, tree, path, found)
    return found


def _walk(value: Any, tree: Tree, path: str, found: Walk) -> None:
    if isinstance(tree, Kind):
        _single(value, tree, path, found)
    elif isinstance(tree, list):
        if isinstance(value, list) and value:
            for place, inner in enumerate(value):
                _walk(inner, tree[0], below(path, place), found)
        else:
            _empty_or_wrong(value, [], "a list", path, found)
    elif isinstance(value, Mapping) and value:
        for name, inner in value.items():
            if name in tree:
                _walk(inner, tree[name], below(path, name), found)
            else:
                _all(inner, UNKNOWN, below(path, name), found)
    else:
        _empty_or_wrong(value, {}, "an object", path, found)


def _empty_or_wrong(value: Any, empty: Any, wanted: str, path: str, found: Walk) -> None:
    if value is None or (value == empty and type(value) is type(empty)):
        found.leaves.append(Leaf(path, value, KNOWN))
        return
    found.faults.append(
        Fault(
            path, f"The standard has {wanted} here, and this is {_called(value)}.", f"Write {wanted}, or leave it out."
        )
    )
    _all(value, WRONG, path, found)


def _all(value: Any, state: str, path: str, found: Walk) -> None:
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            _all(inner, state, below(path, name), found)
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value):
            _all(inner, state, below(path, place), found)
    else:
        found.leaves.append(Leaf(path, value, state))


def _single(value: Any, kind: Kind, path: str, found: Walk) -> None:
    if kind == ANYTHING:
        _all(value, KNOWN, path, found)
        return
    wrong = None if value is None or value == "" else _wrong(value, kind)
    if wrong is None:
        found.leaves.append(Leaf(path, value, KNOWN))
        return
    found.faults.append(Fault(path, *wrong))
    _all(value, WRONG, path, found)


def _wrong(value: Any, kind: Kind) -> tuple[str, str] | None:
    """What is wrong with the value, and what to do; nothing where it is of its kind."""
    if kind == NUMBER:
        return _no_number(value)
    if kind == TRUTH:
        return None if isinstance(value, bool) else (f"This is {_called(value)}.", "Write true or false.")
    if kind == NAME and isinstance(value, Decimal):
        return None
    if not isinstance(value, str):
        return f"The standard has a text here, and this is {_called(value)}.", "Write it as a text, in quotation marks."
    if kind == PART_OF_DATE and not is_part_of_date(value):
        return f"“{shown(value)}” is no date.", "Write a year, a month or a day, as 2021, 2021-04 or 2021-04-30."
    if kind == MOMENT and not is_moment(value):
        return f"“{shown(value)}” is no moment.", "Write it with its zone, as 2021-04-30T09:00:00Z."
    if kind.choices and value not in kind.choices:
        return f"“{shown(value)}” is not one of the standard's values.", f"Write one of {', '.join(kind.choices)}."
    return None


def _no_number(value: Any) -> tuple[str, str] | None:
    if isinstance(value, Decimal):
        return None
    if isinstance(value, str):
        return f"“{shown(value)}” is a text where a number is due.", "Write it without quotation marks, as 1200.50."
    return f"This is {_called(value)} where a number is due.", "Write a number, or null where it is not known."


def _called(value: Any) -> str:
    names = {bool: "true or false", Decimal: "a number", str: "a text", list: "a list", dict: "an object"}
    return names.get(type(value), "null")


def is_part_of_date(text: str) -> bool:
    """Whether it is a year, a month or a day that exists."""
    if not DAY.fullmatch(text):
        return False
    parts = [int(part) for part in text.split("-")]
    try:
        return date(*[*parts, 1, 1][:3]).year in YEARS
    except ValueError:
        return False


def is_moment(text: str) -> bool:
    """Whether it is a day that exists, with or without its time."""
    try:
        return datetime.fromisoformat(text).year in YEARS
    except ValueError:
        return False
