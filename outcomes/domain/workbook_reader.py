"""The program that reads a workbook in a process of its own: `python workbook_reader.py PATH`.

The library (python-calamine) holds a whole sheet in memory and lays it out as a full rectangle, so a small file can ask
for a great deal of memory. The process therefore limits its own memory and time, and prints the sheet as CSV: one
record with the number of rows, the name of the sheet and the number of visible sheets, then every row of the first
visible sheet from row 1 of the spreadsheet. Whatever the workbook does, the process that accepts the rows stays small.

It stands alone: it imports nothing of the product.
"""

import csv
import datetime
import os
import resource
import sys

import python_calamine

MEMORY_LIMIT = 1536 * 1024 * 1024
SECONDS_LIMIT = 300


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


def main(path: str) -> None:
    """Print the first visible sheet as CSV, within the limits of memory and time."""
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
        sheet = workbook.get_sheet_by_index(visible[0] if visible else 0)
        writer = csv.writer(out)
        writer.writerow([sheet.total_height, sheet.name, len(visible)])
        writer.writerows([as_text(cell) for cell in row] for row in sheet.iter_rows())


if __name__ == "__main__":
    main(sys.argv[1])
