"""Projects of INDIGO in a workbook, as the document that the same projects are in JSON.

Three forms are read: the form of the Impact Bond Dataset, in which GO Lab gives each project (`indigo_form.csv` says
which cell holds which field, by the layout of version 19 of its public form, and under which heading); our own export,
with a sheet of single facts and one for each list; and a table with a project in each row, whose headings are the paths
of the fields, such as `outcome_metrics/0/definition/value`.

No filled cell is passed over: what has no place in the standard comes under `spreadsheet`, by its sheet and cell.
"""

import csv
import dataclasses
import functools
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import coordinate_from_string

from monitoring.domain import exact_json, indigo_fields, indigo_refusals
from monitoring.domain.exact_json import Fault, below
from monitoring.domain.known_fields import NUMBER, Kind, Tree
from outcomes.domain import workbook_cells
from outcomes.domain.problems import UnreadableFile
from outcomes.domain.workbook_cells import Cell

ZIP = b"PK\x03\x04"
FORM = Path(__file__).with_name("indigo_form.csv")
OVERVIEW, INTRODUCTION = "General Overview", "Introduction"
OF_THE_FORM = frozenset({"value", "sources (ids, comma seperated)", "0-100"})
HEADINGS = {4: 2, 11: 9, 12: 9}
"""In which row the headings begin, by the row of the first entry."""
FACTS, NOTES, ORGANISATIONS = "project", "notes", "organisations"
NUMBERED = "id"
PLAIN_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,20})?")


@dataclasses.dataclass(frozen=True)
class Slot:
    """Where the form of the Impact Bond Dataset has a field. In lists, `row` is that of the first entry."""

    row: int
    heading: str
    path: str

    @property
    def is_of_a_list(self) -> bool:
        return "/*/" in self.path


@dataclasses.dataclass
class Found:
    """The document so far, as values by their paths, and the cell that each is from."""

    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    cells: dict[str, str] = dataclasses.field(default_factory=dict)
    faults: list[Fault] = dataclasses.field(default_factory=list)

    def put(self, path: str, cell: Cell, tree: Tree = None) -> None:
        place = f"{cell.sheet}!{cell.name}"
        if path in self.values:
            said = f"{self.cells[path]} says the same field already."
            self.faults.append(Fault(place, said, "Keep one of them."))
        self.values[path] = as_said(cell.value, kind_at(tree, path.split("/")))
        self.cells[path] = place

    def leave(self, cell: Cell) -> None:
        """Keep a cell that has no place in the standard."""
        self.put(f"spreadsheet/{cell.sheet.replace('/', '|')}/{cell.name}", cell)


def is_workbook(content: bytes) -> bool:
    return content.startswith(ZIP)


def read(content: bytes) -> tuple[Any, dict[str, str]]:
    """The document that the workbook tells, and the cell of each of its values by the value's path.

    Raises `exact_json.Unreadable` with what is wrong with the workbook.
    """
    try:
        cells = workbook_cells.of(content)
    except UnreadableFile as unreadable:
        raise exact_json.Unreadable(indigo_refusals.unreadable(str(unreadable))) from None
    sheets: dict[str, list[Cell]] = {}
    for cell in cells:
        sheets.setdefault(cell.sheet, []).append(cell)
    found = Found()
    if OVERVIEW in sheets:
        _form(sheets, found)
    elif FACTS in {name.casefold() for name in sheets}:
        _own(sheets, found)
    else:
        _table(sheets, found)
    if found.faults:
        raise exact_json.Unreadable(*found.faults[: exact_json.MOST_FAULTS])
    document, places = _nested(found)
    return exact_json.parse(exact_json.written(document).encode()), places


def _form(sheets: Mapping[str, Sequence[Cell]], found: Found) -> None:
    """The form of the Impact Bond Dataset. A column with another heading than the form's is kept as not known."""
    for name, cells in sheets.items():
        slots = form().get(name, {})
        first = min((slot.row for slot in slots.values() if slot.is_of_a_list), default=0)
        if first:
            _entries(cells, first, slots, found)
        else:
            _singles(name, cells, slots, found)
    if not any(path.startswith((f"{FACTS}/", f"{ORGANISATIONS}/")) for path in found.values):
        raise exact_json.Unreadable(indigo_refusals.OTHER_FORM)


def _entries(cells: Sequence[Cell], first: int, slots: Mapping[tuple[int, int], Slot], found: Found) -> None:
    """A sheet with an entry of a list in each row. What stands above its headings in the first column is the form's."""
    top = HEADINGS[first]
    heads: dict[int, list[str]] = {}
    for cell in cells:
        if top <= cell.row < first:
            heads.setdefault(cell.column, []).append(_words(cell.value))
    right = {
        column: slot.path for (column, _row), slot in slots.items() if " ".join(heads.get(column, ())) == slot.heading
    }
    for cell in cells:
        if cell.row >= first and cell.column in right:
            _put(found, right[cell.column].replace("*", str(cell.row - first)), cell)
        elif _is_added(cell, top, right):
            found.leave(cell)


def _is_added(cell: Cell, top: int, right: Container[int]) -> bool:
    """Whether a cell is neither a field nor words of the form, which stand above the headings in the first column."""
    if cell.row >= top:
        return cell.column not in right
    return cell.column > 1 and _words(cell.value) not in OF_THE_FORM


def _singles(name: str, cells: Sequence[Cell], slots: Mapping[tuple[int, int], Slot], found: Found) -> None:
    """A sheet with one field in a row, whose first two columns are words of the form; all of the introduction is."""
    beside: dict[int, list[str]] = {}
    for cell in cells:
        beside.setdefault(cell.row, []).extend([_words(cell.value)] if cell.column < 3 else [])
    is_introduction = name == INTRODUCTION
    for cell in cells:
        slot = slots.get((cell.column, cell.row))
        if slot and (is_introduction or slot.heading in ("", " ".join(beside[cell.row]))):
            _put(found, slot.path, cell)
        elif not slots or (not is_introduction and cell.column > 2 and _words(cell.value) not in OF_THE_FORM):
            found.leave(cell)


