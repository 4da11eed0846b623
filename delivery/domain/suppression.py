"""What of a table of two ways may be shown to people who may not see the rows behind it, period after period.

Small figures are hidden. Further figures are hidden so that nothing small can be found from what is shown: neither by
subtraction, nor by any reasoning from sums. Each hidden figure is checked for that exactly (see `networks`), in the
table with all its totals; so every view that is narrowed to a row or to a column is a part of the one decision. What
is shown in one period stands for ever, so the next period is decided with it in mind: a figure that has moved by a few
people since it was last shown is hidden again, as its change would be a small figure. docs/disclosure.md tells how.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from delivery.domain.disclosure import NOBODY, Figure, Rule, hidden, hidden_names, is_small
from delivery.domain.networks import EVERYTHING, Network, Place

__all__ = [
    "EVERYTHING",
    "NOBODY",
    "NOT_SHOWN",
    "Figure",
    "Kind",
    "Place",
    "Rule",
    "Secret",
    "hidden",
    "hidden_names",
    "hidden_over_time",
    "hidden_places",
    "is_small",
    "secrets",
    "with_totals",
]

ACHIEVED, OTHERS, PEOPLE = "achieved", "others", "people"
DEAR = 1_000_000
"""How many times more it costs to hide a place that is to be shown if it can be."""

NOT_SHOWN = "Not shown: too few"
"""What stands in the place of a figure that is hidden."""


class Kind(Enum):
    """How the two numbers of a figure belong together: some of the people, events beside the people, or one alone.

    A number alone may be counted anew in each period, or be of all so far."""

    SHARE = "share"
    EVENTS = "events"
    COUNT = "count"
    SO_FAR = "so_far"

    def parts(self, figure: Figure) -> dict[str, int]:
        """The numbers that a figure is made of; the others are those who did not achieve."""
        if self is Kind.SHARE:
            return {ACHIEVED: figure.achieved, OTHERS: figure.people - figure.achieved}
        if self in (Kind.COUNT, Kind.SO_FAR):
            return {PEOPLE: figure.people}
        return {ACHIEVED: figure.achieved, PEOPLE: figure.people}

    @property
    def sums(self) -> tuple[tuple[str, ...], ...]:
        """The counts that can be read from a figure, each as the parts whose sum it is."""
        if self is Kind.SHARE:
            return (ACHIEVED,), (OTHERS,), (ACHIEVED, OTHERS)
        return ((PEOPLE,),) if self in (Kind.COUNT, Kind.SO_FAR) else ((ACHIEVED,), (PEOPLE,))

    @property
    def counted_again(self) -> tuple[tuple[str, ...], ...]:
        """The counts that go on from one period to the next, so that a change in them is a number of people."""
        if self is Kind.COUNT:
            return ()
        return ((ACHIEVED,), self.people) if self is Kind.SHARE else (self.people,)

    @property
    def people(self) -> tuple[str, ...]:
        """The parts whose sum is the number of people."""
        return (ACHIEVED, OTHERS) if self is Kind.SHARE else (PEOPLE,)


@dataclass(frozen=True)
class Secret:
    """A count at a place that nobody may learn to lie within the threshold of `known`: of nought, or of what it was."""

    place: Place
    parts: tuple[str, ...]
    value: int
    known: int = 0

    def missing(self, threshold: int) -> tuple[int, int]:
        """How far it must be able to rise, or else (if something was known before) to fall, to be protected."""
        return self.known + threshold - self.value, self.value - self.known + threshold


def with_totals(cells: Mapping[tuple[str, str], Figure]) -> dict[Place, Figure]:
    """The table with the totals of its rows, of its columns, and of all."""
    table: dict[Place, Figure] = {}
    for (row, column), figure in cells.items():
        for place in ((row, column), (row, None), (None, column), EVERYTHING):
            table[place] = table.get(place, NOBODY) + figure
    return table


def secrets(
    table: Mapping[Place, Figure],
    rule: Rule,
    kind: Kind,
    before: Mapping[Place, Collection[Figure]],
    beside: Mapping[Place, Collection[int]] | None = None,
    again: Mapping[Place, Collection[Figure]] | None = None,
) -> list[Secret]:
    """Every small count of a table, and every small difference from what was shown before, or of people beside it.

    `again` is what was shown earlier of the very same, so that every count of it goes on.
    """
    found = []
    for place, figure in table.items():
        parts = kind.parts(figure)
        for names in kind.sums:
            value = sum(parts[name] for name in names)
            if rule.is_small(value):
                found.append(Secret(place, names, value))
        for names in kind.counted_again:
            value = sum(parts[name] for name in names)
            for earlier in before.get(place, ()):
                known = sum(kind.parts(earlier)[name] for name in names)
                if known and 0 < abs(value - known) < rule.threshold:
                    found.append(Secret(place, names, value, known))
        for names, earlier in itertools.product(kind.sums, (again or {}).get(place, ())):
            value, known = (sum(kind.parts(one)[name] for name in names) for one in (figure, earlier))
            if known and 0 < abs(value - known) < rule.threshold:
                found.append(Secret(place, names, value, known))
        for known in (beside or {}).get(place, ()):
            if known and 0 < abs(figure.people - known) < rule.threshold:
                found.append(Secret(place, kind.people, figure.people, known))
    return found


def _since(now: Figure, floor: Figure) -> Figure:
    """How many have come since the floor."""
    return Figure(max(0, now.people - floor.people), max(0, now.achieved - floor.achieved))


@dataclass
class _Table:
    """One period's table while it is being decided what of it is hidden."""

    figures: Mapping[Place, Figure]
    rule: Rule
    kind: Kind
    secrets: list[Secret]
    hidden: set[Place]
    dear: frozenset[Place]
    floors: Mapping[Place, Figure]

    @cached_property
    def ways(self) -> list[dict[str, Network]]:
        """By part, how hidden figures could be otherwise than they are: each part by itself; and, where floors are
        known, as many achieving it more as fewer do not, the people being as they are."""
        parts = {place: self.kind.parts(figure) for place, figure in self.figures.items()}
        values = {name: {place: one[name] for place, one in parts.items()} for name in next(iter(parts.values()), {})}
        came = {place: _since(self.figures[place], floor) for place, floor in self.floors.items()}
        people = {place: one.people for place, one in came.items()}
        achieved = {place: one.achieved for place, one in came.items()}
        if self.kind is not Kind.SHARE:
            return [{name: Network(own, people if name == PEOPLE else achieved) for name, own in values.items()}]
        both = {place: min(one.people, one.achieved) for place, one in came.items()}
        alone = {ACHIEVED: Network(values[ACHIEVED], both), OTHERS: Network(values[OTHERS], people)} if values else {}
        if not came:
            return [alone]
        instead = {
            ACHIEVED: Network(values[ACHIEVED], achieved, values[OTHERS]),
            OTHERS: Network(values[OTHERS], {}, values[ACHIEVED] | achieved),
        }
        return [alone, instead]

    def is_protected(self, secret: Secret) -> bool:
        return any(self._protects(networks, secret) for networks in self.ways)

    def _protects(self, networks: Mapping[str, Network], secret: Secret) -> bool:
        up, down = secret.missing(self.rule.threshold)
        if networks is not self.ways[0] and len(secret.parts) > 1:
            return False
        if sum(networks[name].rise(secret.place, self.hidden, up) for name in secret.parts) >= up:
            return True
        if not secret.known:
            return False
        return sum(networks[name].fall(secret.place, self.hidden, down) for name in secret.parts) >= down

    def unprotected(self) -> Iterator[Secret]:
        return (secret for secret in self.secrets if not self.is_protected(secret))

    def protect(self) -> None:
        """Hide, for every secret in turn, the figures on the cheapest way round it until it is protected."""
        while (secret := next(self.unprotected(), None)) is not None:
            more = [place for place in self._way(secret) if place not in self.hidden]
            self.hidden |= set(more) if more else set(self.figures)
            if not more:
                return

    def _way(self, secret: Secret) -> list[Place]:
        """Over the part that can give least; a way that is hidden already and still too narrow is blocked."""
        for networks in self.ways:
            for name in sorted(secret.parts, key=lambda name: networks[name].values[secret.place]):
                if way := self._way_over(networks[name], secret.place):
                    return way
        return []

    def _way_over(self, network: Network, around: Place) -> list[Place]:
        blocked: set[Place] = set()
        while True:
            costs = {place: cost for place, cost in self._costs().items() if place not in blocked}
            way = network.cheapest(around, costs)
            if not way or any(place not in self.hidden for place in way):
                return way
            narrow = [place for place in way if place in self.hidden]
            blocked.add(min(narrow, key=lambda place: (network.values[place], str(place))))

    def _costs(self) -> dict[Place, int]:
        """What is lost by hiding a place: the people in it, and more for a total. Nobody can hide behind nobody."""
        costs = {}
        for place, figure in self.figures.items():
            if place in self.hidden:
                costs[place] = 0
            elif figure.people or figure.achieved:
                costs[place] = (1 + figure.people) * (1 + 2 * place.count(None)) * (DEAR if place in self.dear else 1)
        return costs

    def give_back(self, kept: Collection[Place]) -> None:
        """Show again, the largest first, what turns out not to be needed."""
        for place in sorted(self.hidden - set(kept), key=lambda one: (-self.figures[one].people, str(one))):
            self.hidden.discard(place)
            if next(self.unprotected(), None) is not None:
                self.hidden.add(place)


