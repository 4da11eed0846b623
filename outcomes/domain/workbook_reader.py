"""The program that reads a workbook in a process of its own: `python workbook_reader.py PATH [cells]`.

The library (python-calamine) holds a whole sheet in memory and lays it out as a full rectangle, so a small file can ask
for a great deal of memory. The process therefore limits its own memory and time, and prints the sheet as CSV: one
record with the number of rows, the name of the sheet and the number of visible sheets, then every row of the first
visible sheet from row 1 of the spreadsheet. With `cells`, it prints every filled cell of every visible sheet: sheet,
row and column from 1, whether it is a number, and its text. Whatever the workbook does, the process that accepts the
rows stays small.

It stands alone: it imports nothing of the product.
"""

import contextlib
import csv
import datetime
import html
import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterator

import python_calamine

MEMORY_LIMIT = 1536 * 1024 * 1024
SECONDS_LIMIT = 300
MEGABYTE = 1024 * 1024
UNUSUAL = (KeyError, StopIteration, ValueError)  # of a workbook that is laid out as no office program does it
LONGEST_ERROR = 4096
ERROR_CELL = re.compile(
    rb'<c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>(?:(?!</c>).)*?<v>([^<]{1,20})</v>', re.DOTALL
)


def as_text(cell: object) -> str:
    """The cell as a person would type it: 12 for 12.0, 2025-03-31 for a date, fifteen digits for other numbers."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def errors_of(path: str, name: str) -> dict[tuple[int, int], str]:
    """The cells of a sheet in which a formula has failed, by row and column from 0, with what stands there: #N/A.

    The library gives them as empty, so that an agent would be told that a cell is empty in which it sees something, or
    not be told at all.
    """
    found: dict[tuple[int, int], str] = {}
    with contextlib.suppress(*UNUSUAL), zipfile.ZipFile(path) as archive, archive.open(_part_of(archive, name)) as part:
        kept = b""
        while chunk := part.read(MEGABYTE):
            kept += chunk
            if b't="e"' in kept:
                found |= {_place(cell[1]): cell[2].decode() for cell in ERROR_CELL.finditer(kept)}
            kept = kept[max(kept.rfind(b"<c "), len(kept) - LONGEST_ERROR, 0) :]
    return found


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """The part of the archive that holds the sheet of this name."""
    book, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    sheets = [dict(re.findall(r'([\w:]+)="([^"]*)"', tag)) for tag in re.findall(r"<sheet\s[^>]*>", book.decode())]
    key = next(sheet["r:id"] for sheet in sheets if html.unescape(sheet["name"]) == name)
    tags = re.findall(r"<Relationship\s[^>]*>", relations.decode())
    links = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in tags]
    target = next(link["Target"] for link in links if link["Id"] == key)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _place(reference: bytes) -> tuple[int, int]:
    """B3 → (2, 1)."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]) - 1, column - 1


def rows_of(sheet: python_calamine.CalamineSheet, errors: dict[tuple[int, int], str]) -> Iterator[list[str]]:
    """The rows of a sheet as texts, with the errors of its formulas where they stand."""
    failed = {row for row, _ in errors}
    first = sheet.start[1] if sheet.start else 0  # the library begins with the first column that holds anything
    for number, row in enumerate(sheet.iter_rows()):
        if number in failed:
            yield [errors.get((number, column)) or as_text(cell) for column, cell in enumerate(row, first)]
        else:
            yield [as_text(cell) for cell in row]


def cells_of(
    sheet: python_calamine.CalamineSheet, errors: dict[tuple[int, int], str]
) -> Iterator[tuple[str, int, int, str, str]]:
    """The cells of a sheet that are not empty."""
    first = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows()):
        for column, cell in enumerate(row, first):
            text = errors.get((number, column)) or as_text(cell)
            if text:
                is_number = isinstance(cell, float | int) and not isinstance(cell, bool)
                yield sheet.name, number + 1, column + 1, "number" if is_number else "text", text


def main(path: str, wanted: str = "") -> None:
    """Print the first visible sheet, or every cell, as CSV, within the limits of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    with (
        os.fdopen(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as out,
        python_calamine.load_workbook(path) as workbook,
    ):
        visible = [
            index
            for index, sheet in enumerate(workbook.sheets_metadata)
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        writer = csv.writer(out)
        if wanted == "cells":
            for index in visible:
                sheet = workbook.get_sheet_by_index(index)
                writer.writerows(cells_of(sheet, errors_of(path, sheet.name)))
            return
        sheet = workbook.get_sheet_by_index(visible[0] if visible else 0)
        writer.writerow([sheet.total_height, sheet.name, len(visible)])
        writer.writerows(rows_of(sheet, errors_of(path, sheet.name)))


if __name__ == "__main__":
    main(*sys.argv[1:])
