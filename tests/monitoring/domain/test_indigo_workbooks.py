"""Projects of INDIGO in workbooks: the form of the Impact Bond Dataset, our own export, and tables of paths."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from monitoring.domain import comparator_files, exact_json, indigo, indigo_fields, indigo_workbooks
from monitoring.domain.comparator_files import Read
from monitoring.selectors import downloads
from tests.monitoring.published import document

OVERVIEW = "General Overview"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def form() -> Workbook:
    """The empty form, with the words that stand above and beside its fields."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, slots in indigo_workbooks.form().items():
        sheet = book.create_sheet(name)
        if min(row for _column, row in slots) > 4:
            sheet["A2"] = "As of September 2020, these data are live online."
        for (column, row), slot in slots.items():
            if slot.is_of_a_list:
                sheet.cell(row - 1, column, slot.heading)
            else:
                sheet.cell(row, 1, slot.heading.title())
    return book


def fill(book: Workbook, sheet: str, **cells: Any) -> None:
    for name, value in cells.items():
        book[sheet][name] = value


def filled(**overview: Any) -> Workbook:
    book = form()
    fill(book, "Introduction", B2="INDIGO-POJ-0001")
    fill(book, OVERVIEW, **({"C10": "Steps to Work", "C14": "Complete", "C25": "2015-03", "C72": 400} | overview))
    fill(book, "Outcome Metrics", A11="m1", B11="In work for 13 weeks", I11="Payslips", P11="report")
    fill(book, "Outcome Pricing (Proto)", A12="m1", B12="GBP", C12=1022.1, G12="Net of 20%")
    fill(book, "Outcome Payments", A12="m1", H12="Actual", I12="GBP", J12=410000.7, H14="Actual", J14=0.25, I14="GBP")
    fill(book, "Organisations", A11="INDIGO-ORG-1", B11="Northway")
    return book


def read(content: bytes) -> Read:
    (one,) = comparator_files.read(content)
    return one


def test_a_project_in_the_form_of_the_dataset_is_read_as_the_same_in_json() -> None:
    found = read(saved(filled())).reading
    assert found is not None
    assert not found.unknown
    assert not found.faults
    assert (found.identifier, found.title, found.stage and found.stage.text) == (
        "INDIGO-POJ-0001", "Steps to Work", "Complete",
    )  # fmt: skip
    (outcome,) = found.outcomes
    (price,) = outcome.prices
    assert (price.currency, price.amount and price.amount.number) == ("GBP", Decimal("1022.1"))
    assert outcome.checked_by
    assert (outcome.checked_by.text, outcome.checked_by.sources) == ("Payslips", ("report",))
    assert [(one.kind, one.amount, one.count) for one in found.payments] == [("Actual", Decimal("410000.95"), 2)]
    assert [(one.id, one.name) for one in found.organisations] == [("INDIGO-ORG-1", "Northway")]
    assert found.people_planned
    assert found.people_planned.number == 400


def test_every_field_of_the_form_is_one_of_the_standard_but_for_what_makes_its_sheets_readable() -> None:
    """Those are names beside ids, details of funds and grants, and numbers of organisations that it no longer has."""
    standard = {"organisations": indigo_fields.ORGANISATIONS} | indigo_fields.PROJECT
    paths = [slot.path.split("/") for slots in indigo_workbooks.form().values() for slot in slots.values()]
    lacking = [names for names in paths if indigo_workbooks.kind_at(standard, names) is None]
    assert {names[2] for names in lacking if names[0] != "grants"} == {"fund", "org-ids", "organisation_names"}


def test_what_is_wrong_is_told_with_its_cell() -> None:
    book = filled(C14="Nearly done", C72="about 400")
    fill(book, "Outcome Metrics", B13="Second", D13="many")
    assert [(one.path, one.problem) for one in read(saved(book)).faults] == [
        (f"{OVERVIEW}!C14", "“Nearly done” is not one of the standard's values."),
        (f"{OVERVIEW}!C72", "“about 400” is a text where a number is due."),
        ("Outcome Metrics!D13", "“many” is a text where a number is due."),
    ]


def test_nothing_that_is_added_to_the_form_is_dropped() -> None:
    book = filled(E10="Ask about this", C90="More")
    fill(book, "Outcome Metrics", R10="Our view", R11="Good", F3="Seen by R.")
    book.create_sheet("Scratch")["B2"] = 12
    found = read(saved(book)).reading
    assert found is not None
    assert {leaf.path: leaf.value for leaf in found.unknown} == {
        f"spreadsheet/{OVERVIEW}/E10": "Ask about this",
        f"spreadsheet/{OVERVIEW}/C90": "More",
        "spreadsheet/Outcome Metrics/F3": "Seen by R.",
        "spreadsheet/Outcome Metrics/R10": "Our view",
        "spreadsheet/Outcome Metrics/R11": "Good",
        "spreadsheet/Scratch/B2": Decimal(12),
    }


