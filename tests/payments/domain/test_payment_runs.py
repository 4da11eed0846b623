"""What a run is made of, and when what it pays is settled."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from payments.domain import payment_runs
from payments.domain.payment_runs import CARRIED, SHARE, UNPAID, Due, Group

AT = datetime(2026, 3, 1, tzinfo=UTC)


def due(agent: int, amount: str, kind: str = SHARE, reason: int = 1) -> Due:
    return Due(agent, kind, reason, Decimal(amount))


def test_sums_below_nought_are_carried_forward_and_never_paid() -> None:
    dues = [due(1, "100.00"), due(1, "-30.00", CARRIED), due(2, "-5.00"), due(3, "5.00"), due(3, "-5.00", reason=2)]
    assert payment_runs.nets(dues) == {1: Decimal("70.00"), 2: Decimal("-5.00"), 3: Decimal("0.00")}
    assert payment_runs.paid_by_agent(dues) == {1: Decimal("70.00")}


def test_what_is_carried_forward_waits_for_something_to_be_set_against() -> None:
    carried, new = due(1, "-30.00", CARRIED), due(2, "10.00")
    assert payment_runs.gathered([carried, new]) == [new]
    again = due(1, "20.00", UNPAID, 9)
    assert payment_runs.gathered([again, carried]) == [carried, again]


def test_the_digest_covers_every_item_and_the_run_before() -> None:
    dues = [due(1, "100.00"), due(2, "5.00")]
    first = payment_runs.digest("0" * 64, 1, 1, 7, AT, dues)
    assert first != payment_runs.digest("1" * 64, 1, 1, 7, AT, dues)
    assert first != payment_runs.digest("0" * 64, 1, 1, 7, AT, [dues[0], due(2, "5.01")])


def group(net: str, paid: str | None = None, later: tuple[int, int] | None = None, *, closed: bool = False) -> Group:
    return Group(Decimal(net), True, closed, None if paid is None else Decimal(paid), later)


def test_a_failed_payment_is_settled_where_it_is_paid_again() -> None:
    groups = {(1, 1): group("10.00", "4.00", (2, 1), closed=True), (2, 1): group("6.00", "6.00")}
    assert payment_runs.is_settled((1, 1), groups)
    assert not payment_runs.is_reconciled((1, 1), groups)
    assert not payment_runs.is_settled((1, 1), groups | {(2, 1): group("6.00")})
    assert not payment_runs.is_settled((1, 1), {(1, 1): group("10.00", "4.00")})


def test_a_sum_below_nought_is_settled_where_it_was_set_against_what_is_paid() -> None:
    groups = {(1, 1): group("-10.00", None, (2, 1), closed=True), (2, 1): group("6.00", "6.00", closed=True)}
    assert payment_runs.is_reconciled((1, 1), groups)
    assert not payment_runs.is_settled((1, 1), {(1, 1): group("-10.00")})
    assert payment_runs.is_settled((1, 1), {(1, 1): group("0.00")})


pence = st.integers(-100_000, 100_000).map(lambda one: Decimal(one).scaleb(-2))


@given(st.lists(st.tuples(st.integers(1, 4), pence), max_size=20))
def test_what_is_paid_and_what_is_carried_add_up_to_what_was_due(given: list[tuple[int, Decimal]]) -> None:
    dues = [Due(agent, SHARE, place, amount) for place, (agent, amount) in enumerate(given)]
    carried = sum(net for net in payment_runs.nets(dues).values() if net < 0)
    assert sum(payment_runs.paid_by_agent(dues).values()) + carried == sum(one.amount for one in dues)


def test_the_digest_of_a_run_is_of_its_moment_in_whatever_zone_it_is_told() -> None:
    moment = datetime(2026, 8, 20, 9, 30, tzinfo=UTC)
    told = moment.astimezone(ZoneInfo("Europe/London"))
    assert told.utcoffset() == timedelta(hours=1)
    assert payment_runs.digest("", 1, 1, 1, told, []) == payment_runs.digest("", 1, 1, 1, moment, [])
