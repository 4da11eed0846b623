"""Figures and dates as people in the United Kingdom write them: the exact strings."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govuk import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.56"), "£1,234.56"),
        (1234.5, "£1,234.50"),
        (Decimal("-12"), "−£12.00"),
        (Decimal("1.005"), "£1.01"),
        (Decimal("-0.001"), "£0.00"),
        (0, "£0.00"),
        ("2000000", "£2,000,000.00"),
        (None, "–"),
        ("", "–"),
        ("withheld", "–"),
    ],
)
def test_money_has_pounds_pence_and_a_true_minus(value: Any, text: str) -> None:
    assert formats.money(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "£1,235"), (Decimal("-999.5"), "−£1,000"), (-0.2, "£0"), (None, "–")]
)
def test_pounds_are_whole_and_rounded_half_up(value: Any, text: str) -> None:
    assert formats.pounds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(20000, "20,000"), (Decimal("1234.5"), "1,234.5"), (-3, "−3"), (0, "0"), (None, "–"), (True, "–")],
)
def test_counts_have_thousands_commas(value: Any, text: str) -> None:
    assert formats.count(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(Decimal("0.1234"), 1, "12.3%"), (0.125, 0, "13%"), (1, 0, "100%"), (-0.05, 1, "−5.0%"), (None, 1, "–")],
)
def test_percentages_come_from_shares_of_one(value: Any, places: int, text: str) -> None:
    assert formats.percent(value, places) == text


@pytest.mark.parametrize(("value", "text"), [(0.021, "+2.1 points"), (Decimal("-0.1"), "−10.0 points"), (None, "–")])
def test_differences_of_shares_are_signed_points(value: Any, text: str) -> None:
    assert formats.points(value) == text


def test_dates_are_written_day_first_in_words() -> None:
    day = datetime.date(2026, 3, 31)
    assert formats.uk_date(day) == "31 March 2026"
    assert formats.short_date(day) == "31 Mar 2026"
    assert formats.days(datetime.date(2026, 1, 1), day) == "1 January to 31 March 2026"
    assert formats.days(datetime.date(2025, 10, 1), day) == "1 October 2025 to 31 March 2026"
    assert formats.days(day, day) == "31 March 2026"
    assert formats.days(None, day) == "–"
    assert formats.clock(day) == "–"
    assert formats.month(day) == "March 2026"
    assert formats.uk_date(None) == formats.short_date("") == formats.month(None) == "–"


def test_a_moment_late_in_the_evening_of_utc_falls_on_the_next_day_of_british_summer_time() -> None:
    moment = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    assert formats.uk_date(moment) == "1 July 2026"
    assert formats.month(moment) == "July 2026"
    assert formats.when(moment) == '<time datetime="2026-07-01T00:30+01:00">1 July 2026 at 12:30am</time>'


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [(0, 0, "midnight"), (12, 0, "midday"), (9, 0, "9am"), (14, 5, "2:05pm"), (12, 30, "12:30pm")],
)
def test_times_of_day_are_written_as_people_say_them(hour: int, minute: int, text: str) -> None:
    moment = datetime.datetime(2026, 1, 5, hour, minute, tzinfo=datetime.UTC)
    assert f"5 January 2026 at {text}<" in formats.when(moment)


def test_a_bare_date_gives_no_time_of_day() -> None:
    assert formats.when(datetime.date(2026, 1, 5)) == '<time datetime="2026-01-05">5 January 2026</time>'
    assert formats.when(None) == "–"


@given(st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=2))
def test_money_can_be_read_back_to_the_penny(amount: Decimal) -> None:
    text = formats.money(amount)
    assert Decimal(text.replace("£", "").replace(",", "").replace("−", "-")) == amount


@pytest.mark.parametrize(
    ("text", "said"),
    [("2015-04-01", "1 April 2015"), ("2015-04", "April 2015"), ("2015", "2015"), ("spring", "spring"), ("", "")],
)
def test_a_part_of_a_date_is_written_out(text: str, said: str) -> None:
    assert formats.part_date(text) == said


@pytest.mark.parametrize(
    ("value", "currency", "said"),
    [("1200.5", "GBP", "£1,200.50"), ("1200.5", "USD", "USD 1,200.5"), ("36", "", "36"), (None, "USD", "–")],
)
def test_an_amount_is_written_in_its_currency(value: str | None, currency: str, said: str) -> None:
    assert formats.amount(value, currency) == said
