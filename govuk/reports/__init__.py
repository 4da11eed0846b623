"""Reports as tagged PDF: what a page says, on paper, readable by everybody.

An app builds a `Report` of blocks in plain Python, a view answers with `reports.response(report, filename=…)`. How it
looks is decided once, in `report.typ`; every report passes the checks of PDF/UA-1 and PDF/A-2a or is not made at all.
"""

from govuk.reports.blocks import (
    Block,
    Bullets,
    Fact,
    Facts,
    Figure,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Report,
    Table,
)
from govuk.reports.typesetting import pdf, response

__all__ = [
    "Block",
    "Bullets",
    "Fact",
    "Facts",
    "Figure",
    "Heading",
    "Notice",
    "PageBreak",
    "Paragraph",
    "Report",
    "Table",
    "pdf",
    "response",
]
