"""A published document as the files that can be downloaded."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from contracts.domain import comparisons
from monitoring.domain import indigo, ocds, open_tables
from monitoring.domain.open_tables import Table
from monitoring.selectors.open_contract import Row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"
SHARES = frozenset({"actual", "low_95", "high_95", "expected"})
DIFFERENCES = frozenset({"size", "low_of_size", "high_of_size"})
SIZES = DIFFERENCES | {"smallest_that_matters"}
SHARE, WHOLE_SHARE, COUNT = "0.0%", "0%", "#,##0"
DATES, DAY = frozenset({"starts_on", "ends_on", "agreed_on"}), "dd/mm/yyyy"
OTHERS = {
    "pounds": "£#,##0.00", "people": COUNT, "achieved": COUNT, "level": SHARE, "window_days": COUNT,
    "look": COUNT, "looks_planned": COUNT,
}  # fmt: skip
WIDEST = 60
INDIGO_NOTES = (
    "Impact-bond data in the shape of INDIGO 4.1. The sheet “project” holds single facts, a field by its path in each "
    "row; every other sheet is a list of the project, a field by its path in each column.",
    "Figures and amounts have passed the decision on small counts, as in every other file of this programme.",
)


@dataclasses.dataclass(frozen=True)
class File:
    """A file with its content type."""

    name: str
    kind: str
    content: bytes


@dataclasses.dataclass(frozen=True)
class Offer:
    """A file that can be asked for, in words."""

    name: str
    title: str
    what: str


OFFERS = (
    Offer("tables.xlsx", "Excel workbook (XLSX)", "Every table, with a sheet of notes"),
    Offer("targets.csv", "Targets (CSV)", "Each target, period by period"),
    Offer("breakdowns.csv", "Agents and segments (CSV)", "The last results by agent and by segment"),
    Offer("money.csv", "Money (CSV)", "What statements come to, by period and agent"),
    Offer("all.json", "Everything (JSON)", "The whole document that the tables are made from"),
    Offer("indigo.json", "INDIGO 4.1 (JSON)", "The project as impact-bond data"),
    Offer("indigo.xlsx", "INDIGO 4.1 (XLSX)", "The same as a workbook, a sheet for each list"),
    Offer("ocds.json", "OCDS 1.1 (JSON)", "A release of open contracting data, with metrics"),
)


def file(document: Row, name: str, *, at: datetime, uri: str) -> File | None:
    """The file of that name; None where there is none, or nothing to put into it."""
    makers: Mapping[str, tuple[str, Callable[[], bytes]]] = {
        "tables.xlsx": (XLSX, lambda: _workbook(document)),
        "all.json": (JSON, lambda: _json(document)),
        "indigo.json": (JSON, lambda: _json(indigo_document(document))),
        "indigo.xlsx": (XLSX, lambda: _indigo_workbook(document)),
        "ocds.json": (JSON, lambda: _json(ocds_document(document, at=at, uri=uri))),
        **{
            f"{table.code}.csv": (CSV, lambda table=table: _csv(table))  # type: ignore[misc]
            for table in open_tables.tables(document)
        },
    }
    if name not in makers or (document["contract"] is None and name.startswith(("indigo", "ocds"))):
        return None
    kind, make = makers[name]
    return File(f"{document['programme']['slug']}-{name}", kind, make())


def indigo_document(document: Row) -> Row:
    """The project with its organisations, in INDIGO 4.1."""
    return {"project": indigo.project(document), "organisations": indigo.organisations(document)}


def ocds_document(document: Row, *, at: datetime, uri: str) -> Row:
    """A release package of OCDS 1.1."""
    moment = at.isoformat(timespec="seconds")
    release = ocds.release(document, prefix=settings.OCDS_PREFIX, at=moment)
    return ocds.package(release, uri=uri, published_at=moment)


def _json(found: Any) -> bytes:
    return json.dumps(found, indent=1, ensure_ascii=False).encode()


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(open_tables.lines(table))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _workbook(document: Row) -> bytes:
    """Notes first; then a sheet for each table, with its head frozen, columns as wide as needed, and shares as %."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    _note(sheet, open_tables.notes(document))
    measures = {target["code"]: target["measure"] for target in document["targets"]}
    for table in open_tables.tables(document):
        _sheet(book, table, measures)
    return _saved(book)


def _note(sheet: Worksheet, notes: Sequence[str]) -> None:
    sheet.title = "Notes"
    for note in notes:
        sheet.append([open_tables.safe(note)])
    sheet.column_dimensions["A"].width = 100
    for (cell,) in sheet.iter_rows(max_col=1):
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _sheet(book: Workbook, table: Table, measures: Mapping[str, str]) -> None:
    sheet = book.create_sheet(table.code)
    for line in open_tables.lines(table):
        sheet.append(list(line))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(table.columns, start=1):
        longest = max((len(str(row[place - 1] or "")) for row in (table.columns, *table.rows)), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest, WIDEST) + 2
        for row, line in enumerate(table.rows, start=2):
            known = dict(zip(table.columns, line, strict=True))
            if name in DATES and known[name]:
                sheet.cell(row, place).value = date.fromisoformat(str(known[name]))
            if form := _format(name, known, measures.get(str(line[0]), "")):
                sheet.cell(row, place).number_format = form


def _format(name: str, row: Mapping[str, object], measure: str) -> str:
    """How a number of a row is written: shares as percentages, counts whole, ratios and events with their places."""
    if name in DATES:
        return DAY
    if name in SHARES:
        return SHARE if measure == "rate" else "0.0"
    if name in SIZES:
        is_share = row["measure"] != comparisons.EVENTS and (row["kind"] != "ratio" or name not in DIFFERENCES)
        return WHOLE_SHARE if is_share else "0.0"
    return OTHERS.get(name, "")


def _indigo_workbook(document: Row) -> bytes:
    """Notes, a sheet of single facts, and one for each list with the paths of its fields as columns."""
    project = indigo.project(document)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _note(first, [*INDIGO_NOTES, *open_tables.notes(document)])
    sheet = book.create_sheet("project")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = WIDEST, WIDEST
    single = {name: value for name, value in project.items() if not isinstance(value, list)}
    for path, value in _paths(single).items():
        sheet.append([path, open_tables.safe(value)])
    lists = {name: value for name, value in project.items() if isinstance(value, list)}
    for name, rows in (lists | {"organisations": indigo.organisations(document)}).items():
        flat = [_paths(row) for row in rows]
        columns = list(dict.fromkeys(path for row in flat for path in row))
        page = book.create_sheet(name[:31])
        page.append(columns)
        for row in flat:
            page.append([open_tables.safe(row.get(path)) for path in columns])
        page.freeze_panes = "A2"
        for place, path in enumerate(columns, start=1):
            page.cell(1, place).font = Font(bold=True)
            page.column_dimensions[get_column_letter(place)].width = min(len(path), WIDEST) + 2
    return _saved(book)


def _paths(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The leaves of nested objects by their paths, such as dates/outcomes_contract_signed/value."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        path = f"{before}{name}"
        found |= _paths(value, f"{path}/") if isinstance(value, Mapping) else {path: value}
    return found


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
