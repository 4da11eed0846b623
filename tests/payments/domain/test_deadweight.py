"""How conceded and counted deadweight is left unpaid."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.terms import Deadweight, Terms
from payments.domain import deadweight
from tests.payments.contracts import FIRST_DAY, claim, contract, outcome, outcome_fee, priced, start

DAY = FIRST_DAY + timedelta(days=10)


def conceding(rounding: str, share: str = "1/6", amount: str = "100.00", **fields: Any) -> Terms:
    given_up = {"method": "conceded", "share": share, "rounding": rounding} | fields
    return contract([outcome_fee("job", amount, deadweight=given_up)])


def taken_off(terms: Terms, results: int, gap: int = 1) -> list[Decimal]:
    """The deadweight of each of so many results, one participant each, `gap` days apart."""
    starts = [start(number) for number in range(1, results + 1)]
    claims = [claim(number, number, "job", DAY + timedelta(days=gap * number)) for number in range(1, results + 1)]
    return [line.deadweight for line in priced(terms, starts, claims).lines]


def test_per_claim_takes_the_share_off_each_amount_to_the_penny() -> None:
    assert taken_off(conceding("per_claim"), 3) == [Decimal("16.67")] * 3


def test_per_period_takes_the_share_off_the_statement_line_to_the_penny() -> None:
    """A sixth of £300.00 is £50.00; each result bears what the running total adds: 16.67, 16.66, 16.67."""
    assert taken_off(conceding("per_period"), 3) == [Decimal("16.67"), Decimal("16.66"), Decimal("16.67")]
    begins_anew = taken_off(conceding("per_period"), 3, gap=91)
    assert begins_anew == [Decimal("16.67")] * 3


@pytest.mark.parametrize(("count", "unpaid"), [("down", [1, 7, 13]), ("nearest", [4, 10, 16]), ("up", [6, 12, 18])])
def test_whole_people_leaves_one_result_of_six_unpaid(count: str, unpaid: list[int]) -> None:
    found = taken_off(conceding("whole_people", count=count), 18)
    assert [number for number, amount in enumerate(found, 1) if amount] == unpaid
    assert {amount for amount in found if amount} == {Decimal("100.00")}


@given(
    st.integers(min_value=0, max_value=300),
    st.fractions(min_value="1/50", max_value="49/50", max_denominator=60),
    st.sampled_from(["down", "nearest", "up"]),
)
def test_the_results_paid_are_the_named_rounding_of_the_exact_number(results: int, share: Fraction, count: str) -> None:
    conceded = Deadweight("conceded", share, "whole_people", count)
    walk = deadweight.DeadweightPass()
    paid = sum(walk.of_result(conceded, "all", 0).paid for _ in range(results))
    exact = results * (1 - share)
    assert paid == deadweight.whole_results(exact, count)
    assert abs(paid - exact) <= (1 if count != "nearest" else 0.5)


def test_an_unknown_rounding_of_results_is_refused() -> None:
    with pytest.raises(ValueError, match="down, nearest or up"):
        deadweight.whole_results(Fraction(1, 2), "sideways")


def test_a_result_paid_in_two_parts_counts_as_one_person() -> None:
    """The second participant reaches the fuller route later: the difference shares the fate of the first part."""
    terms = contract(
        [
            outcome_fee(
                "crime", "700.00",
                routes=[{"outcome": "work", "amounts": [{"amount": "800.00"}]}],
                deadweight={"method": "conceded", "share": "1/2", "rounding": "whole_people", "count": "down"},
            )
        ],
        outcomes=["crime", "work"],
    )  # fmt: skip
    starts = [start(1), start(2), start(3)]
    claims = [
        claim(1, 1, "crime", DAY),
        claim(2, 2, "crime", DAY + timedelta(days=1)),
        claim(3, 1, "work", DAY + timedelta(days=2)),
        claim(4, 2, "work", DAY + timedelta(days=3)),
        claim(5, 3, "crime", DAY + timedelta(days=4)),
    ]
    found = priced(terms, starts, claims)
    assert [(line.claim, str(line.net)) for line in found.lines] == [
        (1, "0.00"), (2, "700.00"), (3, "0.00"), (4, "100.00"), (5, "0.00"),
    ]  # fmt: skip


def test_counted_deadweight_takes_off_what_starts_would_have_had_anyway() -> None:
    """Ten starts at a non-intervention rate of 20%: the first two results are not paid, the third is."""
    terms = contract(
        [outcome_fee("job", "100.00", deadweight={"method": "counted", "share": "0.2", "count": "nearest"})]
    )
    starts = [start(number) for number in range(1, 11)]
    claims = [claim(number, number, "job", DAY + timedelta(days=number)) for number in range(1, 5)]
    assert [str(line.net) for line in priced(terms, starts, claims).lines] == ["0.00", "0.00", "100.00", "100.00"]
    more = [start(number, DAY + timedelta(days=3)) for number in range(11, 21)]
    assert [str(line.net) for line in priced(terms, [*starts, *more], claims).lines] == ["0.00"] * 4


def test_another_share_in_a_later_version_begins_its_own_count() -> None:
    first, second = conceding("whole_people", count="down"), conceding("whole_people", share="1/2", count="down")
    starts = [start(number) for number in range(1, 5)]
    later = DAY + timedelta(days=100)
    claims = [claim(1, 1, "job", DAY), claim(2, 2, "job", DAY)] + [
        claim(number, number, "job", later, version=2) for number in (3, 4)
    ]
    found = priced({1: first, 2: second}, starts, claims)
    assert [str(line.net) for line in found.lines] == ["0.00", "100.00", "0.00", "100.00"]


def test_the_deadweight_of_an_outcome_holds_for_the_rule_that_names_none() -> None:
    terms = contract(
        [outcome_fee("job", "100.00")],
        outcomes=[outcome("job", deadweight={"method": "conceded", "share": "0.25"})],
    )
    assert taken_off(terms, 1) == [Decimal("25.00")]


def test_rounding_at_the_total_leaves_no_more_than_half_a_penny_on_a_statement() -> None:
    """Three results of £0.05 less a sixth each: 0.125 → 0.13 once, where line by line it would be 0.12."""
    at_line = contract([outcome_fee("job", "0.05", deadweight={"method": "conceded", "share": "1/6"})])
    at_total = contract(
        [outcome_fee("job", "0.05", deadweight={"method": "conceded", "share": "1/6"})], rounding_at="total"
    )
    assert sum(taken_off(at_line, 3)) == Decimal("0.03")
    assert sum(taken_off(at_total, 3)) == Decimal("0.03")
    assert sum(taken_off(at_line, 6)) == Decimal("0.06")
    assert sum(taken_off(at_total, 6)) == Decimal("0.05")
