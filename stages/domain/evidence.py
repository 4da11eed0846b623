"""The frozen evidence of a finding, made readable: figures in words, intervals in one line, tables as tables.

Evidence is whatever its raiser froze: a mapping of names to figures, words, lists and further mappings. Nothing is
recomputed and nothing is left out.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

ABBREVIATIONS = {"mpl": "MPL", "pbr": "PbR", "id": "ID", "as of": "As of", "ci": "Interval"}
INTERVALS = (("low", "high"), ("lower", "upper"), ("interval_low", "interval_high"))


@dataclasses.dataclass(frozen=True)
class Fact:
    """One named figure or sentence."""

    name: str
    text: str


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows of like figures."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True)
class Readable:
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]


def words(name: str) -> str:
    """A key as a label: "numerator_count" → "Numerator count"."""
    spaced = re.sub(r"[_\-.]+", " ", str(name)).strip()
    return ABBREVIATIONS.get(spaced.lower(), spaced[:1].upper() + spaced[1:])


def text(value: Any) -> str:
    """A single value in words."""
    if value is None or value == "":
        return "–"
    if value is True:
        return "Yes"
    if value is False:
        return "No"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return "; ".join(f"{words(key).lower()} {text(one)}" for key, one in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(text(one) for one in value) or "–"
    return str(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _with_interval(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its two bounds as one entry "interval", where it has them."""
    for low, high in INTERVALS:
        if row.get(low) is not None and row.get(high) is not None:
            joined = f"{text(row[low])} to {text(row[high])}"
            rest: dict[str, Any] = {}
            for key, value in row.items():
                if key == low:
                    rest["interval"] = joined
                elif key != high:
                    rest[key] = value
            return rest
    return dict(row)


def _table(name: str, value: list[Mapping[str, Any]]) -> Table:
    rows = [_with_interval(row) for row in value]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    return Table(
        name=words(name),
        columns=tuple(words(key) for key in keys),
        rows=tuple(tuple(text(row.get(key)) for key in keys) for row in rows),
    )


def readable(evidence: Mapping[str, Any]) -> Readable:
    """The evidence as facts and tables, in the order in which it was frozen."""
    facts: list[Fact] = []
    tables: list[Table] = []
    for name, value in _with_interval(evidence).items():
        if _is_table(value):
            tables.append(_table(name, value))
        elif isinstance(value, Mapping) and any(isinstance(one, list | Mapping) for one in value.values()):
            inner = readable(value)
            facts += [Fact(f"{words(name)}: {fact.name.lower()}", fact.text) for fact in inner.facts]
            tables += [dataclasses.replace(one, name=f"{words(name)}: {one.name.lower()}") for one in inner.tables]
        elif isinstance(value, Mapping):
            facts += [
                Fact(f"{words(name)}: {words(key).lower()}", text(one)) for key, one in _with_interval(value).items()
            ]
        else:
            facts.append(Fact(words(name), text(value)))
    return Readable(tuple(facts), tuple(tables))