def hidden_places(
    figures: Mapping[Place, Figure],
    rule: Rule,
    *,
    kind: Kind = Kind.SHARE,
    before: Mapping[Place, Collection[Figure]] | None = None,
    beside: Mapping[Place, Collection[int]] | None = None,
    closed: Iterable[Place] = (),
    dear: Iterable[Place] = (),
    floors: Mapping[Place, Figure] | None = None,
    again: Mapping[Place, Collection[Figure]] | None = None,
) -> frozenset[Place]:
    """What is hidden of a table with totals.

    `before` is what was shown of the same thing earlier, `beside` the numbers of people shown at the same place for
    another thing, and `closed` what is hidden anyway. `dear` is hidden where nothing else protects.
    `floors` are figures of the same thing known from a time when fewer had come, and `again` all that were shown of it.
    """
    found = secrets(figures, rule, kind, before or {}, beside, again)
    own = {secret.place for secret in found} | (set(closed) & set(figures))
    table = _Table(figures, rule, kind, found, set(own), frozenset(dear), floors or {})
    table.protect()
    table.give_back(own)
    return frozenset(table.hidden)


def hidden_over_time(
    tables: Iterable[Mapping[Place, Figure]], rule: Rule, *, kind: Kind = Kind.SHARE
) -> list[frozenset[Place]]:
    """What is hidden of each of several tables of the same thing, in the order of their periods.

    Each is decided with what was shown in the earlier ones, and without the later ones, so that a decision stands.
    """
    shown: dict[Place, set[Figure]] = {}
    found = []
    for figures in tables:
        places = hidden_places(figures, rule, kind=kind, before=shown)
        for place in figures.keys() - places:
            shown.setdefault(place, set()).add(figures[place])
        found.append(places)
    return found
