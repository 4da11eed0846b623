"""Caps by payer: the most that one principal pays, and what becomes of its share beyond that."""

import dataclasses
from decimal import Decimal

PERIOD, YEAR, CONTRACT = OVER = ("period", "year", "contract")
PASSED_OVER, UNPAID = BEYOND = ("passed_over", "unpaid")


@dataclasses.dataclass(frozen=True)
class PayerCap:
    """A principal pays at most `amount` in each period, in each contract year, or over the contract, to all agents.

    What its share comes to beyond that is `passed_over` to the other principals, by their shares and as far as they
    have room, or `unpaid`: it falls on nobody. What nobody has room for is unpaid too.
    """

    code: str
    payer: str
    over: str
    amount: Decimal
    beyond: str = PASSED_OVER
