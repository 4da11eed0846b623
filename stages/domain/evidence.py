"""The frozen evidence of a finding, made readable: figures in words, intervals in one line, tables as tables.

Evidence is whatever its raiser froze: a mapping of names to figures, words, lists and further mappings. Nothing is
recomputed and nothing is left out.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

ABBREVIATIONS = {"mpl": "MPL", "pbr": "PbR", "id": "ID", "as of": "As of", "ci": "Interval"}
FIRST = (
    "name", "outcome", "target", "segment", "agent", "period", "as_of", "status", "severity", "actual",
    "achieved_compared_with_the_other_segments", "interval",
    "expected", "minimum", "achieved", "numerator", "people", "denominator", "probability",
)  # fmt: skip
LAST = ("method",)
"""The database keeps no order of names, so the order of reading is given here; what is not named stands between."""

ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
UK_DATE = re.compile(r"(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4})")
NAME = "_name"
"""An entry "target_name" beside "target" is what people call the target; without it they read its code."""

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
    return _date_in_words(str(value))


def _date_in_words(written: str) -> str:
    """A date as people read it, "1 October 2026"; any other text as it is."""
    found = ISO_DATE.fullmatch(written) or UK_DATE.fullmatch(written)
    if found is None:
        return written
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return written
    return f"{day.day} {day:%B %Y}"


def _place(name: str) -> int:
    if name in FIRST:
        return FIRST.index(name)
    return len(FIRST) + (1 if name in LAST else 0)


def _in_order(row: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(_with_names(_with_interval(row)).items(), key=lambda entry: _place(entry[0])))


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


def _with_names(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with names in the places of codes, where it has both."""
    named = {name.removesuffix(NAME) for name in row if name.endswith(NAME)} & row.keys()
    rest = {name: value for name, value in row.items() if name not in {one + NAME for one in named}}
    return rest | {name: row[name + NAME] for name in named}


def _table(name: str, value: list[Mapping[str, Any]]) -> Table:
    rows = [_in_order(row) for row in value]
    keys = sorted(dict.fromkeys(key for row in rows for key in row), key=_place)
    return Table(
        name=words(name),
        columns=tuple(words(key) for key in keys),
        rows=tuple(tuple(text(row.get(key)) for key in keys) for row in rows),
    )


def readable(evidence: Mapping[str, Any]) -> Readable:
    """The evidence as facts and tables, in the order of reading."""
    facts: list[Fact] = []
    tables: list[Table] = []
    for name, value in _in_order(evidence).items():
        if _is_table(value):
            tables.append(_table(name, value))
        elif isinstance(value, Mapping) and any(isinstance(one, list | Mapping) for one in value.values()):
            inner = readable(value)
            facts += [Fact(f"{words(name)}: {fact.name.lower()}", fact.text) for fact in inner.facts]
            tables += [dataclasses.replace(one, name=f"{words(name)}: {one.name.lower()}") for one in inner.tables]
        elif isinstance(value, Mapping):
            facts += [Fact(f"{words(name)}: {words(key).lower()}", text(one)) for key, one in _in_order(value).items()]
        else:
            facts.append(Fact(words(name), text(value)))
    return Readable(tuple(facts), tuple(tables))


def beyond(frozen: Mapping[str, Any], exact: Mapping[str, Any]) -> Readable:
    """What the exact evidence says otherwise than the frozen: facts of the same name or new ones, and whole tables."""
    known, found = readable(frozen), readable(exact)
    return Readable(
        tuple(one for one in found.facts if one not in known.facts),
        tuple(one for one in found.tables if one not in known.tables),
    )


def without_other_agents(found: Mapping[str, Any], own: Set[str]) -> dict[str, Any]:
    """The evidence as an agent may read it: what names agents keeps only the rows of the agent's own organisations."""
    kept: dict[str, Any] = {}
    for name, value in found.items():
        if not name.startswith("agents"):
            kept[name] = value
        elif _is_table(value):
            kept[name] = [row for row in value if row.get("name") in own]
    return kept
