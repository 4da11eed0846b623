"""Workbooks that are written as a stream hold what was written, to every program that reads workbooks."""

import io
from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from outcomes.domain import sheets, workbooks
from outcomes.domain.reading import Reading, Source

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    out = io.BytesIO()
    sheets.write(out, "Rows & more", rows)
    book = openpyxl.load_workbook(out, read_only=True)
    kept = [[cell.translate({0xFFFE: None, 0xFFFF: None}) or None for cell in row] for row in rows]
    assert book.sheetnames == ["Rows & more"]
    assert [list(row[: len(kept[place])]) for place, row in enumerate(book.active.values)] == kept  # type: ignore[union-attr]


def test_what_no_workbook_can_hold_is_left_out_of_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        sheets.write(file, "Rows", [["participant", ' a\x00\x07b\n<c>&"d" '], ["P-1", "x" * 40_000]])
    assert workbooks.check(path) == {"date1904": False}
    rows = list(Source(path, Reading(format="xlsx")).rows())
    assert rows == [(1, ["participant", ' ab\n<c>&"d" ']), (2, ["P-1", "x" * sheets.LONGEST_CELL])]
