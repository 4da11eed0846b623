"""Deadweight conceded: what would have happened anyway, and is therefore not paid.

The contract names how a conceded share is rounded:

* `per_claim`: it is taken off each amount, to the penny;
* `per_period`: it is taken off the gross of a statement line, to the penny. Each result bears what the running total
  adds, so that the parts add up to the rounded share of the whole;
* `whole_people`: whole results are left unpaid. The k-th result of an agent under the rule, in order over the whole
  contract, is paid when the payable number rises with it: k × (1 − share), rounded down, to the nearest, or up.
  A conceded share of one sixth, rounded down, pays results 2 to 6, 8 to 12, …: five of every six.

A counted deadweight takes off as many results as starts would have had anyway: after the k-th result the payable
number is k less share × starts up to that day, rounded to whole results; it never falls again.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Hashable
from fractions import Fraction

from contracts.domain.terms import Deadweight
from payments.domain import money

PER_PERIOD = "per_period"
WHOLE_PEOPLE = "whole_people"
COUNTED = "counted"


def whole_results(exact: Fraction, count: str) -> int:
    """A number of results as a whole number: `down`, to the `nearest` (halves up) or `up`."""
    if count == "down":
        return exact.numerator // exact.denominator
    if count == "up":
        return -(-exact.numerator // exact.denominator)
    if count == "nearest":
        return money.whole(exact, money.HALF_UP)
    raise ValueError(f"Unknown rounding of results “{count}”; it is down, nearest or up.")


def payable_results(results: int, conceded: Deadweight) -> int:
    """How many of that many results are paid when a share of them is conceded in whole results."""
    return whole_results(results * (1 - conceded.share), conceded.count)


@dataclasses.dataclass(frozen=True)
class WholeResult:
    """The place of a result in the count of whole results, how many are payable with it, and whether it is paid."""

    number: int
    payable: int
    paid: bool


class DeadweightPass:
    """Walks the results in order and says what of each is deadweight."""

    def __init__(self) -> None:
        self._results: defaultdict[Hashable, int] = defaultdict(int)
        self._payable: defaultdict[Hashable, int] = defaultdict(int)
        self._running: defaultdict[Hashable, tuple[int, int]] = defaultdict(lambda: (0, 0))

    def of_total(self, share: Fraction, gross: int, total: Hashable, rounding: str) -> int:
        """What an amount in pence adds to the rounded share of a total, such as a statement line."""
        amount, borne = self._running[total]
        amount += gross
        due = money.whole(amount * share, rounding)
        self._running[total] = (amount, due)
        return due - borne

    def of_result(self, deadweight: Deadweight, group: Hashable, starts: int) -> WholeResult:
        """Whether the next whole result of the group is paid. `starts`: the group's starts up to its event date."""
        number = self._results[group] = self._results[group] + 1
        before = self._payable[group]
        if deadweight.method == COUNTED:
            off = whole_results(starts * deadweight.share, deadweight.count)
            payable = max(before, number - off)
        else:
            payable = max(before, payable_results(number, deadweight))
        paid = payable > before
        self._payable[group] = before + paid
        return WholeResult(number, self._payable[group], paid)


def counts_results(deadweight: Deadweight) -> bool:
    """Whether whole results are left unpaid, rather than a part of each amount."""
    return deadweight.method == COUNTED or deadweight.rounding == WHOLE_PEOPLE
