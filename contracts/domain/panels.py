"""A panel registered in advance: places with the programme and without it, and the periods in which they are counted.

Nothing of it is left to be chosen when the figures are known: neither the places, nor how far one looks back.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from contracts.domain import comparisons, naming
from contracts.domain.comparisons import Comparison, Panel, Place
from contracts.domain.days import months_after
from contracts.domain.problems import Reader

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

MONTHS = {1: "month", 3: "quarter", 6: "half a year", 12: "year"}
PLACE_LENGTH = 50
MOST_BEFORE = 120
LEAST_PLACES = {comparisons.PANEL_OF_PLACES: 2, comparisons.PANEL_OF_PERIODS: 1}
LEAST_BEFORE = {comparisons.PANEL_OF_PLACES: 1, comparisons.PANEL_OF_PERIODS: 2}


@dataclasses.dataclass(frozen=True)
class Span:
    """A period of a panel, named by its first month: 2024-01."""

    starts_on: date
    ends_on: date

    @property
    def code(self) -> str:
        return f"{self.starts_on:%Y-%m}"

    @property
    def name(self) -> str:
        first, last = f"{self.starts_on:%b %Y}", f"{self.ends_on:%b %Y}"
        return first if first == last else f"{first} to {last}"


def spans(panel: Panel, until: date) -> Iterator[Span]:
    """The periods in order, from the first one counted to the last that ends by the day."""
    start = panel.first
    while True:
        following = months_after(start, panel.every)
        if following - timedelta(days=1) > until:
            return
        yield Span(start, following - timedelta(days=1))
        start = following


def periods_before(panel: Panel) -> int:
    """How many periods are counted before the programme began."""
    return (12 * (panel.since.year - panel.first.year) + panel.since.month - panel.first.month) // panel.every


def covers(place: str, period: str) -> str:
    """What a figure of a place in a period is reported for. Periods have one length, so that it can be told apart."""
    return f"{place}-{period}"


def read(reader: Reader) -> Panel | None:
    if reader.raw("panel") is None:
        return None
    inner = reader.inner("panel")
    every = inner.integer("every", least=1, most=12)
    first, since = inner.date("first"), inner.date("since")
    inside, outside = (tuple(map(_place, inner.readers(side, required=True))) for side in ("inside", "outside"))
    naming.once(inner, "outside", [place.code.lower() for place in (*inside, *outside)])
    inner.finish()
    if every not in MONTHS:
        inner.note("every", "unknown_choice", "Count by months (1), quarters (3), half years (6) or years (12).")
    elif first is not None and since is not None and inside and outside:
        found = Panel(every, first, since, inside, outside)
        _fits(inner, found)
        return found
    return None


def _place(reader: Reader) -> Place:
    found = Place(reader.code("code", at_most=PLACE_LENGTH), reader.text("name", required=True, at_most=100))
    reader.finish()
    return found


def _fits(reader: Reader, panel: Panel) -> None:
    if panel.first.day != 1 or panel.since.day != 1:
        reader.note("first", "out_of_range", "Periods of a panel begin on the first of a month.")
    elif panel.since <= panel.first:
        reader.note("first", "out_of_range", "Begin to count before the programme began.")
    elif months_after(panel.first, periods_before(panel) * panel.every) != panel.since:
        reader.note("since", "out_of_range", "From the first period to the start, count whole periods.")
    elif periods_before(panel) > MOST_BEFORE:
        reader.note("first", "out_of_range", f"Count at most {MOST_BEFORE} periods before the start.")


def check(reader: Reader, found: Comparison) -> None:
    """A panel has a test over a panel, and the other way round; all of its figures are stated, for whole places."""
    panel = found.panel
    if (panel is not None) != (found.test in comparisons.PANELS):
        reader.note("panel", "does_not_fit", "State places and periods with a test over a panel, and with no other.")
    if panel is None:
        return
    if found.before or found.other_before or found.segment:
        reader.note("panel", "does_not_fit", "A panel counts whole places before too: leave segment and counts empty.")
    if found.pooling != comparisons.ALL:
        reader.note("pooling", "does_not_fit", "Judge a panel over all its periods together.")
    places, before = LEAST_PLACES.get(found.test, 1), LEAST_BEFORE.get(found.test, 1)
    if min(len(panel.inside), len(panel.outside)) < places:
        reader.note("panel", "too_few", f"This test needs {places} places with the programme, and {places} without.")
    if periods_before(panel) < before:
        reader.note("panel.first", "too_few", f"This test needs {before} periods before the start.")


def document(panel: Panel) -> dict[str, Any]:
    return {
        "every": panel.every,
        "first": panel.first.isoformat(),
        "since": panel.since.isoformat(),
        "inside": _places(panel.inside),
        "outside": _places(panel.outside),
    }


def _places(places: Iterable[Place]) -> list[dict[str, str]]:
    return [{"code": one.code, "name": one.name} for one in places]


def ends_within(terms: "Terms", panel: Panel, until: date) -> Iterator[Span]:
    """The periods whose figures the version asks for: those before the start, and since then while it is in force."""
    for span in spans(panel, until):
        if span.ends_on < panel.since or terms.in_force(span.ends_on):
            yield span
