from decimal import Decimal

import pytest

from stages.domain import consortium
from stages.domain.consortium import Shares


def share(who: int, work: int, pay: int, risk: int, *, lead: bool = False) -> Shares:
    return Shares(who, lead, Decimal(work), Decimal(pay), Decimal(risk))


LEAD, SUB = share(1, 60, 70, 90, lead=True), share(2, 40, 30, 10)


def test_a_lead_and_shares_that_sum_stand_and_so_does_nobody() -> None:
    assert consortium.problem([LEAD, SUB]) == ""
    assert consortium.problem([]) == ""


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([share(1, 60, 70, 90), SUB], "exactly one lead"),
        ([LEAD, share(2, 40, 30, 10, lead=True)], "exactly one lead"),
        ([LEAD, share(1, 40, 30, 10)], "named twice"),
        ([LEAD, share(2, 30, 30, 10)], "shares of work sum to 90 per cent"),
        ([LEAD, share(2, 40, 31, 10)], "shares of pay sum to 101 per cent"),
        ([LEAD, share(2, 40, 30, 0)], "shares of risk sum to 90 per cent"),
        ([share(1, 140, 100, 100, lead=True), share(2, -40, 0, 0)], "between 0 and 100"),
    ],
)
def test_what_cannot_stand_says_why(members: list[Shares], words: str) -> None:
    assert words in consortium.problem(members)
