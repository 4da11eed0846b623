"""Caps, in the unit that the contract names."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from contracts.domain import words
from contracts.domain.terms import TermsError
from tests.payments.contracts import FIRST_DAY, attachment_fee, claim, contract, outcome, outcome_fee, priced, start

DAY = FIRST_DAY + timedelta(days=10)


def cap(scope: str, amount: str, **fields: Any) -> dict[str, Any]:
    return {"code": f"cap-{scope}", "scope": scope, "amount": amount} | fields


def paid(caps: list[dict[str, Any]], agents: tuple[int, int, int, int] = (7, 7, 7, 7)) -> list[str]:
    """Four results of £100: two participants, two outcomes, in the first quarter, the second, and the second year."""
    terms = contract([outcome_fee("job", "100.00"), outcome_fee("home", "100.00")], ["job", "home"], caps)
    starts = [start(1, agent=agents[0]), start(2, agent=agents[1])]
    claims = [
        claim(1, 1, "job", DAY),
        claim(2, 2, "job", DAY + timedelta(days=1)),
        claim(3, 1, "home", DAY + timedelta(days=95)),
        claim(4, 2, "home", DAY + timedelta(days=370)),
    ]
    return [str(line.net) for line in priced(terms, starts, claims).lines]


@pytest.mark.parametrize(
    ("caps", "expected"),
    [
        ([], ["100.00", "100.00", "100.00", "100.00"]),
        ([cap("participant", "150.00")], ["100.00", "100.00", "50.00", "50.00"]),
        ([cap("outcome", "150.00", outcome="home")], ["100.00", "100.00", "100.00", "50.00"]),
        ([cap("period", "150.00")], ["100.00", "50.00", "100.00", "100.00"]),
        ([cap("year", "250.00")], ["100.00", "100.00", "50.00", "100.00"]),
        ([cap("contract", "250.00")], ["100.00", "100.00", "50.00", "0.00"]),
        ([cap("contract", "250.00"), cap("participant", "120.00")], ["100.00", "100.00", "20.00", "20.00"]),
    ],
)
def test_a_cap_counts_in_the_unit_that_the_contract_names(caps: list[dict[str, Any]], expected: list[str]) -> None:
    assert paid(caps) == expected


def test_a_cap_is_each_agents_own_or_that_of_all_together() -> None:
    agents = (7, 8, 7, 8)
    assert paid([cap("contract", "150.00")], agents) == ["100.00", "100.00", "50.00", "50.00"]
    assert paid([cap("contract", "150.00", per_agent=False)], agents) == ["100.00", "50.00", "0.00", "0.00"]


def test_a_cap_for_a_segment_leaves_the_others_alone() -> None:
    terms = contract([outcome_fee("job", "100.00")], caps=[cap("contract", "150.00", segment="hard")])
    starts = [start(1), start(2), start(3, segment="hard"), start(4, segment="hard")]
    found = priced(terms, starts, [claim(number, number, "job", DAY) for number in (1, 2, 3, 4)])
    assert [str(line.net) for line in found.lines] == ["100.00", "100.00", "100.00", "50.00"]


def test_fees_at_the_start_count_against_a_participants_cap() -> None:
    terms = contract([attachment_fee("400.00"), outcome_fee("job", "1000.00")], caps=[cap("participant", "1200.00")])
    found = priced(terms, [start(1)], [claim(1, 1, "job", DAY)])
    assert [(str(line.capped), str(line.net)) for line in found.lines] == [("0.00", "400.00"), ("200.00", "800.00")]
    assert found.lines[1].explanation["cap"] == {"code": "cap-participant", "scope": "participant", "left": "800.00"}


def test_a_cap_goes_on_in_a_later_version_with_what_was_paid_before() -> None:
    job = [outcome("job", max_per_participant=2)]
    fee = [outcome_fee("job", "100.00", paid="each_time")]
    first = contract(fee, job, [cap("contract", "300.00")])
    second = contract(fee, job, [cap("contract", "150.00")])
    claims = [claim(1, 1, "job", DAY, 1), claim(2, 1, "job", DAY + timedelta(days=200), 2, version=2)]
    found = priced({1: first, 2: second}, [start(1)], claims)
    assert [line.net for line in found.lines] == [Decimal(100), Decimal(50)]


def spread(caps: list[dict[str, Any]], later: list[dict[str, Any]], days: list[int]) -> list[str]:
    """Results of £100, each so many days after the first day; from the second year on the later caps hold."""
    fee = [outcome_fee("job", "100.00")]
    second = FIRST_DAY + timedelta(days=365)
    first = contract(fee, caps=caps, effective_to=(second - timedelta(days=1)).isoformat())
    terms = {1: first, 2: contract(fee, caps=later, number=2, effective_from=second.isoformat())}
    claims = [
        claim(n, n, "job", FIRST_DAY + timedelta(days=day), version=1 + (day >= 365)) for n, day in enumerate(days)
    ]
    return [str(line.net) for line in priced(terms, [start(n) for n in range(len(days))], claims).lines]


def carried(scope: str, amount: str) -> list[dict[str, Any]]:
    return [cap(scope, amount, carries_over=True)]


def test_what_a_year_leaves_unused_is_added_to_the_next_by_what_each_version_allows() -> None:
    """£250 in the first year, of which 100 are used; the 150 left and £120 of the second year come to £270."""
    assert spread(carried("year", "250.00"), carried("year", "120.00"), [1, 400, 401, 402]) == [
        "100.00", "100.00", "100.00", "70.00",
    ]  # fmt: skip
    assert spread(carried("year", "250.00"), [cap("year", "120.00")], [1, 400, 401]) == ["100.00", "100.00", "20.00"]


def test_nothing_is_borrowed_from_a_later_year_and_nothing_that_it_has_used_is_given_twice() -> None:
    """Of £150 a year the first cannot pay for the second's; what falls due late finds what the year after has left."""
    assert spread(carried("year", "150.00"), carried("year", "150.00"), [1, 2, 400, 401]) == [
        "100.00", "50.00", "100.00", "50.00",
    ]  # fmt: skip
    waiting = [outcome_fee("job", "100.00", waiting_working_days=70), outcome_fee("home", "100.00")]
    terms = contract(waiting, ["job", "home"], carried("period", "150.00"))
    results = [(1, "job", 1), (2, "home", 2), (3, "home", 100), (4, "home", 101)]
    found = priced(
        terms, [start(n) for n, _, _ in results],
        [claim(n, n, code, FIRST_DAY + timedelta(days=day)) for n, code, day in results],
    )  # fmt: skip
    assert [(line.period, str(line.net)) for line in found.lines] == [
        ("q2", "100.00"), ("q1", "100.00"), ("q2", "100.00"), ("q2", "0.00"),
    ]  # fmt: skip


