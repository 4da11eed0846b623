"""Reports as PDF: tagged, conforming, and never reading anybody's words as markup."""

import dataclasses
import re
import zlib

import pytest
import typst

from govuk import charts, reports
from govuk.reports import typesetting

BARS = charts.horizontal_bars(
    title="Scores", summary="Northway is ahead.", unit="percent", group_name="Candidate",
    items=[charts.Bar("Northway", 0.5, 0.4, 0.3, 0.6)],
)  # fmt: skip
EVERY_BLOCK: tuple[reports.Block, ...] = (
    reports.Heading("What was decided"),
    reports.Paragraph("Both candidates were scored.\nOne was chosen."),
    reports.Paragraph("From the scores of 3 March 2026.", small=True),
    reports.Facts((reports.Fact("Decision", "Chosen"), reports.Fact("By", "A commissioner"))),
    reports.Bullets(("one", "two")),
    reports.Bullets(("one", "two"), numbered=True),
    reports.Notice("Nothing is final before the standstill has ended."),
    reports.PageBreak(),
    reports.Heading("Scores", level=2),
    reports.Table("Scores", ("Criterion", "Score"), (("Finance", "3"),) * 90, numeric=(1,), widths=(3, 1)),
    reports.Figure(BARS),
    reports.Figure(BARS, with_table=False),
)
REPORT = reports.Report("Letter of outcome", EVERY_BLOCK, caption="Northmere", made="Made on 3 March 2026")


def text_of(made: bytes) -> bytes:
    """Everything in the file's compressed parts, for looking at its structure."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    found = [made]
    for part in parts:
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_a_report_of_every_block_is_tagged_and_says_that_it_conforms() -> None:
    made = text_of(reports.pdf(REPORT))
    assert made.startswith(b"%PDF-1.7")
    for said in (b"pdfuaid:part", b"/Marked true", b"/Lang", b"/TH", b"/Figure"):
        assert said in made


def test_words_are_never_read_as_markup() -> None:
    """What would not compile as markup is set as it was written."""
    hostile = '#panic("no") $x$ *bold* #[ <label> @nobody \\ // /* `'
    words = reports.Report(hostile, (reports.Paragraph(hostile), reports.Bullets((hostile,))), caption=hostile)
    assert reports.pdf(words).startswith(b"%PDF")


@pytest.mark.parametrize("words", ["Thank you 🙂👍🏽", "一二三", "Привет, αβγ, ✓ and ≤"])
def test_words_that_cannot_be_set_do_not_keep_a_report_from_being_made(words: str) -> None:
    report = reports.Report(words, (reports.Paragraph(words), reports.Facts((reports.Fact(words, words),))))
    assert reports.pdf(report).startswith(b"%PDF")


def test_a_picture_without_words_for_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of PDF/UA is on: without a text alternative no file is made."""
    silent = typesetting._figure
    monkeypatch.setattr(typesetting, "_figure", lambda block: {**silent(block), "alternative": None})
    with pytest.raises(typst.TypstError, match="alt text"):
        reports.pdf(REPORT)


def test_every_row_of_a_table_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="2 cells in every row"):
        reports.Table("Scores", ("Criterion", "Score"), (("Finance",),))


def test_a_report_is_answered_as_a_file_to_keep() -> None:
    answer = reports.response(dataclasses.replace(REPORT, blocks=()), filename="letter.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.content.startswith(b"%PDF")
