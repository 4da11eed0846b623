"""Who pays: each amount in order, split among the principals by their shares as far as their caps leave room.

Only versions in which a principal has a cap of its own are walked in this way; every other statement is split as a
whole. Each amount is split to the penny by itself. What a payer's cap leaves no room for is passed over to those who
have room, by their shares, or is not paid, as the cap says; what nobody has room for is not paid. What an agent pays
back goes back to the payers in proportion to what they have borne for it. A cap of the same code in a later version
goes on with what was borne before; one that is new counts what its payer has borne under earlier versions.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from contracts.domain import payer_caps
from contracts.domain.payer_caps import PayerCap
from contracts.domain.rates import contract_year
from contracts.domain.terms import Terms
from payments.domain import money
from payments.domain.caps import Subject

Pence = dict[str, int]
PAYERS, PASSED, UNPAID = KINDS = ("payers", "passed", "unpaid")


class Parts(NamedTuple):
    """Pence that each payer bears, and by cap what went beyond it: passed over to others, or paid by nobody."""

    payers: Pence
    passed: Pence
    unpaid: Pence

    def less(self, other: "Parts") -> "Parts":
        return Parts(*(_less(one, two) for one, two in zip(self, other, strict=True)))

    def document(self) -> dict[str, dict[str, str]]:
        """As a ledger entry keeps it, in pounds; what is empty is left out."""
        pairs = zip(KINDS, self, strict=True)
        return {
            kind: {code: str(money.pounds(pence)) for code, pence in of.items()}
            for kind, of in pairs
            if of or kind == "payers"
        }


def _less(one: Pence, two: Pence) -> Pence:
    """The differences by code, without those that are nought."""
    found = {code: one.get(code, 0) - two.get(code, 0) for code in [*one, *(code for code in two if code not in one)]}
    return {code: pence for code, pence in found.items() if pence}


NO_PARTS = Parts({}, {}, {})


@dataclasses.dataclass(frozen=True, slots=True)
class Bite:
    """A payer's cap that an amount met: what it had left, and the share that the payer was asked for, in pence."""

    cap: PayerCap
    left: int
    asked: int


class Split(NamedTuple):
    """An amount split among the payers; `parts.unpaid` is what the statement is lower by."""

    parts: Parts
    bites: list[Bite]

    @property
    def unpaid(self) -> int:
        return sum(self.parts.unpaid.values())


class PayerPass:
    """Walks the amounts in order and says what each payer bears of them."""

    def __init__(self, terms: Mapping[int, Terms], first_day: date) -> None:
        self.first_day = first_day
        self._capped = {key: _Version(of) for key, of in terms.items() if of.payer_caps}
        self._used: defaultdict[Hashable, int] = defaultdict(int)
        self._borne: defaultdict[tuple[int, int, str], int] = defaultdict(int)
        self._to_come = {key: _caps_to_come(of, terms.values()) for key, of in terms.items()} if self._capped else {}
        self._wholes = {key: [(one.organisation, one.share) for one in of.principals] for key, of in terms.items()}
        self._totals: defaultdict[tuple[int, str, int], int] = defaultdict(int)

    def __bool__(self) -> bool:
        """Whether any payer of any version has a cap."""
        return bool(self._capped)

    def split(self, amount: int, about: Subject) -> Split | None:
        """Who pays an amount (in pence); None where the version leaves every payer its share of everything."""
        version = self._capped.get(about.version)
        if version is None:
            if self._to_come[about.version]:
                self._count(about, self._part_of_whole(amount, about))
            return None
        one = _Sharing(version, self._used, self._units(about))
        borne = {code: self._borne[about.agent, about.version, code] for code in version.shares}
        found = one.give_back(-amount, borne) if amount < 0 else one.share_out(amount)
        for code, pence in found.parts.payers.items():
            self._borne[about.agent, about.version, code] += pence
        self._count(about, found.parts.payers)
        return found

    def _count(self, about: Subject, borne: Mapping[str, int]) -> None:
        """Count what is borne against the caps that are new in later versions; nothing here is limited by them."""
        units = self._units(about)
        for cap in self._to_come[about.version]:
            self._used[_place(cap, units)] += borne.get(cap.payer, 0)

    def _part_of_whole(self, amount: int, about: Subject) -> Pence:
        """What each payer bears of an amount of a statement that is split as a whole: what its parts rise by."""
        key, shares = (about.agent, about.period, about.version), self._wholes[about.version]
        before = money.split(self._totals[key], shares)
        self._totals[key] += amount
        return _less(money.split(self._totals[key], shares), before)

    def _units(self, about: Subject) -> dict[str, Hashable]:
        """What a cap counts in, by the time over which it counts."""
        return {
            payer_caps.CONTRACT: None,
            payer_caps.YEAR: contract_year(about.due_on, self.first_day),
            payer_caps.PERIOD: about.period,
        }


def _place(cap: PayerCap, units: Mapping[str, Hashable]) -> Hashable:
    """Where a cap counts what its payer bears: by its code, payer and time, the same in every version."""
    return cap.code, cap.payer, cap.over, units[cap.over]


