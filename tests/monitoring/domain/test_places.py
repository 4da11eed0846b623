"""A registered panel: which figures count on a day, and what their difference is."""

import dataclasses
import math
from datetime import date
from decimal import Decimal

import pytest

from contracts.domain import comparisons
from contracts.domain.comparisons import Comparison, Panel, Place
from monitoring.domain import places, verdicts

PANEL = Panel(
    3, date(2024, 1, 1), date(2025, 1, 1),
    (Place("north", "North"), Place("east", "East")), (Place("south", "South"), Place("west", "West")),
)  # fmt: skip
ASKED = Comparison(
    code="work", name="More in work?", outcome="job", measure=comparisons.SHARE, against=comparisons.CHANGE,
    test=comparisons.PANEL_OF_PLACES, matters=Decimal("0.05"), window_days=30, metric="work", panel=PANEL,
)  # fmt: skip
QUARTERS = ("2024-01", "2024-04", "2024-07", "2024-10", "2025-01", "2025-04")
LEVELS = {
    "north": (400, 402, 398, 400, 480, 484), "east": (300, 299, 301, 300, 392, 388),
    "south": (410, 408, 412, 410, 421, 419), "west": (350, 351, 349, 350, 358, 362),
}  # fmt: skip
FIGURES = {
    f"{place}-{quarter}": (float(counted), 1000.0)
    for place, levels in LEVELS.items()
    for quarter, counted in zip(QUARTERS, levels, strict=True)
}


def test_a_period_counts_once_its_figures_are_final_and_every_place_has_one() -> None:
    found = places.known(ASKED, FIGURES, None, date(2025, 5, 1))
    assert found is not None
    assert (found.key, found.start, found.people) == ("2025-01", 4, 2000)
    found = places.known(ASKED, FIGURES, None, date(2025, 12, 31))
    assert found is not None
    assert found.key == "2025-01,2025-04"
    assert found.names[-1] == "Apr 2025 to Jun 2025"
    gone = {key: value for key, value in FIGURES.items() if key != "west-2025-04"}
    found = places.known(ASKED, gone, None, date(2025, 12, 31))
    assert found is not None
    assert found.key == "2025-01"


@pytest.mark.parametrize("without", ["west-2024-04", "north-2025-01"])
def test_nothing_is_said_while_a_figure_before_or_of_the_first_period_since_is_missing(without: str) -> None:
    gone = {key: value for key, value in FIGURES.items() if key != without}
    assert places.known(ASKED, gone, None, date(2025, 12, 31)) is None


def test_periods_after_the_contract_do_not_count() -> None:
    found = places.known(ASKED, FIGURES, date(2025, 3, 31), date(2025, 12, 31))
    assert found is not None
    assert found.key == "2025-01"


def test_the_places_with_the_programme_are_held_against_the_change_of_the_others() -> None:
    found = places.known(ASKED, FIGURES, None, date(2025, 12, 31))
    assert found is not None
    seen = places.difference(ASKED, found, level=0.95)
    assert seen is not None
    assert seen.estimate == pytest.approx(0.436)
    assert seen.comparator == pytest.approx(0.36)
    assert seen.size == pytest.approx(0.076)
    assert seen.is_clear
    assert seen.detectable is not None
    assert seen.detectable == pytest.approx(0.0563, abs=1e-4)
    assert seen.needed == 6
    assert verdicts.verdict(seen, matters=0.05, higher_is_better=True) == "likely_better"
    trend = places.trend(found)
    assert trend is not None
    assert not trend.speaks_against


def test_places_that_all_changed_alike_do_not_make_a_result_certain() -> None:
    """Two places on each side with the same change by chance: counting alone leaves an error."""
    alike = {key: 4.0 if key[-7:] < "2025" else 5.0 if key[:5] in ("north", "east-") else 4.0 for key in FIGURES}
    found = places.known(ASKED, {key: (one, 10.0) for key, one in alike.items()}, None, date(2025, 12, 31))
    assert found is not None
    seen = places.difference(ASKED, found, level=0.95)
    assert seen is not None
    error = math.sqrt(0.24 / 10 / 4 + 0.24 / 10 / 8 + 0.25 / 10 / 4 + 0.24 / 10 / 8)
    assert (seen.size, seen.interval.high) == pytest.approx((0.1, 0.1 + 4.3026527297 * error))
    assert verdicts.verdict(seen, matters=0.05, higher_is_better=True) == "too_few"


def test_places_where_nothing_ever_happened_give_no_verdict() -> None:
    found = places.known(ASKED, dict.fromkeys(FIGURES, (0.0, 10.0)), None, date(2025, 12, 31))
    assert found is not None
    assert places.difference(ASKED, found, level=0.95) is None


def test_of_few_places_each_period_counts_and_events_matter_relative_to_their_level() -> None:
    panel = dataclasses.replace(PANEL, inside=PANEL.inside[:1], outside=PANEL.outside[:1])
    asked = dataclasses.replace(
        ASKED, panel=panel, test=comparisons.PANEL_OF_PERIODS, measure=comparisons.EVENTS, matters=Decimal("0.1")
    )
    found = places.known(asked, FIGURES, None, date(2025, 12, 31))
    assert found is not None
    seen = places.difference(asked, found, level=0.95)
    assert seen is not None
    assert (seen.size, seen.comparator) == pytest.approx((0.072, 0.41))
    assert seen.detectable == pytest.approx(
        (seen.interval.high - seen.size) / 2.7764451052 * (2.7764451052 + 0.9409645796) / 0.41, abs=1e-6
    )
