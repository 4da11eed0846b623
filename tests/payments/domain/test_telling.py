"""In which order statements are told, and what waits for what."""

from datetime import UTC, datetime, timedelta

from payments.domain import telling
from payments.domain.telling import Order, Stated, Turn

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def stated(key: int, place: int, opened: int, approved: int | None) -> Stated:
    """Opened, and approved, so many days after the beginning."""
    at = None if approved is None else BEGAN + timedelta(days=approved)
    return Stated(key, place, BEGAN + timedelta(days=opened), at)


def test_nothing_is_told_of_nothing() -> None:
    assert telling.order([]) == Order(())


def test_a_period_is_told_once_all_its_statements_are_approved() -> None:
    found = [stated(1, 0, 0, 2), stated(2, 0, 0, None)]
    assert telling.order(found) == Order((), waits_for=0)
    assert telling.order([found[0], stated(2, 0, 0, 3)]) == Order((Turn(0, (1, 2)),))


def test_a_period_waits_for_the_one_before_it() -> None:
    found = [stated(1, 0, 0, None), stated(2, 1, 1, 2), stated(3, 2, 1, None)]
    assert telling.order(found) == Order((), waits_for=0, behind=(1, 2))
    approved = [stated(1, 0, 0, 5), *found[1:]]
    assert telling.order(approved) == Order((Turn(0, (1,)), Turn(1, (2,))), waits_for=2)


def test_a_period_in_which_nothing_was_stated_is_told_with_the_one_after_it_and_not_again() -> None:
    found = [stated(1, 0, 0, 1), stated(2, 2, 2, 3), stated(3, 1, 4, 5)]
    assert telling.order(found).turns == (Turn(0, (1,)), Turn(1, ()), Turn(2, (2,)), Turn(1, (3,), late=True))


def test_what_is_approved_late_has_a_turn_of_its_own_and_holds_nothing_back() -> None:
    found = [stated(1, 0, 0, 1), stated(2, 0, 2, None), stated(3, 1, 3, 4)]
    assert telling.order(found) == Order((Turn(0, (1,)), Turn(1, (3,))), late=(0,))
    found[1] = stated(2, 0, 2, 9)
    assert telling.order(found) == Order((Turn(0, (1,)), Turn(1, (3,)), Turn(0, (2,), late=True)))


def test_what_was_told_stands_whatever_comes() -> None:
    found = [stated(1, 0, 0, 1), stated(2, 0, 2, 3), stated(3, 1, 3, 6), stated(4, 0, 5, 6), stated(5, 2, 5, 7)]
    told: tuple[Turn, ...] = ()
    for day in range(9):
        known = [
            stated(one.key, one.place, (one.opened_at - BEGAN).days, _by(one, day))
            for one in found
            if one.opened_at <= BEGAN + timedelta(days=day)
        ]
        turns = telling.order(known).turns
        assert turns[: len(told)] == told
        told = turns
    assert sorted(key for turn in told for key in turn.statements) == [1, 2, 3, 4, 5]


def _by(one: Stated, day: int) -> int | None:
    approved = (one.approved_at - BEGAN).days if one.approved_at else None
    return approved if approved is not None and approved <= day else None
