import pytest

from monitoring.domain import open_tables
from tests.monitoring.published import document


def test_what_is_not_shown_is_empty_and_says_so() -> None:
    table = open_tables.tables(document())[0]
    hidden = dict(zip(table.columns, table.rows[0], strict=True))
    assert hidden["shown"] == "no"
    assert hidden["people"] is hidden["actual"] is None


@pytest.mark.fault("Cells that a spreadsheet would take for formulas")
def test_no_cell_is_run_as_a_formula() -> None:
    breakdowns = open_tables.tables(document())[1]
    assert any("'=SUM(A1)" in line for line in open_tables.lines(breakdowns))


def test_the_notes_tell_the_rule_for_small_counts_and_that_data_are_invented() -> None:
    notes = " ".join(open_tables.notes(document()))
    assert "Counts from 1 to 4 are not shown." in notes
    assert "Demonstration data" in notes


def test_without_a_contract_the_tables_are_there_and_empty() -> None:
    empty = document(contract=None, targets=[], breakdowns=[], money={"rounded_to": None, "rows": []})
    assert all(not table.rows for table in open_tables.tables(empty))
