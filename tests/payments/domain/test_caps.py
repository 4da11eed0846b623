"""Caps, in the unit that the contract names."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

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
