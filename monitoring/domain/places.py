"""A registered panel: the figures of places with the programme and without it, before it began and since.

A period since the start counts once every place has its figure, and those before it do; so that nobody chooses which
ones to look at. Before the start every figure is needed.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from contracts.domain import comparisons, panels
from contracts.domain.comparisons import Comparison, Place
from monitoring.domain import changes, comparing
from monitoring.domain.changes import Change, Trend
from monitoring.domain.verdicts import Difference

Figure = tuple[float, float]
"""Counted, of how many: those who achieved it of the people of a place, or its events and its people."""


@dataclasses.dataclass(frozen=True)
class Series:
    """The figures of one place, in the order of the periods."""

    code: str
    name: str
    figures: tuple[Figure, ...]

    @property
    def levels(self) -> tuple[float, ...]:
        return tuple(counted / people for counted, people in self.figures)


@dataclasses.dataclass(frozen=True)
class Known:
    """All that counts of a panel. `start`: the place of the first period with the programme among `periods`."""

    periods: tuple[str, ...]
    names: tuple[str, ...]
    start: int
    inside: tuple[Series, ...]
    outside: tuple[Series, ...]

    @property
    def key(self) -> str:
        """The periods since the start: what names the people judged."""
        return ",".join(self.periods[self.start :])

    @property
    def people(self) -> int:
        """All who were counted since the start in the places with the programme."""
        return int(sum(people for one in self.inside for _counted, people in one.figures[self.start :]))

    def levels(self) -> tuple[Sequence[changes.Series], Sequence[changes.Series]]:
        return [one.levels for one in self.inside], [one.levels for one in self.outside]


def known(asked: Comparison, figures: Mapping[str, Figure], until: date | None, as_of: date) -> Known | None:
    """What counts on the day. `figures`: those confirmed, by what they cover. `until`: the last day of the contract.

    None while a figure of a period before the start is missing, or no period since is complete.
    """
    panel = asked.panel
    assert panel is not None
    last = as_of - timedelta(days=asked.window_days)
    spans = list(panels.spans(panel, last if until is None else min(last, until)))
    places = (*panel.inside, *panel.outside)
    whole = [all(panels.covers(place.code, span.code) in figures for place in places) for span in spans]
    number = whole.index(False) if False in whole else len(whole)
    start = panels.periods_before(panel)
    if number <= start:
        return None
    codes = [span.code for span in spans[:number]]
    names = tuple(span.name for span in spans[:number])
    inside, outside = (_series(of_side, codes, figures) for of_side in (panel.inside, panel.outside))
    return Known(tuple(codes), names, start, inside, outside)


def _series(places: Sequence[Place], codes: Sequence[str], figures: Mapping[str, Figure]) -> tuple[Series, ...]:
    return tuple(
        Series(place.code, place.name, tuple(figures[panels.covers(place.code, code)] for code in codes))
        for place in places
    )


def change(asked: Comparison, found: Known, level: float) -> Change:
    """The difference of both changes, by the test that was registered."""
    inside, outside = found.levels()
    test = changes.of_panel if asked.test == comparisons.PANEL_OF_PLACES else changes.of_gaps
    return test(inside, outside, found.start, level)


def _by_counting(asked: Comparison, found: Known) -> float:
    """The standard error that counting alone leaves: binomial for shares, Poisson for events."""
    share = asked.measure != comparisons.EVENTS
    variance = 0.0
    for side in (found.inside, found.outside):
        for half in (slice(None, found.start), slice(found.start, None)):
            figures = [figure for one in side for figure in one.figures[half]]
            each = [counted / people * (1 - counted / people if share else 1) / people for counted, people in figures]
            variance += math.fsum(each) / len(figures) ** 2
    return math.sqrt(variance)


def trend(found: Known) -> Trend | None:
    """How the gap between both moved before the start, for each period, at 95 %; None with fewer than three periods."""
    inside, outside = found.levels()
    return changes.pre_trend(inside, outside, found.start)


def means(found: Known) -> tuple[list[float], list[float]]:
    """The mean of the places with the programme, and of those without it, in each period."""
    inside, outside = (changes.mean_series(side) for side in found.levels())
    return inside, outside


def difference(asked: Comparison, found: Known, *, level: float) -> Difference | None:
    """What was seen since the start in the places with the programme, against the level had they changed as the others.

    Where no place, or period, differs from its like at all, how much they vary is not known: the error of counting
    stands in for it. None where even that is nought.
    `needed`: so many places in all, or so many periods over which there are but few places.
    """
    seen = change(asked, found, level)
    if seen.error < changes.NOTHING:
        by_chance = _by_counting(asked, found)
        if by_chance == 0:
            return None
        seen = changes.with_error(seen, by_chance, len(found.inside) + len(found.outside) - 2, level)
    inside, outside = means(found)
    (before, after), (before_2, after_2) = (_both(one, found.start) for one in (inside, outside))
    comparator = before + after_2 - before_2
    detectable = needed = None
    unit = comparator if asked.measure == comparisons.EVENTS else 1.0
    if unit > 0:
        detectable = comparing.reach(level, seen.df) * seen.error / unit
        by_places = asked.test == comparisons.PANEL_OF_PLACES
        size = len(found.inside) + len(found.outside) if by_places else len(found.periods)
        needed = comparing.grown(size, detectable, float(asked.matters))
    return Difference(
        estimate=after,
        comparator=comparator,
        size=seen.difference,
        interval=seen.interval,
        null=0.0,
        p=seen.p,
        is_clear=not seen.interval.holds(0.0),
        detectable=detectable,
        needed=needed,
    )


def _both(series: Sequence[float], start: int) -> tuple[float, float]:
    before, after = series[:start], series[start:]
    return math.fsum(before) / len(before), math.fsum(after) / len(after)
