"""Files of a programme that are made at their own pace: which there are, and the pieces in which they are written."""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta

KEPT_FOR = timedelta(days=7)
SILENCE = timedelta(seconds=60)
MOST_AT_WORK = 5
MOST_ATTEMPTS = 20
CSV, JSON, LINES, XLSX, ZIP = "csv", "json", "ndjson", "xlsx", "zip"
CONTENT = {
    CSV: "text/csv; charset=utf-8",
    JSON: "application/json",
    LINES: "application/x-ndjson",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ZIP: "application/zip",
}

FORMATS = {CSV: "CSV", XLSX: "Excel workbook", JSON: "JSON", LINES: "lines of JSON"}
"""The formats as people call them."""
OUTCOME, AGENT, SEGMENT, FROM_PERIOD, PERIOD = "outcome", "agent", "segment", "from_period", "period"
FILTERS = {
    OUTCOME: "Outcome",
    AGENT: "Agent",
    SEGMENT: "Segment",
    FROM_PERIOD: "From period",
    PERIOD: "Up to period",
}
"""What a file can be narrowed to, as the findings are: by these names in addresses, and in these words."""
Choices = Mapping[str, Sequence[tuple[str, str]]]


@dataclasses.dataclass(frozen=True)
class Kind:
    """What can be exported, in which formats, and where its rule and its maker are found.

    `basis` is a dotted path: called with a user and a programme, it raises `Forbidden`, or tells in one text on what
    the content of the file depends beside the records: whose rows the person sees, which rules on small counts hold.
    `make` is called with programme, viewer, format and cursor, and yields the `Piece`s that follow the cursor. Where it
    `can_be_narrowed`, it is called with `filters` as well: codes by the names of `FILTERS`, as far as any was chosen.
    """

    code: str
    title: str
    formats: Sequence[str]
    basis: str
    make: str
    can_be_narrowed: bool = False


@dataclasses.dataclass(frozen=True)
class Piece:
    """A part of a file. Whoever goes on after it begins at `cursor`. `rows` counts what it holds, `of` what there is
    in all, where that is known."""

    content: bytes
    cursor: str = ""
    rows: int = 0
    of: int | None = None


def refusal(kinds: Sequence[Kind], code: str, form: str) -> str:
    """Why there is no such file, and which there are; empty where there is one."""
    found = next((kind for kind in kinds if kind.code == code), None)
    if found is None:
        return f"There is no export “{code}”. Ask for one of: {', '.join(kind.code for kind in kinds)}."
    if form not in found.formats:
        return f"{found.title} can be had as {', '.join(found.formats)}. Ask for one of these formats."
    return ""


def narrowing_refusal(kind: Kind, filters: Mapping[str, str], choices: Choices) -> str:
    """Why the file cannot be narrowed so, and what to do; empty where it can. Periods are offered in their order."""
    if filters and not kind.can_be_narrowed:
        return f"{kind.title} cannot be narrowed: it is given whole. Leave out {_said(filters)}."
    for name, code in filters.items():
        if code not in dict(choices[name]):
            return f"There is no {FILTERS[name].split()[-1].lower()} “{code}” that you may choose. Choose another one."
    order = [code for code, _name in choices[PERIOD]]
    first, last = filters.get(FROM_PERIOD), filters.get(PERIOD)
    if first and last and order.index(first) > order.index(last):
        return "The first period comes after the last. Choose an earlier first period."
    return ""


def _said(filters: Mapping[str, str]) -> str:
    return " and ".join(FILTERS[name].lower() for name in filters)


def narrowed_to(filters: Mapping[str, str], choices: Choices) -> str:
    """What a file was narrowed to, in words; empty where it was not. What has no name any more is told by its code."""
    said = [(name, filters[name]) for name in FILTERS if name in filters]
    return "; ".join(f"{FILTERS[name]}: {dict(choices[name]).get(code, code)}" for name, code in said)


def ending(form: str, code: str) -> str:
    """What the name of the file ends in: several tables as CSV come in one archive."""
    return ZIP if (code, form) == ("open_data", CSV) else form


def told(parts: Sequence[object]) -> str:
    """A basis as a short text: equal for equal parts."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
