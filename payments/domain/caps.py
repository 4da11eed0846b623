"""Caps: the most that is paid for a participant, an outcome, a period, a contract year or the contract.

One pass over the amounts in their order. An amount is paid as far as every cap that concerns it leaves room; what it
takes counts against all of them. A cap of the same code in a later version goes on with what was paid under the
earlier one. A cap concerns amounts of its segment and outcome where it names one.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from contracts.domain.rates import contract_year
from contracts.domain.terms import Cap, Terms
from payments.domain import money


@dataclasses.dataclass(frozen=True, slots=True)
class Bite:
    """The cap that limited an amount, and what it had left, in pence."""

    cap: Cap
    left: int


class Subject(NamedTuple):
    """What an amount is for. `due_on` decides the contract year. Amounts of an agent have no participant."""

    version: int
    agent: int
    participant: int | None
    segment: str
    outcome: str
    period: str
    due_on: date


class CapPass:
    """Walks the amounts in order and says how much of each the caps leave."""

    def __init__(self, terms: Mapping[int, Terms], first_day: date) -> None:
        self.terms = terms
        self.first_day = first_day
        self._used: defaultdict[Hashable, int] = defaultdict(int)
        self._concerned: dict[tuple[int, str, str, bool], tuple[tuple[Cap, int], ...]] = {}
        self._years: dict[date, int] = {}

    def take(self, amount: int, about: Subject) -> tuple[int, Bite | None]:
        """The part of an amount (in pence) that may be paid, and the cap that limited it if one did."""
        paid, bite, keys = self.room(amount, about)
        self.use(keys, paid)
        return paid, bite

    def room(self, amount: int, about: Subject) -> tuple[int, Bite | None, Sequence[Hashable]]:
        """The same, with the places where what is paid has to be counted."""
        caps = self._caps(about.version, about.segment, about.outcome, about.participant is not None)
        if not caps:
            return amount, None, ()
        paid, bite, keys = amount, None, []
        for cap, most in caps:
            key = (cap.code, about.agent if cap.per_agent else None, self._unit(cap, about))
            keys.append(key)
            left = max(0, most - self._used[key])
            if left < paid:
                paid, bite = left, Bite(cap, left)
        return paid, bite, keys

    def use(self, keys: Iterable[Hashable], paid: int) -> None:
        """Count what is paid."""
        for key in keys:
            self._used[key] += paid

    def _caps(self, version: int, segment: str, outcome: str, personal: bool) -> tuple[tuple[Cap, int], ...]:
        """The caps of a version that concern amounts of this segment and outcome, with their size in pence.

        A cap for each participant does not concern what is not paid for one.
        """
        key = (version, segment, outcome, personal)
        if key not in self._concerned:
            self._concerned[key] = tuple(
                (cap, money.pence(cap.amount, money.HALF_UP))
                for cap in self.terms[version].caps
                if cap.segment in (None, segment)
                and cap.outcome in (None, outcome)
                and (personal or cap.scope != "participant")
            )
        return self._concerned[key]

    def _unit(self, cap: Cap, about: Subject) -> Hashable:
        """What the cap counts in: one participant, one outcome, one period, one contract year, or everything."""
        if cap.scope == "participant":
            return about.participant
        if cap.scope == "outcome":
            return about.outcome
        if cap.scope == "period":
            return about.period
        if cap.scope == "year":
            if about.due_on not in self._years:
                self._years[about.due_on] = contract_year(about.due_on, self.first_day)
            return self._years[about.due_on]
        return None