def _put(found: Found, path: str, cell: Cell) -> None:
    if path.startswith(f"{ORGANISATIONS}/"):
        found.put(path, cell, {ORGANISATIONS: indigo_fields.ORGANISATIONS})
    else:
        found.put(below(FACTS, path), cell, {FACTS: indigo_fields.PROJECT})


def _own(sheets: Mapping[str, Sequence[Cell]], found: Found) -> None:
    """Our own workbook: single facts with their paths beside them, and lists with the paths as headings."""
    for sheet, cells in sheets.items():
        name = sheet.casefold()
        if name == FACTS:
            paths = {cell.row: str(cell.value).strip() for cell in cells if cell.column == 1}
            for cell in cells:
                if cell.column == 2 and paths.get(cell.row):
                    _put(found, paths[cell.row], cell)
                elif cell.column != 1:
                    found.leave(cell)
        elif name in indigo_fields.LISTS or name == ORGANISATIONS:
            _under_headings(cells, found, lambda row, path, name=name: f"{name}/{row}/{path}")
        elif name != NOTES:
            for cell in cells:
                found.leave(cell)


def _table(sheets: Mapping[str, Sequence[Cell]], found: Found) -> None:
    """A project in each row, in the first sheet whose headings are paths of fields."""
    for cells in sheets.values():
        heads = {str(cell.value).strip() for cell in cells if cell.row == 1}
        if "name/value" in heads and not found.values:
            for cell, path in _placed(cells):
                if path is None:
                    found.leave(cell)
                else:
                    where = path if path.casefold() != NUMBERED else NUMBERED
                    found.put(f"projects/{cell.row - 2}/{where}", cell, {"projects": [indigo_fields.PROJECT]})
        else:
            for cell in cells:
                found.leave(cell)
    if not any(path.startswith("projects/") for path in found.values):
        raise exact_json.Unreadable(indigo_refusals.NO_FORM)


def _under_headings(cells: Sequence[Cell], found: Found, where: Any) -> None:
    for cell, path in _placed(cells):
        if path is None:
            found.leave(cell)
        else:
            _put(found, where(cell.row - 2, path), cell)


def _placed(cells: Sequence[Cell]) -> Iterable[tuple[Cell, str | None]]:
    """The cells below the headings, each with its own; none where there is none."""
    heads = {cell.column: str(cell.value).strip().strip("/") for cell in cells if cell.row == 1}
    for cell in cells:
        if cell.row > 1:
            yield cell, heads.get(cell.column) or None


@functools.cache
def form() -> dict[str, dict[tuple[int, int], Slot]]:
    """The slots of the form by sheet, column and row."""
    found: dict[str, dict[tuple[int, int], Slot]] = {}
    with FORM.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            letters, row = coordinate_from_string(line["cell"])
            slot = Slot(row, _words(line["heading"]), line["path"])
            found.setdefault(line["sheet"], {})[_number(letters), row] = slot
    return found


def _number(letters: str) -> int:
    return functools.reduce(lambda found, letter: found * 26 + ord(letter) - 64, letters, 0)


def _words(value: object) -> str:
    """A heading as it is compared: without case and spaces around or between."""
    return " ".join(str(value).casefold().split())


def kind_at(tree: Tree, names: Sequence[str]) -> Kind | None:
    """The kind of the field at a path; nothing where the standard has none."""
    for name in names:
        if isinstance(tree, list):
            tree = tree[0]
        elif isinstance(tree, Mapping):
            tree = tree.get(name)
        else:
            return None
    return tree if isinstance(tree, Kind) else None


def as_said(value: Decimal | str, kind: Kind | None) -> Decimal | str:
    """The cell as the field has it: a number that was typed as text is one; a year in a field of text is text."""
    if kind == NUMBER and isinstance(value, str) and PLAIN_NUMBER.fullmatch(value.strip()):
        try:
            return Decimal(value.strip())
        except InvalidOperation:
            return value
    if kind is not None and kind != NUMBER and isinstance(value, Decimal):
        return f"{value:f}"
    return value


def _nested(found: Found) -> tuple[Any, dict[str, str]]:
    """The document of the values by their paths, and the cell of each. Names that are numbers make lists."""
    whole: dict[str, Any] = {}
    for path, value in found.values.items():
        *names, last = path.split("/")
        part = whole
        for name in names:
            part = part.setdefault(name, {})
            if not isinstance(part, dict):
                break
        if not isinstance(part, dict) or isinstance(part.get(last), dict):
            said = "A field stands in another that is a single value."
            raise exact_json.Unreadable(Fault(found.cells[path], said, "Correct the headings."))
        part[last] = value
    places: dict[str, str] = {}
    return _with_lists(whole, "", "", found.cells, places), places


def _with_lists(value: Any, before: str, after: str, cells: Mapping[str, str], places: dict[str, str]) -> Any:
    """Entries of lists are numbered anew, without the empty rows between them; `places` follow."""
    if not isinstance(value, dict):
        places[after] = cells[before]
        return value
    is_list = all(name.isdecimal() for name in value) and not before.startswith("spreadsheet")
    names = sorted(value, key=int) if is_list else list(value)
    inner = {
        name: _with_lists(value[name], below(before, name), below(after, place if is_list else name), cells, places)
        for place, name in enumerate(names)
    }
    return list(inner.values()) if is_list else inner