def _caps_to_come(own: Terms, versions: Iterable[Terms]) -> list[PayerCap]:
    """The caps that later versions have and this one has not."""
    known = {(cap.code, cap.payer, cap.over) for cap in own.payer_caps}
    later = (of for of in versions if of.effective_from > own.effective_from)
    found = {(cap.code, cap.payer, cap.over): cap for of in later for cap in of.payer_caps}
    return [cap for key, cap in found.items() if key not in known]


class _Version:
    """The shares and caps of a version, looked up by payer."""

    def __init__(self, terms: Terms) -> None:
        self.shares = {one.organisation: one.share for one in terms.principals}
        self.caps: dict[str, list[tuple[PayerCap, int]]] = {code: [] for code in self.shares}
        for cap in terms.payer_caps:
            self.caps[cap.payer].append((cap, money.pence(cap.amount, money.HALF_UP)))


class _Sharing:
    """The split of one amount. What is borne counts against the caps at once."""

    def __init__(self, version: _Version, used: defaultdict[Hashable, int], units: dict[str, Hashable]) -> None:
        self.version = version
        self.used = used
        self.units = units
        self.payers = dict.fromkeys(version.shares, 0)
        self.bites: list[Bite] = []

    def share_out(self, amount: int) -> Split:
        """Everybody is asked for its share; then those with room for what was passed over, until none of it is left."""
        passing: list[tuple[PayerCap, int]] = []
        unpaid: defaultdict[str, int] = defaultdict(int)
        for cap, beyond in self._ask(money.split(amount, list(self.version.shares.items()))):
            if cap.beyond == payer_caps.UNPAID:
                unpaid[cap.code] += beyond
            else:
                passing.append((cap, beyond))
        left = sum(beyond for _, beyond in passing)
        while left and (able := self._able()):
            left = sum(beyond for _, beyond in self._ask(money.split(left, able)))
        passed = _by_cap(passing)
        for cap, beyond in reversed(passing):  # what nobody has room for, from the last cap that passed something over
            stays = min(beyond, left)
            left -= stays
            passed[cap.code] -= stays
            unpaid[cap.code] += stays
        return Split(Parts(self.payers, _says(passed), _says(unpaid)), self.bites)

    def give_back(self, amount: int, borne: Pence) -> Split:
        self._bear(given_back(amount, borne, self.version.shares))
        return Split(Parts(self.payers, {}, {}), [])

    def _ask(self, wanted: Pence) -> Iterator[tuple[PayerCap, int]]:
        """Each bears what it has room for; yields the cap that leaves no room for the rest, with the rest."""
        for code, pence in wanted.items():
            left, cap = self._room(code)
            if cap is None or pence <= left:
                self._bear({code: pence})
                continue
            self._bear({code: left})
            self.bites.append(Bite(cap, left, pence))
            yield cap, pence - left

    def _able(self) -> list[tuple[str, Fraction]]:
        """Those who have room, with the shares that they have of what they pay together."""
        able = [(code, share) for code, share in self.version.shares.items() if self._has_room(code)]
        whole = sum((share for _, share in able), Fraction(0))
        return [(code, share / whole) for code, share in able]

    def _has_room(self, code: str) -> bool:
        left, cap = self._room(code)
        return cap is None or left > 0

    def _room(self, code: str) -> tuple[int, PayerCap | None]:
        """What the payer's narrowest cap leaves, and which one it is."""
        found: tuple[int, PayerCap | None] = (0, None)
        for cap, most in self.version.caps[code]:
            left = max(0, most - self.used[_place(cap, self.units)])
            if found[1] is None or left < found[0]:
                found = left, cap
        return found

    def _bear(self, parts: Pence) -> None:
        for code, pence in parts.items():
            self.payers[code] += pence
            for cap, _ in self.version.caps[code]:
                self.used[_place(cap, self.units)] += pence


def given_back(amount: int, borne: Pence, shares: Mapping[str, Fraction]) -> Pence:
    """An amount that an agent pays back: to each payer in proportion to what it has borne, negative.

    What goes beyond all that was borne is split by the shares.
    """
    whole = sum(pence for pence in borne.values() if pence > 0)
    first = min(amount, whole)
    weights = [(code, Fraction(pence, whole)) for code, pence in borne.items() if pence > 0]
    found = money.split(-first, weights) if first else {}
    beyond = money.split(first - amount, list(shares.items())) if amount > first else {}
    return {code: found.get(code, 0) + beyond.get(code, 0) for code in {**found, **beyond}}


def _by_cap(beyond: list[tuple[PayerCap, int]]) -> defaultdict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for cap, pence in beyond:
        found[cap.code] += pence
    return found


def _says(pence: Mapping[str, int]) -> Pence:
    return {code: amount for code, amount in pence.items() if amount}


def facts(found: Split) -> list[dict[str, Any]]:
    """The caps of payers that an amount met, for its explanation."""
    return [
        {
            "code": one.cap.code, "payer": one.cap.payer, "over": one.cap.over, "left": str(money.pounds(one.left)),
            "asked": str(money.pounds(one.asked)),
        }
        for one in found.bites
    ]  # fmt: skip


def read(document: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Decimal]]:
    """What an entry keeps, in pounds, by kind and code."""
    return {kind: {code: Decimal(text) for code, text in document.get(kind, {}).items()} for kind in KINDS}