def test_a_column_that_another_version_of_the_form_heads_otherwise_is_not_misread() -> None:
    book = filled()
    fill(book, "Outcome Pricing (Proto)", C11="Price in thousands")
    found = read(saved(book)).reading
    assert found is not None
    assert found.outcomes[0].prices[0].amount is None
    assert "spreadsheet/Outcome Pricing (Proto)/C12" in {leaf.path for leaf in found.unknown}


def test_our_own_workbook_reads_back_as_our_own_json() -> None:
    published = document()
    file = downloads.file(published, "indigo.xlsx", at=datetime(2025, 7, 20, tzinfo=UTC), uri="")
    assert file is not None
    found = read(file.content).reading
    whole = {"project": indigo.project(published), "organisations": indigo.organisations(published)}
    (expected,) = comparator_files.read(json.dumps(whole).encode())
    assert found is not None
    assert expected.reading is not None
    assert not found.unknown
    assert not found.wrong
    for name in ("title", "outcomes", "results", "payments", "organisations", "months", "dates", "money", "places"):
        assert getattr(found, name) == getattr(expected.reading, name), name


def test_a_table_of_paths_has_a_project_in_each_row() -> None:
    rows: list[list[Any]] = [
        ["id", "name/value", "outcome_metrics/0/definition/value", "outcome_metrics/2/definition/value",
         "dates/actual_completion_date/value", "mood"],
        ["INDIGO-POJ-0001", "First", "In work", "In training", date(2018, 3, 31), "good"],
        [None, "Second", "In school", None, "soon", None],
    ]  # fmt: skip
    first, second = comparator_files.read(workbook({"Projects": rows}))
    assert first.reading is not None
    assert (first.reading.identifier, first.reading.title) == ("INDIGO-POJ-0001", "First")
    assert [one.name for one in first.reading.outcomes] == ["In work", "In training"]
    assert [fact.text for _name, fact in first.reading.dates] == ["2018-03-31"]
    assert [leaf.path for leaf in first.reading.unknown] == ["projects/0/mood"]
    assert [(fault.path, fault.problem) for fault in second.faults] == [("Projects!E3", "“soon” is no date.")]


def test_numbers_are_those_that_stand_there_and_years_are_texts() -> None:
    rows: list[list[Any]] = [["name/value", "dates/actual_completion_date/value",
             "service_and_beneficiaries/targeted_number_service_users_or_beneficiaries_total/value"],
            ["First", 2018, "431"]]  # fmt: skip
    found = read(workbook({"Projects": rows})).reading
    assert found is not None
    assert found.people_planned
    assert found.people_planned.value == Decimal(431)
    assert found.dates[0][1].value == "2018"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and no more", "although the name says so. Save it again as .xlsx, or send JSON."),
        (workbook({"General Overview": [["Name", "First"]], "Outcome Metrics": [["Old", "Form"]]}), "no field stands"),
        (saved(form()), "no field stands"),
        (workbook({"Sheet": [["Name", "Price"], ["First", 3]]}), "no project of INDIGO"),
        (workbook({"Sheet": [["name/value", "name"], ["First", "Second"]]}), "stands in another"),
        (workbook({"Sheet": [["name/value", "name/value"], ["First", "Second"]]}), "says the same field already"),
        (workbook({"project": [["name/value", "First"], ["name/value", "Second"]]}), "says the same field already"),
    ],
)
def test_what_is_no_such_workbook_is_refused_with_the_reason(content: bytes, said: str) -> None:
    with pytest.raises(exact_json.Unreadable, match=said):
        comparator_files.read(content)


def test_a_workbook_with_a_cell_far_out_is_refused_before_it_fills_the_memory() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "name/value", "far"
    with pytest.raises(exact_json.Unreadable, match="too large to read"):
        comparator_files.read(saved(book))


def test_the_form_names_each_cell_once_and_all_lists_begin_below_known_headings() -> None:
    for slots in indigo_workbooks.form().values():
        assert len({slot.path for slot in slots.values()}) == len(slots)
        assert {slot.row for slot in slots.values() if slot.is_of_a_list} <= set(indigo_workbooks.HEADINGS)
