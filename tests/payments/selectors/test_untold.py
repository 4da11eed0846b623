"""The sentences that say which period waits for what."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from contracts.models import Period
from delivery.domain.suppression import Rule
from payments.selectors import amounts, untold
from payments.selectors.amounts import Line, Shown

BEGAN = datetime(2025, 4, 1, tzinfo=UTC)
PERIODS = [
    Period(pk=pk, code=f"2025-q{pk}", starts_on=date(2025, 3 * pk - 2, 1), ends_on=date(2025, 3 * pk, 30))
    for pk in (1, 2, 3)
]
CODES = {one.pk: one.code for one in PERIODS}


def shown(*statements: tuple[str, int, int, int | None, int]) -> Shown:
    """Of statements, each an agent, its period, the days on which it was opened and approved, and for how many."""
    lines, rows = [], []
    for key, (agent, period, opened, approved, people) in enumerate(statements, 1):
        price = Decimal(100)
        line = Line(agent, period, "job", people, people, people * price, "job-fee", "", (1, price), people)
        lines.append((key, line))
        at = None if approved is None else BEGAN + timedelta(days=approved)
        rows.append(amounts._Row(key, agent, period, BEGAN + timedelta(days=opened), at))
    return amounts._shown(lines, rows, list(CODES), lambda _outcome: Rule())


def test_nothing_is_said_where_all_is_told() -> None:
    assert untold.sentences(shown(("north", 1, 0, 1, 20)), PERIODS) == ()


def test_it_is_said_that_nothing_was_stated() -> None:
    assert untold.sentences(shown(), PERIODS) == ("Nothing has been stated yet.",)


def test_a_period_waits_for_approval_and_later_ones_for_it() -> None:
    found = shown(("north", 1, 0, None, 20), ("north", 2, 1, 2, 20), ("north", 3, 1, None, 20))
    assert untold.sentences(found, PERIODS) == (
        untold.LATER,
        "The amounts of 2025-q1 (1 January to 30 March 2025) wait until every statement of that period is approved. "
        "Those of 2025-q2 to 2025-q3 wait for them.",
    )


def test_a_statement_that_is_still_open_where_the_others_were_told_is_named_by_its_period() -> None:
    found = shown(("north", 1, 0, 1, 20), ("south", 1, 2, None, 20))
    assert untold.sentences(found, PERIODS) == (
        "A statement of 2025-q1 is not approved yet. It is told by itself once it is: the others of that period were "
        "told before.",
    )


def test_too_few_are_told_with_what_comes_next() -> None:
    said = "Not told yet, as too few results stand behind it: {}. It is told together with the amounts that come next."
    found = shown(("north", 1, 0, 1, 20), ("south", 1, 2, 3, 2))
    assert untold.sentences(found, PERIODS) == (said.format("2025-q1 late"),)
    found = shown(("north", 1, 0, 1, 2), ("north", 2, 1, 2, 2))
    assert untold.sentences(found, PERIODS) == (said.format("2025-q1 to 2025-q2"),)


def test_blocks_are_named_by_their_periods_and_by_what_was_late() -> None:
    found = shown(
        ("north", 1, 0, 1, 20), ("south", 1, 2, 3, 9), ("east", 1, 2, 4, 9), ("west", 1, 2, 5, 2), ("north", 2, 6, 7, 9)
    )  # fmt: skip
    blocks = [block.periods for block in found.blocks]
    assert blocks == [(1,), (-2,), (-3,), (-4, 2)]
    assert untold.block_names(found, blocks, CODES) == [
        "2025-q1", "2025-q1 late", "2025-q1 late (2)", "2025-q2 and 2025-q1 late",
    ]  # fmt: skip
    assert untold.has_late(found, blocks)
    assert not untold.has_late(found, blocks[:1])
