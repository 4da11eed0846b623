"""Files of a programme that are made at their own pace: which there are, and the pieces in which they are written."""

import dataclasses
import hashlib
from collections.abc import Sequence
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


@dataclasses.dataclass(frozen=True)
class Kind:
    """What can be exported, in which formats, and where its rule and its maker are found.

    `basis` is a dotted path: called with a user and a programme, it raises `Forbidden`, or tells in one text on what
    the content of the file depends beside the records: whose rows the person sees, which rules on small counts hold.
    `make` is called with programme, viewer, format and cursor, and yields the `Piece`s that follow the cursor.
    """

    code: str
    title: str
    formats: Sequence[str]
    basis: str
    make: str


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


def ending(form: str, code: str) -> str:
    """What the name of the file ends in: several tables as CSV come in one archive."""
    return ZIP if (code, form) == ("open_data", CSV) else form


def told(parts: Sequence[object]) -> str:
    """A basis as a short text: equal for equal parts."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
