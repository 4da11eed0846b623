"""Tables that leave for a spreadsheet."""

import pytest

from govuk import spreadsheets


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5"), ("+44 1", "'+44 1"), ("-2+3", "'-2+3"), ("A=1", "A=1"), ("", "")],
)
def test_a_cell_holds_nothing_that_a_spreadsheet_would_carry_out(cell: str, written: str) -> None:
    assert spreadsheets.safe(cell) == written


def test_a_table_is_text_that_spreadsheets_read() -> None:
    assert spreadsheets.text([("Who", "Net"), ("=Ann, & Co", "£4")]) == '\ufeffWho,Net\r\n"\'=Ann, & Co",£4\r\n'
