"""The figures in docs/pricing.md are those that the product works out; they are read from the page."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from payments.domain import money
from payments.domain.lines import Line
from tests.payments.contracts import FIRST_DAY, claim, contract, outcome, outcome_fee, priced, start

PAGE = (Path(settings.BASE_DIR) / "docs" / "pricing.md").read_text()
DAY = FIRST_DAY + timedelta(days=1)


def table(heading: str) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of the first table under a heading of the page."""
    section = PAGE.split(f"## {heading}", 1)[1].split("\n##", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return head, rows


def test_the_payers_parts() -> None:
    _, rows = table("3. Rounding")
    parts = money.split(10_000, [(name, Fraction(share)) for name, share, _ in rows])
    assert [(name, f"{money.pounds(pennies)}") for name, pennies in parts.items()] == [
        (name, amount) for name, _, amount in rows
    ]


@pytest.mark.parametrize("column", range(1, 6))
def test_each_rounding_of_deadweight(column: int) -> None:
    head, rows = table("4. Deadweight")
    rounding, _, count = head[column].partition(", ")
    given_up = {"method": "conceded", "share": "1/6", "rounding": rounding, "count": count or "down"}
    terms = contract([outcome_fee("job", "100.00", deadweight=given_up)])
    numbers = range(1, 8)
    claims = [claim(number, number, "job", DAY + timedelta(days=number)) for number in numbers]
    lines = priced(terms, [start(number) for number in numbers], claims).lines
    taken = [str(line.deadweight) for line in lines]
    assert [*taken, str(sum(map(Decimal, taken)))] == [row[column] for row in rows]


def test_two_caps_at_once() -> None:
    _, rows = table("5. Caps")
    terms = contract(
        [outcome_fee("job", "100.00", paid="each_time")],
        [outcome("job", max_per_participant=2)],
        [
            {"code": "whole", "scope": "contract", "amount": "250.00"},
            {"code": "each", "scope": "participant", "amount": "120.00"},
        ],
    )
    people = {"A": 1, "B": 2}
    claims = [
        claim(int(number), people[who], "job", DAY + timedelta(days=int(number)), (int(number) + 1) // 2)
        for number, who, *_ in rows
    ]
    lines = priced(terms, [start(1), start(2)], claims).lines
    assert [str(line.net) for line in lines] == [row[4] for row in rows]
    assert [left(lines[:place], line) for place, line in enumerate(lines)] == [(row[2], row[3]) for row in rows]


def left(before: list[Line], line: Line) -> tuple[str, str]:
    """What the caps for the participant and for the contract still had before this line."""
    own = sum((one.net for one in before if one.participant == line.participant), Decimal(0))
    return str(Decimal("120.00") - own), str(Decimal("250.00") - sum((one.net for one in before), Decimal(0)))


@pytest.mark.parametrize(("beyond", "column"), [("passed_over", 1), ("unpaid", 4)])
def test_a_cap_of_a_payer(beyond: str, column: int) -> None:
    _, rows = table("Caps of payers")
    terms = contract(
        [outcome_fee("job", "100.00", paid="each_time")],
        [outcome("job", max_per_participant=4)],
        principals=[{"organisation": "fund", "share": "1/5"}, {"organisation": "council", "share": "4/5"}],
        payer_caps=[{"code": "most", "payer": "fund", "over": "contract", "amount": "50.00", "beyond": beyond}],
    )
    claims = [claim(number, 1, "job", DAY + timedelta(days=number), number) for number in range(1, 5)]
    found = priced(terms, [start(1)], claims).lines
    said = [
        [*(f"{money.pounds(line.who.payers[code])}" for code in ("fund", "council")), f"{line.net}"]
        for line in found
        if line.who
    ]
    assert said == [row[column : column + 3] for row in rows]
