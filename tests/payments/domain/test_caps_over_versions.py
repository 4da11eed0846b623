"""Caps that are new in a later version: they count what earlier versions paid, in their own unit."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from payments.domain.lines import Line
from tests.payments.contracts import FIRST_DAY, claim, contract, outcome_fee, priced, start

SECOND = FIRST_DAY + timedelta(days=200)
BOTH = [{"organisation": "fund", "share": "1/3"}, {"organisation": "council", "share": "2/3"}]


def cap(scope: str, amount: str, **fields: Any) -> dict[str, Any]:
    return {"code": "new", "scope": scope, "amount": amount} | fields


def two_versions(
    days: Sequence[int], first: dict[str, Any], second: dict[str, Any], agents: Sequence[int] = ()
) -> list[Line]:
    """Results of £100, each so many days after the first day; from day 200 on by the second version."""
    fee = [outcome_fee("job", "100.00")]
    ends = (SECOND - timedelta(days=1)).isoformat()
    terms = {
        1: contract(fee, effective_to=ends, **first),
        2: contract(fee, number=2, effective_from=SECOND.isoformat(), **second),
    }
    who = [start(n, agent=agent) for n, agent in enumerate(agents or [7] * len(days))]
    claims = [
        claim(n, n, "job", FIRST_DAY + timedelta(days=day), version=1 + (day >= 200)) for n, day in enumerate(days)
    ]
    return priced(terms, who, claims).lines


def nets(found: Sequence[Line]) -> list[str]:
    return [str(line.net) for line in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], cap("contract", "350.00"), ["100.00", "100.00", "100.00", "50.00"]),
        ([cap("contract", "350.00", code="old")], cap("contract", "350.00"), ["100.00", "100.00", "100.00", "50.00"]),
        ([cap("contract", "350.00", per_agent=False)], cap("contract", "350.00"), ["100.00"] * 3 + ["50.00"]),
        ([cap("period", "150.00")], cap("contract", "350.00"), ["100.00", "50.00", "100.00", "100.00"]),
        ([], cap("outcome", "250.00", outcome="job"), ["100.00", "100.00", "50.00", "0.00"]),
        ([], cap("contract", "350.00", segment="hard"), ["100.00", "100.00", "100.00", "100.00"]),
        ([], cap("year", "250.00"), ["100.00", "100.00", "50.00", "0.00"]),
        ([], cap("year", "250.00", carries_over=True), ["100.00", "100.00", "50.00", "0.00"]),
    ],
)  # fmt: skip
def test_a_cap_that_is_new_counts_what_was_paid_before_in_its_own_unit(
    before: list[dict[str, Any]], after: dict[str, Any], expected: list[str]
) -> None:
    """Two results by the first version and two by the second, all within the first contract year."""
    assert nets(two_versions([1, 2, 300, 301], {"caps": before}, {"caps": [after]})) == expected


def test_a_cap_for_each_period_counts_what_the_version_before_paid_in_the_same_period_alone() -> None:
    """The second version begins in the third quarter (days 182 to 272), of which £100 are paid by the first."""
    found = two_versions([1, 2, 190, 210, 211, 280], {}, {"caps": [cap("period", "150.00")]})
    assert nets(found) == ["100.00", "100.00", "100.00", "50.00", "0.00", "100.00"]


def test_what_carries_over_begins_with_the_first_period_for_which_something_is_allowed() -> None:
    """£300 of the first quarter count neither for nor against the £150 of the third and of each one after it."""
    found = two_versions([1, 2, 3, 210, 280, 281], {}, {"caps": [cap("period", "150.00", carries_over=True)]})
    assert nets(found) == ["100.00"] * 6
    found = two_versions([1, 2, 3, 210, 211, 280], {}, {"caps": [cap("period", "150.00", carries_over=True)]})
    assert nets(found) == ["100.00", "100.00", "100.00", "100.00", "50.00", "100.00"]


def test_a_cap_of_each_agent_that_becomes_one_of_all_together_counts_them_all() -> None:
    """North has £200 and South £100 of £350 when the second version begins."""
    each, all_of_them = cap("contract", "350.00"), cap("contract", "350.00", per_agent=False)
    days, agents = [1, 2, 3, 300, 301], [7, 7, 8, 8, 7]
    assert nets(two_versions(days, {"caps": [each]}, {"caps": [all_of_them]}, agents)) == [
        "100.00", "100.00", "100.00", "50.00", "0.00",
    ]  # fmt: skip
    assert nets(two_versions(days, {"caps": [all_of_them]}, {"caps": [each]}, agents)) == ["100.00"] * 5


def test_caps_of_one_code_that_count_in_other_units_never_meet() -> None:
    """Participant 1 and the first contract year are both counted under the number 1."""
    before, after = cap("participant", "100.00"), cap("year", "250.00")
    assert nets(two_versions([1, 2, 300], {"caps": [before]}, {"caps": [after]})) == ["100.00", "100.00", "50.00"]


def payer_cap(amount: str, **fields: Any) -> dict[str, Any]:
    return {"code": "most", "payer": "fund", "over": "contract", "amount": amount, "beyond": "unpaid"} | fields


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], ["100.00", "100.00", "100.00", "66.67"]),
        ([payer_cap("900.00", code="council-most", payer="council")], ["100.00", "100.00", "100.00", "66.68"]),
        ([payer_cap("900.00", over="year")], ["100.00", "100.00", "100.00", "66.68"]),
        ([payer_cap("40.00")], ["100.00", "73.34", "100.00", "93.34"]),
    ],
)
def test_a_payers_new_cap_counts_what_it_has_borne_before(before: list[dict[str, Any]], expected: list[str]) -> None:
    """A third of the £200 before is £66.67 where the statement is split as a whole, so that £33.33 are left.

    Split amount by amount it is 2 × £33.33, so that a penny is left for the fourth. The council bears £66.67 of each.
    By its own cap of £40 before, the fund bore £33.33 and £6.67; £60 are left for £33.33 and £26.67.
    """
    terms = {"principals": BOTH}
    found = two_versions(
        [1, 2, 300, 301], {**terms, "payer_caps": before}, {**terms, "payer_caps": [payer_cap("100.00")]}
    )
    assert nets(found) == expected
