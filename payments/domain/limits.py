"""What may be paid of an amount: as far as the caps leave room, and as far as there is a payer who has room for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from contracts.domain.terms import Period, Terms
from payments.domain.caps import Bite, CapPass, Subject
from payments.domain.payers import PayerPass, Split


class Limited(NamedTuple):
    """What is paid of an amount (in pence), the cap that limited it, and who pays where a payer has a cap."""

    paid: int
    bite: Bite | None
    split: Split | None


class LimitPass:
    """Walks the amounts in order. What no payer bears counts against no cap."""

    def __init__(self, terms: Mapping[int, Terms], first_day: date, periods: Sequence[Period]) -> None:
        self.caps = CapPass(terms, first_day, periods)
        self.payers = PayerPass(terms, first_day)

    def take(self, amount: int, about: Subject) -> Limited:
        paid, bite, keys = self.caps.room(amount, about)
        split = self.payers.split(paid, about) if self.payers else None
        if split is not None:
            paid -= split.unpaid
        self.caps.use(keys, paid)
        return Limited(paid, bite, split)
