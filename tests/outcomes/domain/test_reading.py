"""Files to numbered rows."""

import csv
import io
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.domain import reading, records, reports, sniffing
from outcomes.domain.problems import UnreadableFile
from outcomes.domain.reading import Reading, Source

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


def read(path: Path, content: bytes) -> list[tuple[int, list[str]]]:
    sniffer = sniffing.Sniffer()
    for start in range(0, len(content), 7):
        sniffer.feed(content[start : start + 7])
    found = sniffer.verdict(path.name)
    path.write_bytes(content)
    return list(Source(path, Reading(found.format, found.encoding)).rows())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators_are_recognised(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = delimiter.join(["participant", "note"]) + "\r\n" + delimiter.join(["P-1", '"café, – naïve; yes"']) + "\r\n"
    assert read(tmp_path / "a.csv", text.encode(encoding)) == [
        (1, ["participant", "note"]),
        (2, ["P-1", "café, – naïve; yes"]),
    ]


@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back_with_its_row_numbers(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["a", "b", "c"], *rows])
    found = read(tmp_path_factory.mktemp("read") / "a.csv", out.getvalue().encode())
    assert found == list(enumerate([["a", "b", "c"], *rows], 1))


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden, sheet = book.active, book.create_sheet("Outcomes")
    assert hidden is not None
    hidden.sheet_state = "hidden"
    book.create_sheet("Notes")
    for row in (
        [],
        ["participant", "achieved_on", "value", "done"],
        [12, date(2025, 3, 31), 0.1 + 0.2, True],
        ["012", datetime(2025, 3, 31, 12, 30), 45747, "two\nlines"],
        [],
        ["P-1", "31/03/2025", 1e15, None],
    ):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    source = Source(path, Reading("xlsx"))
    assert [row for row in source.rows() if any(row[1])] == [
        (2, ["participant", "achieved_on", "value", "done"]),
        (3, ["12", "2025-03-31", "0.3", "TRUE"]),
        (4, ["012", "2025-03-31 12:30:00", "45747", "two\nlines"]),
        (6, ["P-1", "31/03/2025", "1e+15", ""]),
    ]
    assert (source.reading.sheet, source.reading.other_sheets) == ("Outcomes", 1)
    assert source.rows_expected == 6


def test_a_formula_that_failed_is_read_as_what_stands_in_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for place, cell in {"B3": "participant", "C3": "value", "B4": "P-1", "C4": "#N/A", "B6": "#REF!"}.items():
        book.active[place] = cell  # type: ignore[index]
    book.save(tmp_path / "a.xlsx")
    found = list(Source(tmp_path / "a.xlsx", Reading("xlsx")).rows())
    assert found == [(3, ["participant", "value"]), (4, ["P-1", "#N/A"]), (5, ["", ""]), (6, ["#REF!", ""])]


def test_stopping_early_leaves_no_reader_behind(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(5000):
        sheet.append([f"P-{number}"])
    book.save(tmp_path / "a.xlsx")
    rows = Source(tmp_path / "a.xlsx", Reading("xlsx")).rows()
    assert next(rows) == (1, ["P-0"])
    rows.close()
    assert list(rows) == []


def test_the_estimate_of_rows_comes_close_as_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n" * 200_000)
    source = Source(path, Reading("csv", "utf-8-sig"))
    estimates = [source.rows_expected for number, _ in source.rows() if number % 50_000 == 0]
    assert all(190_000 < estimate < 210_000 for estimate in estimates)
    assert source.rows_expected == 200_001


def test_names_of_columns_are_found_in_any_case_and_spacing() -> None:
    sent = [" Achieved  On ", "PARTICIPANT", "Out-come", "row_number", "what_to_do", "", "Note", " "]
    header = reading.header_of(sent, required=("participant", "achieved_on", "out_come"), optional=("value",))
    assert header.positions == {"achieved_on": 0, "participant": 1, "out_come": 2}
    assert header.unknown == ["column 6, which has no name", "Note"]


def test_a_missing_column_is_named_beside_those_that_are_there() -> None:
    with pytest.raises(UnreadableFile, match=r"lacks the column b\. It has: a, c\."):
        reading.header_of(["a", "c"], required=("a", "b"), optional=())


def test_a_report_of_a_report_keeps_only_the_senders_columns() -> None:
    columns = ["participant", "row_number", "field", "code", "reason", "what_to_do", "note"]
    line = reports.line(columns, ["A", "2", "f", "c", "r", "w", "n"], 7, [("x", "y", "z", "w")])
    assert dict(zip(reports.header(columns), line, strict=True)) == {
        "participant": "A",
        "note": "n",
        "row_number": "7",
        "field": "x",
        "code": "y",
        "reason": "z",
        "what_to_do": "w",
    }


NEVER_ENDS = "has more than 1,000,000 characters. Perhaps a quotation mark is opened and never closed"


@pytest.mark.fault("A row that never ends")
@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("csv", "participant,outcome\nP-1,job\nP-2," + "job," * 5_000_000, 3),
        ("csv", "x" * 20_000_000, 1),
        ("csv", "participant,outcome\nP-1,job\n" + '"a\n",' * 4_000_000, 3),
        ("ndjson", '{"participant": "P-1"}\n{"participant": "' + "x" * 20_000_000, 2),
    ],
    ids=["a line", "no line at all", "a row of many lines", "a line of JSON"],
)
def test_a_row_that_never_ends_is_refused_in_little_memory(tmp_path: Path, name: str, content: str, row: int) -> None:
    path = tmp_path / f"file.{name}"
    path.write_text(content)
    del content
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile) as refusal:
            list(Source(path, Reading(format=name, encoding="utf-8-sig")).rows())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert str(refusal.value).startswith(f"Row {row} {NEVER_ENDS}")
    assert most < 40_000_000


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ('P-1,"he said\nP-2,no\nP-3,no\n', 2),
        ('P-1,"he said\nP-2,"no"\nP-3,no\n', 2),
        ('P-1,no\nP-2,"two\nlines"\nP-3,"a ""b""\nc"\nP-4,5" pipe\n', None),
    ],
    ids=["to the end of the file", "to the next quotation mark", "all is well"],
)
def test_no_row_is_lost_in_a_quotation_mark_that_was_never_closed(
    tmp_path: Path, rows: str, refused: int | None
) -> None:
    content = ("participant,note\n" + rows).encode()
    if refused is None:
        assert [cells[0] for _, cells in read(tmp_path / "a.csv", content)][1:] == ["P-1", "P-2", "P-3", "P-4"]
    else:
        with pytest.raises(UnreadableFile, match=f"Row {refused} opens a quotation mark that is not closed"):
            read(tmp_path / "a.csv", content)


def test_the_line_that_names_the_separator_is_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", b"sep=;\r\nparticipant;note\r\nP-1;a,b\r\n")
    assert found == [(2, ["participant", "note"]), (3, ["P-1", "a,b"])]


def test_a_row_of_just_as_many_characters_as_may_be_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_ROW", 12)
    assert read(tmp_path / "a.csv", b'12345678901\n"1234\n67",0\n' * 3)[-1] == (6, ["1234\n67", "0"])
    with pytest.raises(UnreadableFile, match="Row 2 has more than 12 characters"):
        read(tmp_path / "b.csv", b"1,2\n123456789012\n")
