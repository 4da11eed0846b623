"""When a webhook is sent again, when it is given up, and when its endpoint is paused."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from notifications.domain import retries

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.integers(1, retries.MOST_ATTEMPTS - 1), st.floats(0, 1))
def test_the_delay_is_a_fifth_longer_or_shorter_by_chance(attempts: int, chance: float) -> None:
    when = retries.next_at(attempts, NOON, chance)
    assert when is not None
    planned = retries.DELAYS[attempts - 1]
    assert planned * 0.79 <= when - NOON <= planned * 1.21


def test_each_delay_is_longer_than_the_one_before_and_the_last_attempt_ends_it() -> None:
    assert all(first < second for first, second in pairwise(retries.DELAYS))
    assert retries.next_at(retries.MOST_ATTEMPTS, NOON, 0.5) is None


def test_a_receiver_that_asks_for_a_longer_wait_gets_it_up_to_a_day() -> None:
    assert retries.next_at(1, NOON, 0.5, timedelta(hours=2)) == NOON + timedelta(hours=2)
    assert retries.next_at(1, NOON, 0.5, timedelta(days=9)) == NOON + timedelta(days=1)
    assert retries.next_at(3, NOON, 0.5, timedelta(seconds=1)) == NOON + retries.DELAYS[2]


def test_what_fails_for_three_days_is_paused() -> None:
    assert not retries.is_to_pause(None, NOON)
    assert not retries.is_to_pause(NOON - timedelta(days=2), NOON)
    assert retries.is_to_pause(NOON - timedelta(days=3), NOON)
