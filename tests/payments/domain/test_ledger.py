"""Differences between what is owed and what was stated, where they go, and the digests that guard them."""

from datetime import timedelta
from decimal import Decimal

from payments.domain import ledger
from payments.domain.ledger import Calendar, Place, Stated
from tests.payments.contracts import AGENT, FIRST_DAY, claim, contract, outcome_fee, priced, start

DAY = FIRST_DAY + timedelta(days=10)
TERMS = contract([outcome_fee("job", "100.00")])
LINES = priced(TERMS, [start(1)], [claim(1, 1, "job", DAY)]).lines


def stated(**fields: object) -> Stated:
    row = Stated(*LINES[0][:9], 1, *LINES[0][9:13])
    return row._replace(**fields)  # type: ignore[arg-type]


def test_what_is_stated_already_is_not_stated_again() -> None:
    assert ledger.differences(LINES, [stated()]) == []


def test_what_is_owed_and_not_stated_is_a_first_payment() -> None:
    (change,) = ledger.differences(LINES, [])
    assert (change.units, change.net, change.reason, change.period) == (1, Decimal(100), "", "q1")


def test_what_is_stated_and_no_longer_owed_is_taken_back() -> None:
    (change,) = ledger.differences([], [stated()])
    assert (change.units, change.gross, change.net, change.reason) == (-1, Decimal(-100), Decimal(-100), "not_owed")
    taken_back = stated(units=0, gross=Decimal(0), net=Decimal(0))
    assert ledger.differences([], [taken_back]) == []
    (again,) = ledger.differences(LINES, [taken_back])
    assert (again.units, again.net, again.reason) == (1, Decimal(100), "owed_again")


def test_a_difference_in_deadweight_or_cap_is_one_entry_with_its_reason() -> None:
    (moved,) = ledger.differences(LINES, [stated(deadweight=Decimal(100), net=Decimal(0))])
    assert (moved.units, moved.deadweight, moved.net, moved.reason) == (
        0,
        Decimal(-100),
        Decimal(100),
        "deadweight_moved",
    )
    (room,) = ledger.differences(LINES, [stated(capped=Decimal(40), net=Decimal(60))])
    assert (room.capped, room.net, room.reason) == (Decimal(-40), Decimal(40), "cap_moved")


def test_another_unit_amount_is_taken_back_and_stated_anew() -> None:
    old = stated(unit_amount=Decimal(90), gross=Decimal(90), net=Decimal(90))
    changes = ledger.differences(LINES, [old])
    assert [(change.units, change.net, change.reason) for change in changes] == [
        (-1, Decimal(-90), "repriced"), (1, Decimal(100), "repriced"),
    ]  # fmt: skip


def test_an_entry_goes_on_its_own_statement_while_that_is_open() -> None:
    calendar = Calendar(("q1", "q2", "q3"), frozenset())
    assert calendar.place(AGENT, "q1") == Place("q1", "payment")


def test_after_approval_it_is_an_adjustment_on_the_agents_next_open_statement() -> None:
    calendar = Calendar(("q1", "q2", "q3"), frozenset({(AGENT, "q1"), (AGENT, "q2"), (8, "q3")}))
    assert calendar.place(AGENT, "q1") == Place("q3", "adjustment")
    assert calendar.place(8, "q3") is None


def test_a_chain_changes_with_every_entry_and_with_the_run_before() -> None:
    def chain(previous: str, *entries: str) -> str:
        found = ledger.Chain(previous, "run 1")
        for entry in entries:
            found.add(ledger.entry_digest(1, entry))
        return found.digest()

    digests = {
        chain(ledger.FIRST_DIGEST, "a", "b"), chain(ledger.FIRST_DIGEST, "b", "a"), chain(ledger.FIRST_DIGEST, "a"),
        chain("1" * 64, "a", "b"),
    }  # fmt: skip
    assert len(digests) == 4
    assert ledger.entry_digest(1, "a") != ledger.entry_digest(2, "a")


def test_a_row_of_the_ledger_is_the_same_text_whatever_the_order_of_its_explanation() -> None:
    row = ledger.row_text([1, "job", None, Decimal("2.00")], "Why:\tthat", {"b": "x\\y", "a": "é"})
    assert row == '1\tjob\t\\N\t2.00\tWhy:\\tthat\t{"a":"é","b":"x\\\\\\\\y"}'
    assert row == ledger.row_text([1, "job", None, Decimal("2.00")], "Why:\tthat", {"a": "é", "b": "x\\y"})
