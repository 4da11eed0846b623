"""A workbook to fill in: the columns of the contract, with lists of its values and limits for its dates."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from govuk import spreadsheets
from outcomes.selectors.columns import Column

ROWS = 10_000
DAY, TEXT = "DD/MM/YYYY", "@"
STYLES = {
    "achieved_on": DAY, "new_achieved_on": DAY, "started_on": DAY,
    "participant": TEXT, "evidence_ref": TEXT, "new_evidence_ref": TEXT, "reason": TEXT,
}  # fmt: skip
WIDTH = 20


def of(columns: Sequence[Column], *, first_day: date, last_day: date) -> bytes:
    """The workbook: an empty sheet to fill in, then a sheet that explains the columns and holds their values."""
    book = Workbook()
    sheet, explained = book.active, book.create_sheet("Columns")
    assert isinstance(sheet, Worksheet)
    sheet.title, sheet.freeze_panes = "Rows", "A2"
    explained.append(["Column", "Needed", "What it holds", "Values", "What they mean"])
    for place, column in enumerate(columns, 1):
        _head(sheet, place, column)
        rule = _rule(column, _explain(explained, column), first_day, last_day)
        if rule is not None:
            letter = get_column_letter(place)
            rule.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, place: int, column: Column) -> None:
    cell = sheet.cell(1, place, spreadsheets.safe(column.name))
    cell.font, cell.comment = Font(bold=column.needed), Comment(column.what, "PbR Manager")
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width, dimension.number_format = WIDTH, STYLES.get(column.name, "General")


def _explain(explained: Worksheet, column: Column) -> str:
    """Write what the column holds, a line for each of its values. Returns where the values stand."""
    first = explained.max_row + 1
    explained.append([spreadsheets.safe(column.name), "yes" if column.needed else "no", column.what])
    for place, (value, words) in enumerate(column.values):
        explained.cell(first + place, 4, spreadsheets.safe(value))
        explained.cell(first + place, 5, spreadsheets.safe(words) if words != value else "")
    return f"Columns!$D${first}:$D${first + max(len(column.values), 1) - 1}"


def _rule(column: Column, listed: str, first_day: date, last_day: date) -> DataValidation | None:
    """What the spreadsheet lets be typed, and the words with which it refuses the rest."""
    if STYLES.get(column.name) == DAY:
        words = f"Enter a date from {first_day:%d/%m/%Y} to {last_day:%d/%m/%Y}."
        return _said("date", words, operator="between", formula1=_day(first_day), formula2=_day(last_day))
    if column.values:
        return _said("list", "Choose one of the values in the list.", formula1=listed)
    if column.name in ("sequence", "new_sequence"):
        words = "Enter 1, 2, 3 and so on, or leave the cell empty for 1."
        return _said("whole", words, operator="greaterThanOrEqual", formula1="1")
    if column.name in ("value", "new_value"):
        return _said("decimal", "Enter a number.", operator="lessThan", formula1="10000000000")
    return None


def _said(kind: str, words: str, **limits: str) -> DataValidation:
    rule: dict[str, Any] = {"type": kind, **limits}
    return DataValidation(allow_blank=True, showErrorMessage=True, error=words, errorTitle="Not taken", **rule)


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
