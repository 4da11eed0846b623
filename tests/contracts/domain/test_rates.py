import datetime as dt
from decimal import Decimal

import pytest

from contracts.domain.clauses import Calendar
from contracts.domain.rates import Rate, RateTable, contract_year
from contracts.domain.rules import Weeks, for_segment


@pytest.mark.parametrize(
    ("basis", "day", "year"),
    [
        ("calendar", "2012-12-31", 2012),
        ("financial", "2012-03-31", 2011),
        ("financial", "2012-04-01", 2012),
        ("contract", "2011-06-01", 1),
        ("contract", "2012-05-31", 1),
        ("contract", "2012-06-01", 2),
        ("contract", "2014-06-09", 4),
    ],
)
def test_the_year_of_a_start_follows_the_basis(basis: str, day: str, year: int) -> None:
    table = RateTable((), basis, dt.date(2011, 6, 1))
    assert table.start_year(dt.date.fromisoformat(day)) == year


@pytest.mark.parametrize(("day", "year"), [("2024-04-01", 1), ("2025-03-31", 1), ("2025-04-01", 2), ("2027-01-01", 3)])
def test_a_contract_year_is_twelve_months_from_the_first_day(day: str, year: int) -> None:
    assert contract_year(dt.date.fromisoformat(day), dt.date(2024, 4, 1)) == year


def test_the_most_exact_amount_counts_and_what_is_not_named_is_not_paid() -> None:
    table = RateTable(
        (
            Rate(None, None, Decimal("1.00")),
            Rate(None, 2012, Decimal("2.00")),
            Rate("a", None, Decimal("3.00")),
            Rate("a", 2012, Decimal("4.00")),
        )
    )
    found = [table.amount_in(segment, year) for segment, year in (("b", 2013), ("b", 2012), ("a", 2013), ("a", 2012))]
    assert found == [Decimal(1), Decimal(2), Decimal(3), Decimal(4)]
    assert RateTable((Rate("a", 2012, Decimal("4.00")),)).amount("a", dt.date(2013, 1, 1)) == 0
    assert table.highest == 4


def test_working_days_pass_over_weekends_and_holidays() -> None:
    """15 working days after 10 December 2012, with the English bank holidays, is 3 January 2013."""
    holidays = (dt.date(2012, 12, 25), dt.date(2012, 12, 26), dt.date(2013, 1, 1))
    assert Calendar(bank_holidays=holidays).after(dt.date(2012, 12, 10), 15) == dt.date(2013, 1, 3)
    assert Calendar().after(dt.date(2012, 12, 8), 0) == dt.date(2012, 12, 8)


def test_a_number_for_others_holds_where_a_segment_has_none() -> None:
    numbers = (Weeks("a", 26), Weeks(None, 13))
    assert [for_segment(numbers, "a"), for_segment(numbers, "b"), for_segment(numbers[:1], "b")] == [26, 13, None]
