"""Handed-over participants: by event date, and nothing twice."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from payments.domain.inputs import Book, Inputs
from payments.domain.pricing import price
from tests.payments import contracts

FIRST, SECOND, THIRD = 7, 8, 9
EACH = {"code": "each", "scope": "participant", "amount": "2000.00"}
DAYS = st.integers(min_value=1, max_value=700).map(lambda days: contracts.FIRST_DAY + timedelta(days=days))


def lines(
    claims: list[date], handovers: list[tuple[date, int]], caps: Sequence[dict[str, str]] = (), **rule: str
) -> list[tuple[int | None, int, str]]:
    """(claim, agent, amount) of everything owed for one participant."""
    terms = contracts.contract(
        [contracts.attachment_fee(), contracts.outcome_fee("job", **rule)],
        [contracts.outcome("job", max_per_participant=9)],
        caps,
    )
    book = Book({contracts.VERSION: terms}, terms.periods)
    made = [contracts.claim(number, 1, "job", day, number) for number, day in enumerate(claims, 1)]
    found = price(Inputs(book, [contracts.start(1)], made, contracts.LATER, (), {1: handovers}))
    return [(line.claim, line.agent, str(line.net)) for line in found.lines]


def test_the_start_is_the_first_agents_and_each_outcome_is_that_of_its_event_date() -> None:
    days = [date(2024, 5, 1), date(2024, 7, 1), date(2024, 9, 1)]
    handovers = [(date(2024, 6, 1), SECOND), (date(2024, 9, 1), THIRD)]
    assert lines(days, handovers, paid="each_time") == [
        (None, FIRST, "400.00"), (1, FIRST, "1000.00"), (2, SECOND, "1000.00"), (3, THIRD, "1000.00"),
    ]  # fmt: skip


def test_what_is_paid_once_is_not_paid_again_to_the_second_agent() -> None:
    paid = lines([date(2024, 5, 1), date(2024, 7, 1)], [(date(2024, 6, 1), SECOND)], paid="once")
    assert paid == [(None, FIRST, "400.00"), (1, FIRST, "1000.00")]


def test_what_one_agent_was_paid_for_a_participant_counts_against_the_participants_cap_at_the_next() -> None:
    """£400 and £1,000 at the first; of the next £1,000 the second gets 2,000 − 1,400 = £600."""
    days = [date(2024, 5, 1), date(2024, 7, 1)]
    assert lines(days, [(date(2024, 6, 1), SECOND)], [EACH], paid="each_time") == [
        (None, FIRST, "400.00"), (1, FIRST, "1000.00"), (2, SECOND, "600.00"),
    ]  # fmt: skip


@given(st.lists(DAYS, max_size=5, unique=True), st.lists(DAYS, max_size=3, unique=True), st.sampled_from(["", "2000"]))
def test_a_handover_never_changes_what_is_owed_in_all(claims: list[date], handovers: list[date], most: str) -> None:
    caps = [EACH] if most else []
    at = [(day, SECOND + place) for place, day in enumerate(sorted(handovers))]
    moved = lines(sorted(claims), at, caps, paid="each_time")
    alone = lines(sorted(claims), [], caps, paid="each_time")
    assert [(claim, net) for claim, _, net in moved] == [(claim, net) for claim, _, net in alone]
