"""What two versions would each owe under the same name is owed once, and stated once."""

from datetime import date
from typing import Any

from payments.domain import ledger
from payments.domain.inputs import Book, Figure
from payments.domain.lines import Line
from tests.payments.domain import test_metric_sums as schemes
from tests.payments.domain.test_metric_sums import BOTH, PETERBOROUGH, QUARTERS, SERVICE, cohort, cohorts, figure

CHANGE = date(2027, 7, 1)
THREE = [*PETERBOROUGH["cohorts"], cohort("c3", "2027-09-30")]
NEAR = cohorts((147, 160), (149, 160))
THIRD = [figure("events", "c3", 100, 1000), figure("controls", "c3", 101, 1000)]


def two_versions(before: dict[str, Any], after: dict[str, Any], changed: date = CHANGE) -> Book:
    first = schemes.book([before], BOTH, effective_to=str(date.fromordinal(changed.toordinal() - 1)))
    second = schemes.book([after], BOTH, number=2, effective_from=str(changed))
    return Book({7: first.terms[7], 8: second.terms[7]}, QUARTERS, {"northway": schemes.AGENT})


def shown(lines: list[Line]) -> list[tuple[str, int, str]]:
    return [(line.about, line.version, str(line.net)) for line in lines]


def is_settled(lines: list[Line]) -> bool:
    """Whether a second run would find nothing more to state."""
    stated = [ledger.Stated(*change[:14], change.about) for change in ledger.differences(lines, [])]
    return ledger.differences(lines, stated) == []


def lines(of: Book, figures: list[Figure]) -> list[Line]:
    return schemes.priced(of, figures)


def test_cohorts_that_were_paid_together_are_not_paid_again_with_one_more() -> None:
    found = lines(two_versions(PETERBOROUGH, {**PETERBOROUGH, "cohorts": THREE}), NEAR + THIRD)
    assert [one for one in shown(found) if one[0] == "pooled"] == [("pooled", 7, "24000.00")]
    assert is_settled(found)


def test_cohorts_together_that_brought_nothing_may_yet_with_one_more() -> None:
    third = [figure("events", "c3", 145, 1000), figure("controls", "c3", 160, 1000)]
    missed = cohorts((147, 160), (150, 160))
    found = lines(two_versions(PETERBOROUGH, {**PETERBOROUGH, "cohorts": THREE}), missed + third)
    assert [one for one in shown(found) if one[0] == "pooled"] == [("pooled", 8, "38000.00")]
    assert is_settled(found)


def test_a_cohort_whose_day_is_moved_after_it_was_paid_is_not_paid_again() -> None:
    moved = [cohort("c1", "2027-09-30"), cohort("c2", "2027-12-31")]
    found = lines(two_versions(PETERBOROUGH, {**PETERBOROUGH, "cohorts": moved}), cohorts((100, 160), (160, 160)))
    assert [one for one in shown(found) if one[0] == "c1"] == [("c1", 7, "60000.00")]
    assert is_settled(found)


def test_a_fee_that_was_owed_in_advance_is_not_owed_again_in_arrears() -> None:
    found = lines(two_versions({**SERVICE, "in_arrears": False}, SERVICE, date(2026, 2, 1)), [])
    assert shown(found)[:2] == [("2026-q1", 7, "100000.00"), ("2026-q2", 8, "100000.00")]
    assert is_settled(found)


def test_a_fee_that_is_owed_in_advance_from_within_a_period_on_is_owed_for_that_period_too() -> None:
    """The first quarter is owed on its last day by version 7, which ends before, and by version 8 on its first."""
    found = lines(two_versions(SERVICE, {**SERVICE, "in_arrears": False}, date(2026, 2, 1)), [])
    assert shown(found)[:2] == [("2026-q1", 8, "100000.00"), ("2026-q2", 8, "100000.00")]
    assert found[0].explanation["due_on"] == "2026-02-01"
    assert is_settled(found)


def test_a_fee_that_changes_to_being_owed_in_advance_with_a_period_is_owed_once_for_each() -> None:
    found = lines(two_versions(SERVICE, {**SERVICE, "in_arrears": False}, date(2026, 4, 1)), [])
    assert shown(found)[:2] == [("2026-q1", 7, "100000.00"), ("2026-q2", 8, "100000.00")]


def test_a_fee_that_is_new_in_advance_begins_with_the_next_period() -> None:
    found = lines(two_versions({**SERVICE, "code": "rent"}, {**SERVICE, "in_arrears": False}, date(2026, 2, 1)), [])
    assert shown(found)[0] == ("2026-q2", 8, "100000.00")


def test_two_rules_each_owe_their_fee() -> None:
    of = schemes.book([SERVICE, {**SERVICE, "code": "rent"}], [])
    assert len(lines(of, [])) == 2 * len(QUARTERS)
