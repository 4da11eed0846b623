"""From a report to PDF, by typst. A picture without words for it, or a table without a head, is an error, not a PDF."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import font_lato
import typst
from django.http import HttpResponse

from govuk.charts import drawing
from govuk.reports.blocks import Block, Figure, Report

FOLDER = Path(__file__).resolve().parent
FONTS = Path(font_lato.__file__).resolve().parent / "files"
UNKNOWN = re.compile("[\u2600-\u27bf\u2e80-\U0010ffff]")
"""Emoji, and scripts for which no letters come along: the standard forbids to set what has no shape."""
DRAWN_IN = "Liberation Sans, Arial, sans-serif"
SET_IN = "Lato"
NAME = re.compile(r"<text (.*?</text>)", re.DOTALL)
EDGED = r'<text stroke="#fff" stroke-width="4" stroke-linejoin="round" \1<text \1'
"""A white edge below the names of lines keeps them legible where they cross one, as the style sheet does on pages."""


def pdf(report: Report) -> bytes:
    """The report as a tagged PDF that conforms to PDF/UA-1 and PDF/A-2a.

    Characters without a shape stand as question marks. Raises `typst.TypstError` if it cannot be made.
    """
    data = {
        "title": report.title,
        "caption": report.caption,
        "made": report.made,
        "blocks": [_block(block) for block in report.blocks],
    }
    text = json.dumps(data, ensure_ascii=False)
    try:
        return _set(text)
    except typst.TypstError:
        readable = UNKNOWN.sub("?", text)
        if readable == text:
            raise
        return _set(readable)


def _set(data: str) -> bytes:
    made: bytes = typst.compile(
        FOLDER / "report.typ",
        root=FOLDER,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
    )
    return made


def response(report: Report, *, filename: str) -> HttpResponse:
    """The report as a file to keep; `filename` ends in .pdf."""
    answer = HttpResponse(pdf(report), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__
    if isinstance(block, Figure):
        return {"kind": kind, **_figure(block)}
    return {"kind": kind, **dataclasses.asdict(block)}


def _figure(block: Figure) -> dict[str, Any]:
    chart = block.chart
    svg = drawing.drawing(chart.spec, drawing.WIDE).replace("@@", "", 1).replace(DRAWN_IN, SET_IN)
    svg = NAME.sub(EDGED, svg)
    return {
        "svg": svg,
        "caption": chart.title,
        "alternative": f"{chart.title}. {chart.summary}",
        "summary": chart.summary,
        "key": chart.key,
        "columns": chart.columns,
        "rows": chart.rows if block.with_table else (),
    }