@given(st.lists(st.integers(0, 700), max_size=12))
def test_up_to_the_end_of_every_period_no_more_is_paid_than_allowed_for_all_before_it(days: list[int]) -> None:
    terms = contract([outcome_fee("job", "100.00")], caps=carried("period", "130.00"))
    claims = [claim(n, n, "job", FIRST_DAY + timedelta(days=day)) for n, day in enumerate(days)]
    found = priced(terms, [start(n) for n in range(len(days))], claims)
    for place, period in enumerate(terms.periods, 1):
        until = {one.code for one in terms.periods[:place]}
        due = sum(line.net for line in found.lines if line.period in until)
        assert due <= 130 * place, period


def test_only_a_cap_over_time_carries_something_over() -> None:
    with pytest.raises(TermsError, match="Only a cap for each period or contract year"):
        contract([outcome_fee("job", "100.00")], caps=carried("contract", "150.00"))


def test_what_was_left_before_is_told_with_the_cap() -> None:
    terms = contract([outcome_fee("job", "100.00")], caps=carried("period", "150.00"))
    told = words.cap(terms.caps[0], terms)
    assert told == "At most £150 in each period, each agent; what a period leaves unused is added to the next."
    found = priced(terms, [start(1), start(2)], [claim(n, n, "job", DAY) for n in (1, 2)])
    assert found.lines[1].explanation["cap"] == {
        "code": "cap-period", "scope": "period", "left": "50.00", "carries_over": True
    }  # fmt: skip
