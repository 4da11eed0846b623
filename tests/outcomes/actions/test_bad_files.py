"""Files that cannot be taken as a whole: each with its sentence, and nothing kept or taken."""

import io
import os
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from outcomes.actions import files, submissions
from outcomes.models import Claim, Submission
from tests import builders
from tests.outcomes.scheme import SENT, Scheme

GOOD = "participant,outcome,achieved_on\nP-1,qualification,2025-03-01\n"
CURE = "Save it as CSV UTF-8 or as an Excel workbook (.xlsx) and send it again."


ZIP_BOMB = "A workbook that unpacks to more than can be held (zip bomb)"
BOMB = 300 * 1024 * 1024
AROUND = (
    b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>',
    b"</t></is></c></row></sheetData></worksheet>",
)


def kept() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook of 300 kB whose only sheet is one cell of 300 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(Sheet=[["participant"]]))) as plain,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in plain.namelist():
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, plain.read(name))
        made.writestr("xl/worksheets/sheet1.xml", AROUND[0] + b"0" * BOMB + AROUND[1])
    return out.getvalue()


def archive(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty. Check that it was saved, then send it again."),
        (b"\xef\xbb\xbf \r\n", "a.csv", "The file is empty. Check that it was saved, then send it again."),
        (b"a,b\n", "a.doc", f"“a.doc” is neither a CSV nor an Excel workbook. {CURE}"),
        (
            b"PK\x03\x04 and more",
            "a.csv",
            "The content is an Excel workbook or another zip archive, although the name says that it is a CSV. "
            "If it is a workbook, give it a name that ends in .xlsx and send it again.",
        ),
        (GOOD.encode(), "a.xlsx", f"The name ends in .xlsx, but the content is not an Excel workbook. {CURE}"),
        (b"%PDF-1.7 text", "a.csv", f"The content is a PDF, although the name says that it is a CSV. {CURE}"),
        (b"<!DOCTYPE html><p>", "a.csv", f"The content is a web page or XML, although the name says CSV. {CURE}"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
            "a.csv",
            f"The content is an old Excel workbook, although the name says CSV. {CURE}",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
            "a.xlsx",
            "The workbook is protected by a password or is in the old format of Excel. "
            "Save it as an Excel workbook (.xlsx) without a password and send it again.",
        ),
        (
            GOOD.encode("utf-16"),
            "a.csv",
            f"The file is saved as UTF-16 (“Unicode text”), which cannot be read. {CURE}",
        ),
        (b"a\0b", "a.csv", f"The content is not text, although the name says that it is a CSV. {CURE}"),
        (b"\xff\x01\x02", "a.csv", f"The content is not text, although the name says that it is a CSV. {CURE}"),
        (b"\x81 name", "a.csv", f"The characters are neither UTF-8 nor Windows (cp1252). {CURE}"),
        (
            archive("word/document.xml", b"x")[:60],
            "a.xlsx",
            "The content is not an Excel workbook, although the name says so. Save it again as .xlsx or as CSV.",
        ),
        (
            archive("xl/worksheets/sheet1.xml", b"0" * 5_000_000),
            "a.xlsx",
            "The workbook unpacks to 1,022 times its size, which no ordinary workbook does. "
            "Save the sheet as CSV UTF-8 and send that; there is no such limit for CSV.",
        ),
    ],
    ids=lambda value: "case",
)
def test_a_file_that_is_not_what_it_should_be_is_refused_at_the_door(
    scheme: Scheme, content: bytes, name: str, sentence: str
) -> None:
    with pytest.raises(files.FileRefused) as refusal:
        scheme.receive(content, name=name)
    assert str(refusal.value) == sentence
    assert (Submission.objects.count(), kept()) == (0, [])


@pytest.mark.fault(ZIP_BOMB)
def test_a_workbook_that_would_unpack_to_more_than_can_be_read_is_refused_at_the_door(scheme: Scheme) -> None:
    with pytest.raises(files.FileRefused, match=r"The workbook unpacks to 30\d MB; at most 256 MB can be read"):
        scheme.receive(bomb(), name="a.xlsx")
    assert (Submission.objects.count(), kept()) == (0, [])


@pytest.mark.fault(ZIP_BOMB)
def test_a_workbook_that_lies_about_what_it_unpacks_to_fails_in_the_process_that_reads_it(scheme: Scheme) -> None:
    scheme.participant("P-1")
    content = bomb()
    size = struct.pack("<I", BOMB + len(AROUND[0] + AROUND[1]))
    assert content.count(size) == 2
    done = scheme.send(content.replace(size, struct.pack("<I", 1000)), name="a.xlsx")
    assert (done.status, done.accepted) == ("failed", 0)
    assert done.failure.endswith("Save the sheet as CSV UTF-8 and send that; there is no such limit for CSV.")
    assert not Claim.objects.exists()
    assert scheme.send(GOOD).accepted == 1


def test_a_workbook_that_asks_for_a_huge_rectangle_is_read_in_bounds(scheme: Scheme) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "participant"
    sheet.cell(row=1_048_576, column=9_000).value = "x"
    out = io.BytesIO()
    book.save(out)
    done = scheme.send(out.getvalue(), name="wide.xlsx")
    assert done.failure == (
        "The workbook is damaged or too large to read. "
        "Save the sheet as CSV UTF-8 and send that; there is no such limit for CSV."
    )


