"""Caps: the most that is paid for a participant, an outcome, a period, a contract year or the contract.

One pass over the amounts in their order. An amount is paid as far as every cap that concerns it leaves room; what it
takes counts against all of them. A cap of the same code in a later version goes on with what was paid under the
earlier one; one that is new in a version counts what earlier versions paid of what it concerns. A cap concerns amounts
of its segment and outcome where it names one. Of a cap that carries over, up to the end of each period (or year) no
more is paid than it allows for that one and all before it.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from contracts.domain.rates import anniversary, contract_year
from contracts.domain.terms import Cap, Period, Terms
from payments.domain import money

Identity = tuple[str, str, bool]
Key = tuple[Identity, int | None, Hashable]


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

    def __init__(self, terms: Mapping[int, Terms], first_day: date, periods: Sequence[Period] = ()) -> None:
        self.terms = terms
        self.first_day = first_day
        self.periods = sorted(periods, key=lambda period: period.ends_on)
        self._allowed = {
            _identity(cap): self._allowances(cap) for of in terms.values() for cap in of.caps if cap.carries_over
        }
        self._used: defaultdict[Hashable, int] = defaultdict(int)
        self._concerned: dict[tuple[int, str, str, bool], tuple[tuple[Cap, int, Identity], ...]] = {}
        self._is_changed = len(terms) > 1
        self._to_come: dict[tuple[int, str, str, bool], tuple[Cap, ...]] = {}
        self._years: dict[date, int] = {}

    def take(self, amount: int, about: Subject) -> tuple[int, Bite | None]:
        """The part of an amount (in pence) that may be paid, and the cap that limited it if one did."""
        paid, bite, keys = self.room(amount, about)
        self.use(keys, paid)
        return paid, bite

    def room(self, amount: int, about: Subject) -> tuple[int, Bite | None, Sequence[Hashable]]:
        """The same, with the places where what is paid has to be counted."""
        caps = self._caps(about.version, about.segment, about.outcome, about.participant is not None)
        paid, bite = amount, None
        keys = self._keys_to_come(about) if self._is_changed else []
        for cap, most, identity in caps:
            key = (identity, _agent(cap, about), self._unit(cap, about))
            keys.append(key)
            left = max(0, self._left_of_all(cap, key) if cap.carries_over else most - self._used[key])
            if left < paid:
                paid, bite = left, Bite(cap, left)
        return paid, bite, keys

    def use(self, keys: Iterable[Hashable], paid: int) -> None:
        """Count what is paid."""
        for key in keys:
            self._used[key] += paid

    def _keys_to_come(self, about: Subject) -> list[Key]:
        """Where caps that are new in later versions count the amount, though it is not limited by them.

        One that carries over counts nothing of periods, or years, for which it allows nothing yet.
        """
        place = about.version, about.segment, about.outcome, about.participant is not None
        if place not in self._to_come:
            self._to_come[place] = self._caps_to_come(*place)
        keys = [(cap, self._key(cap, about)) for cap in self._to_come[place]]
        return [key for cap, key in keys if not cap.carries_over or self._allowed[key[0]].get(key[2])]

    def _caps_to_come(self, version: int, segment: str, outcome: str, personal: bool) -> tuple[Cap, ...]:
        own = self.terms[version]
        known = {_identity(cap) for cap in own.caps}
        found: dict[Identity, Cap] = {}
        for of in sorted(self.terms.values(), key=lambda of: of.effective_from):
            if of.effective_from > own.effective_from:
                for cap in of.caps:
                    if _identity(cap) not in known and _concerns(cap, segment, outcome, personal=personal):
                        found.setdefault(_identity(cap), cap)
        return tuple(found.values())

    def _key(self, cap: Cap, about: Subject) -> Key:
        """Where the cap counts the amount."""
        return _identity(cap), _agent(cap, about), self._unit(cap, about)

    def _left_of_all(self, cap: Cap, key: Key) -> int:
        """What is left up to the end of the unit, and of every later one: what these have used is not given twice."""
        identity, agent, unit = key
        allowed = self._allowed[identity]
        sums = itertools.accumulate(most - self._used.get((identity, agent, one), 0) for one, most in allowed.items())
        return min(itertools.islice(sums, list(allowed).index(unit), None))

    def _allowances(self, cap: Cap) -> dict[Hashable, int]:
        """What is allowed (in pence) for each period, or contract year, in their order."""
        if cap.scope == "period":
            day = timedelta(days=1)
            return {one.code: self._allowance(cap, one.starts_on, one.ends_on + day) for one in self.periods}
        begins = [anniversary(self.first_day, year) for year in range(self.last_year + 1)]
        days = itertools.pairwise(begins)
        return {year: self._allowance(cap, *span) for year, span in enumerate(days, 1)}

    @property
    def last_year(self) -> int:
        """The contract year in which the last period ends. What falls due later belongs to it where caps carry over."""
        return contract_year(self.periods[-1].ends_on, self.first_day) if self.periods else 1

    def _allowance(self, cap: Cap, begins: date, until: date) -> int:
        """By the version that is in force last in the time from one day to before another."""
        within = [
            of for of in self.terms.values()
            if of.effective_from < until and (of.effective_to is None or of.effective_to >= begins)
        ]  # fmt: skip
        last = max(within, key=lambda of: of.effective_from, default=None)
        same = [one for one in last.caps if _identity(one) == _identity(cap)] if last else []
        return money.pence(same[0].amount, money.HALF_UP) if same else 0

    def _caps(self, version: int, segment: str, outcome: str, personal: bool) -> tuple[tuple[Cap, int, Identity], ...]:
        """The caps of a version that concern amounts of this segment and outcome, with their size (pence) and identity.

        A cap for each participant does not concern what is not paid for one.
        """
        key = (version, segment, outcome, personal)
        if key not in self._concerned:
            self._concerned[key] = tuple(
                (cap, money.pence(cap.amount, money.HALF_UP), _identity(cap))
                for cap in self.terms[version].caps
                if _concerns(cap, segment, outcome, personal=personal)
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
            year = self._years[about.due_on]
            return min(year, self.last_year) if cap.carries_over else year
        return None


def _identity(cap: Cap) -> Identity:
    """What is the same cap in another version."""
    return cap.code, cap.scope, cap.per_agent


def _concerns(cap: Cap, segment: str, outcome: str, *, personal: bool) -> bool:
    return (
        cap.segment in (None, segment) and cap.outcome in (None, outcome) and (personal or cap.scope != "participant")
    )


def _agent(cap: Cap, about: Subject) -> int | None:
    """Whose cap it is, where each agent has its own. That of a participant goes along to the next agent."""
    return about.agent if cap.per_agent and cap.scope != "participant" else None
