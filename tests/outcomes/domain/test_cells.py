"""Cells to values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.domain.cells import Dates, Flaw, Numbers, Reference, Sequences, Text

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS)
def test_a_date_reads_the_same_in_iso_and_in_uk_order(day: date) -> None:
    written = (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f" {day.day}/{day.month}/{day.year} ", f"{day:%Y-%m-%d} 00:00:00")
    assert {Dates()[cell] for cell in written} == {day.isoformat()}


@given(DAYS)
def test_a_date_with_the_month_first_is_never_taken_for_another_day_silently(day: date) -> None:
    """It is either the UK reading of the same figures, or refused with both possible cures."""
    dates = Dates()
    found = dates[f"{day:%m/%d/%Y}"]
    if day.day <= 12:
        assert found == date(day.year, day.day, day.month).isoformat()
        assert (bool(dates.slashed), bool(dates.month_first)) == (True, False)
    else:
        assert found == Flaw("date_month_first", (f"{day:%d/%m/%Y}", day.isoformat()))
        assert (bool(dates.slashed), bool(dates.month_first)) == (False, True)


@given(st.text(max_size=20))
def test_whatever_stands_in_a_date_cell_gives_a_day_or_a_flaw(cell: str) -> None:
    found = Dates(serials=True)[cell]
    assert isinstance(found, Flaw) or found == "" or date.fromisoformat(found)


@given(st.integers(min_value=36_526, max_value=73_050))
def test_a_serial_number_of_a_workbook_is_the_day_that_the_spreadsheet_shows(number: int) -> None:
    day = (date(2000, 1, 1) + timedelta(days=number - 36_526)).isoformat()
    assert {Dates(serials=True)[cell] for cell in (str(number), f"{number}.0")} == {day}
    assert Dates()[str(number)] == Flaw("date_serial")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2025-13-01", "date_impossible"),
        ("31/06/2025", "date_impossible"),
        ("29/02/2025", "date_impossible"),
        ("31.03.2025", "date_unknown"),
        ("31/03/25", "date_two_digit_year"),
        ("2025-03-31T12:00Z", "date_unknown"),
        ("12345", "date_serial"),
        ("٣١/٠٣/٢٠٢٥", "date_unknown"),
        ("=TODAY()", "date_unknown"),
    ],
)
def test_what_is_no_date_is_named(cell: str, code: str) -> None:
    found = Dates(serials=True)[cell]
    assert isinstance(found, Flaw)
    assert found.code == code


@given(st.decimals(min_value=-9_999_999_999, max_value=9_999_999_999, places=4))
def test_a_number_is_read_exactly(number: Decimal) -> None:
    assert Numbers()[str(number)] == str(number.quantize(Decimal("0.0001")))
    assert Numbers()[f"{number:,}"] == str(number.quantize(Decimal("0.0001")))


@given(st.text(max_size=12))
def test_whatever_stands_in_a_number_cell_gives_a_number_or_a_flaw(cell: str) -> None:
    found = Numbers()[cell]
    assert isinstance(found, Flaw) or found == "" or Decimal(found).is_finite()


@pytest.mark.parametrize("cell", ["NaN", "Infinity", "1e99", "12,5", "1,23", "£5", "0x10", "１２"])
def test_what_is_no_plain_number_is_refused(cell: str) -> None:
    assert isinstance(Numbers()[cell], Flaw)


def test_whole_numbers_from_a_spreadsheet_lose_their_point() -> None:
    sequences = Sequences()
    assert [sequences[cell] for cell in ("1", "12.0", " 3 ", "")] == ["1", "12", "3", ""]
    assert {sequences[cell] for cell in ("0", "-1", "1.5", "99999", "one")} == {Flaw("sequence_not_whole")}


def test_text_keeps_what_was_typed_without_the_space_around_it() -> None:
    text = Text(10)
    assert [text[cell] for cell in ("  A 1 ", "\xa0A1", "é", "'=1", "'quoted'")] == ["A 1", "A1", "é", "=1", "'quoted'"]
    assert text["x" * 11] == Flaw("too_long", ("11", "10"))
    assert {text[cell] for cell in ("a\nb", "a\tb", "\x07")} == {Flaw("unprintable")}


def test_a_time_of_the_day_at_the_place_is_passed_over_and_one_of_another_zone_is_not() -> None:
    local = ("2025-03-30 14:30:00", "2025-03-30T01:30:00.5", "30/03/2025 9:05", "2025-03-30T00:00:00Z")
    assert {Dates()[cell] for cell in local} == {"2025-03-30"}
    elsewhere = ("2025-06-30T23:00:00Z", "2025-06-30T00:00:00+01:00", "2025-06-30 24:00")
    assert {Dates()[cell] for cell in elsewhere} == {Flaw("date_unknown")}


def test_what_has_no_width_is_no_part_of_a_cell() -> None:
    assert (Text(10)["\ufeffP-1"], Dates()["2025-03-31\u200b"]) == ("P-1", "2025-03-31")
    assert Text(10).column(["P-1", "P\u200e-2"]) == ["P-1", "P-2"]


def test_a_reference_that_a_spreadsheet_shortened_could_stand_for_many_people() -> None:
    reference = Reference(64)
    assert reference.column(["P-1", "1.23457E+15", "1E+16"]) == ["P-1", *[Flaw("shortened_number")] * 2]
    assert reference.column(["12E5", "PE+1"]) == ["12E5", "PE+1"]


def test_a_parser_that_has_seen_too_much_starts_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outcomes.domain.cells.BOUND", 3)
    numbers = Numbers()
    assert [numbers[str(number)] for number in range(10)] == [f"{number}.0000" for number in range(10)]
    assert len(numbers) <= 3