def test_a_file_over_the_limit_is_refused_and_nothing_of_it_stays(scheme: Scheme, settings: Settings) -> None:
    settings.MAX_SUBMISSION_BYTES = 1024 * 1024
    with pytest.raises(files.FileRefused) as refusal:
        scheme.receive(GOOD + "x" * 1024 * 1024)
    assert str(refusal.value) == (
        "The file is larger than 1 MB. Split it into several files and send them one after the other."
    )
    assert kept() == []


@pytest.mark.fault("The disk is full while a file arrives")
def test_a_full_disk_leaves_nothing_half_written(scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing to /dev/full fails as writing to a full disk does."""
    monkeypatch.setattr(os, "fdopen", lambda descriptor, mode: _full(descriptor))
    with pytest.raises(files.FileRefused) as refusal:
        scheme.receive(GOOD)
    monkeypatch.undo()
    assert str(refusal.value) == (
        "The file could not be stored, and nothing of it was kept: the disk may be full. "
        "Tell the administrator, then send the file again."
    )
    assert kept() == []
    scheme.participant("P-1")
    assert scheme.send(GOOD).accepted == 1


def _full(descriptor: int) -> io.BufferedWriter:
    os.close(descriptor)
    return Path("/dev/full").open("wb")


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (
            "name,result,date\nA,b,c\n",
            "The header lacks the columns participant, outcome, achieved_on. It has: name, result, date. "
            "The first row has to hold the names of the columns; correct it and send the file again.",
        ),
        (
            "participant,outcome\nA,b\n",
            "The header lacks the column achieved_on. It has: participant, outcome. "
            "The first row has to hold the names of the columns; correct it and send the file again.",
        ),
        (
            "participant,outcome,achieved_on,Achieved On\nA,b,c,d\n",
            "The header has the same column twice: achieved_on. Keep one of each.",
        ),
        ("participant,outcome,achieved_on\n", "The file has a header but no rows. Add the rows and send it again."),
        (
            'participant,outcome,achieved_on\nP-1,"qualification,2025-03-01\n' + "x" * 200_000,
            "The file cannot be read beyond row 1: field larger than field limit (131072). "
            "A quotation mark is probably opened and never closed. Correct the row and send the file again.",
        ),
        (
            "participant,outcome,achieved_on\nP-1,qualification,03/04/2025\nP-1,qualification,03/31/2025\n",
            "The dates are ambiguous: 03/31/2025 in row 3 has the month first, but 03/04/2025 in row 2 would be read "
            "with the day first. Nothing was taken from the file. "
            "Write every date as 31/03/2025 (day first) or as 2025-03-31 and send the file again.",
        ),
    ],
)
def test_a_file_that_cannot_be_understood_is_kept_but_nothing_is_taken_from_it(
    scheme: Scheme, content: str, failure: str
) -> None:
    scheme.participant("P-1")
    done = scheme.send(content)
    assert (done.status, done.failure) == ("failed", failure)
    assert (done.received, done.accepted, done.rejected, Claim.objects.count()) == (0, 0, 0, 0)
    assert len(kept()) == 1
    assert AuditEntry.objects.filter(action="outcomes.submission.finish").count() == 1
    assert staged_tables() == []


def test_lines_of_json_with_what_no_database_can_keep_are_refused_whole(scheme: Scheme) -> None:
    line = r'{"participant": "P-1\u0000", "started_on": "2025-02-01", "group": "1"}'
    done = scheme.send(line, kind="participants", name="people.ndjson")
    assert (done.status, done.accepted) == ("failed", 0)
    assert "Line 1 has \\u0000" in done.failure


def staged_tables() -> list[str]:
    from django.db import connection

    return [
        name
        for name in connection.introspection.table_names()
        if name.startswith(("outcomes_staged_", "outcomes_problems_"))
    ]


def test_participants_without_the_attribute_that_decides_the_segment_are_refused_whole(scheme: Scheme) -> None:
    done = scheme.send("participant,started_on\nA,2025-02-01\n", kind="participants")
    assert done.failure.startswith("The header lacks the column group. It has: participant, started_on.")


def test_only_the_agents_own_people_send_for_it(scheme: Scheme) -> None:
    for role in ("commissioner", "administrator", "principal", "verifier"):
        with pytest.raises(Forbidden, match="Only people of Northern Works can do this"):
            scheme.receive(GOOD, by=builders.member(scheme.programme, role))
    with pytest.raises(Forbidden):
        scheme.receive(GOOD, by=builders.member(scheme.programme, "agent"))
    assert kept() == []


def test_nothing_is_taken_before_a_contract_is_agreed_or_for_an_agent_outside_it(scheme: Scheme) -> None:
    common = {"kind": "outcomes", "filename": "a.csv", "file": io.BytesIO(GOOD.encode()), "at": SENT}
    early = builders.programme()
    with pytest.raises(Refused, match="No contract version has been agreed yet"):
        submissions.receive(programme=early, agent=scheme.agent, by=builders.system(), **common)  # type: ignore[arg-type]
    other = builders.organisation("Other")
    with pytest.raises(Refused, match="Other is not an agent of this programme's contract"):
        submissions.receive(programme=scheme.programme, agent=other, by=builders.system(), **common)  # type: ignore[arg-type]


def test_nothing_is_taken_once_the_stage_has_been_closed(scheme: Scheme) -> None:
    from stages.models import StageVisit

    visit = StageVisit.objects.get(programme=scheme.programme, stage=6)
    visit.closed_at, visit.closed_by, visit.decision = SENT.replace(year=2027), builders.system(), "Ended"
    visit.save(update_fields=["closed_at", "closed_by", "decision"])
    with pytest.raises(Refused, match="Stage 6 is closed"):
        scheme.receive(GOOD)
