"""Flags that are about the same matter: raised again period by period, or once for each shift of a chart's side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from monitoring.domain.shifts import BETWEEN

OF_TARGET = "target"
"""Off track, or likely to be: a target is one matter either way."""


class Sign(NamedTuple):
    """A flag: what it is about, the period with its last day, how bad it is (the greater, the worse), and of a chart's
    signal whether it lies above the average."""

    key: int
    kind: str
    subject: str
    period: int
    ends_on: date
    weight: int
    above: bool = False

    @property
    def matter(self) -> tuple[str, ...]:
        if self.kind in ("off_track", "forecast"):
            return (OF_TARGET, self.subject)
        if self.is_signal:
            return (self.kind, self.subject.partition(BETWEEN)[0], "above" if self.above else "below")
        return (self.kind, self.subject)

    @property
    def is_signal(self) -> bool:
        return self.kind == "signal"

    @property
    def _points(self) -> str:
        return self.subject.rpartition(BETWEEN)[2]

    @property
    def order(self) -> tuple[date, str, int]:
        """The later period, the later points of a chart, and the worse flag come last."""
        return (self.ends_on, self._points if self.is_signal else "", self.weight)


@dataclass(frozen=True)
class Matter:
    """The flags of one matter, the latest first. `stands`: the latest period was flagged, and nothing has come since
    that would have changed it. `running` is the number of periods one after another up to the last one flagged."""

    signs: tuple[Sign, ...]
    stands: bool
    running: int

    @property
    def latest(self) -> Sign:
        return self.signs[0]

    @property
    def since(self) -> int:
        """The first of the periods that were flagged one after another."""
        in_turn = list(dict.fromkeys(one.period for one in self.signs))
        return in_turn[self.running - 1]


def of(signs: Iterable[Sign], periods: Sequence[int], latest: date | None, gone: Iterable[int]) -> list[Matter]:
    """The matters: those that stand first, the worst of them on top; of others those that ended last.

    `periods` are those of the programme in order, `latest` the last day of the latest that was judged, and `gone` the
    keys of flags that hold no longer by what has come since.
    """
    together: dict[tuple[str, ...], list[Sign]] = {}
    for one in signs:
        together.setdefault(one.matter, []).append(one)
    places = {period: place for place, period in enumerate(periods)}
    left = set(gone)
    found = []
    for own in together.values():
        own.sort(key=lambda one: one.order, reverse=True)
        stands = latest is not None and own[0].ends_on >= latest and own[0].key not in left
        found.append(Matter(tuple(own), stands, _running(own, places)))
    return sorted(found, key=_order)


def _running(signs: Sequence[Sign], places: Mapping[int, int]) -> int:
    """How many periods one after another were flagged, up to the last."""
    own = list(dict.fromkeys(places[one.period] for one in signs))
    return next((number for number, place in enumerate(own) if place != own[0] - number), len(own))


def _order(matter: Matter) -> tuple[bool, int, int, bool, int, str]:
    """Of what is equally bad, what one chart shows of chance comes last."""
    one = matter.latest
    ended = -one.ends_on.toordinal()
    return (not matter.stands, ended, -one.weight, one.is_signal, -matter.running, BETWEEN.join(one.matter))
