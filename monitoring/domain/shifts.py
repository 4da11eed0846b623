"""Shifts of a control chart: signals of one side that overlap, or follow each other without a gap, are one matter.

One shift breaks several rules, each from another point on; and as data come in, the average moves and the same shift
begins a point earlier or later. It is told once, whatever rules it breaks later and however long it grows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.domain.words import listed
from monitoring.domain import control
from monitoring.domain.control import Point, Signal

WORDS = {
    "beyond": "at least one {unit} lies more than three standard deviations {side} it",
    "two_of_three": "two of three {unit}s lie more than two standard deviations {side} it",
    "four_of_five": "four of five {unit}s lie more than one standard deviation {side} it",
    "eight": "at least eight {unit}s in a row lie {side} it",
}
"""The rules in words, strongest first; `it` is the average."""
SHORT = {
    "two_of_three": "two of three more than two",
    "four_of_five": "four of five more than one",
    "eight": "at least eight in a row lie {side} it",
}
"""The same where they follow others."""
FEWEST = {rule: needed for rule, _window, needed, _beyond in control.TESTS}
SIDES = {"above": True, "below": False}
BETWEEN, TO = " · ", " to "


@dataclass(frozen=True)
class Shift:
    """Signals of one side that belong together, from the first point concerned to the last."""

    first: str
    last: str
    above: bool
    signals: tuple[Signal, ...]

    @property
    def side(self) -> str:
        return "above" if self.above else "below"

    def why(self, unit: str) -> str:
        """The rules that are broken in words, the strongest first; `unit` is what a point stands for."""
        broken = {signal.rule for signal in self.signals}
        rules = [rule for rule in WORDS if rule in broken]
        words = [WORDS[rules[0]], *(SHORT[rule] for rule in rules[1:])]
        return listed(one.format(unit=unit, side=self.side) for one in words)

    def subject(self, code: str) -> str:
        """What a flag about it says that it is about: the target, the side and the points."""
        points = self.first if self.first == self.last else f"{self.first}{TO}{self.last}"
        return BETWEEN.join((code, self.side, points))


@dataclass(frozen=True)
class Told:
    """A shift that was told before. Where one rule was told by its first point alone, `last` is not known: then it had
    `fewest` points or more."""

    above: bool
    first: str
    last: str | None
    fewest: int = 1


def of(points: Sequence[Point]) -> list[Shift]:
    """The shifts of a chart in the order of their first points: each signal is in one, and none of a side meet."""
    signals = control.signals(points)
    if not signals:
        return []
    places = _places(points)
    sides = ([one for one in signals if one.above == above] for above in (False, True))
    return sorted((shift for own in sides for shift in _folded(own, places)), key=lambda shift: places[shift.first])


def _folded(signals: Sequence[Signal], places: Mapping[str, int]) -> list[Shift]:
    """Of signals of one side, in the order of their first points."""
    found: list[list[Signal]] = []
    end = -1
    for one in signals:
        if not found or places[one.first] > end + 1:
            found.append([])
        found[-1].append(one)
        end = max(end, places[one.until])
    return [
        Shift(
            first=together[0].first,
            last=max((one.until for one in together), key=lambda label: places[label]),
            above=together[0].above,
            signals=tuple(together),
        )
        for together in found
    ]


def told(subject: str, *, above: bool) -> Told:
    """What a flag told, by its subject: of a shift, or of one rule and its first point, as flags once did.

    Of the latter `above` says the side.
    """
    _code, how, where = subject.split(BETWEEN)
    if how in SIDES:
        first, _to, last = where.partition(TO)
        return Told(SIDES[how], first, last or first)
    return Told(above, where, None, FEWEST[how])


def was_told(shift: Shift, before: Iterable[Told], points: Sequence[Point]) -> bool:
    """Whether one that was told on the same side meets the shift: overlaps it, or leaves no gap between them."""
    places = _places(points)
    first, last = places[shift.first], places[shift.last]
    for one in before:
        begins = places.get(one.first)
        ends = places.get(one.last) if one.last else None
        if one.above != shift.above or (begins is None and ends is None):
            continue
        # A point may have gone since; the other end still says where it was.
        begins = ends if begins is None else begins
        ends = begins + one.fewest - 1 if ends is None and begins is not None else ends
        if begins is not None and ends is not None and begins <= last + 1 and ends >= first - 1:
            return True
    return False


def _places(points: Sequence[Point]) -> dict[str, int]:
    return {point.label: place for place, point in enumerate(points)}
