from datetime import date

from stages.domain import standstill

CHOSEN = date(2026, 3, 1)


def test_the_award_waits_for_so_many_whole_days_after_the_day_of_the_choice() -> None:
    assert standstill.last_day(CHOSEN, 10) == date(2026, 3, 11)
    assert not standstill.is_over(CHOSEN, 10, date(2026, 3, 11))
    assert standstill.is_over(CHOSEN, 10, date(2026, 3, 12))


def test_without_days_it_may_be_made_at_once() -> None:
    assert standstill.is_over(CHOSEN, 0, CHOSEN)
