"""Somebody who may not see rows keeps what is shown on every day, while data come in late, and reasons from it all."""

import dataclasses
import itertools
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.domain import movements
from delivery.domain.suppression import EVERYTHING, NOBODY, Figure, Kind, Place, Rule
from monitoring.actions import monitor
from monitoring.models import Measurement
from monitoring.selectors import tables
from tests import builders
from tests.dashboards import looking
from tests.dashboards.looking import PERIOD, TARGETS, Shown
from tests.delivery import attacks
from tests.kept import kept
from tests.monitoring import forgetting, scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene

COUNTED = re.compile(r"([\d,]+) of ([\d,]+) people had achieved it")
RULE = Rule()
CELLS = list(itertools.product(("northway", "southway"), ("young", "other")))
Cells = dict[tuple[str, str], Figure]


def looked_at(days: Sequence[Cells], kind: Kind = Kind.SHARE, *, remembers: bool = True) -> list[Shown]:
    return looking.looked_at(days, TARGETS[kind], RULE, remembers=remembers)


def whole(cells: Cells, place: Place) -> Figure:
    return sum((one for cell, one in cells.items() if attacks.covers(place, cell)), NOBODY)


@dataclasses.dataclass(frozen=True)
class Attack:
    """All that is known of the cells on each day: what was shown and, perhaps, that nobody is ever taken away."""

    days: Sequence[Cells]
    seen: list[Shown]
    only_added: bool
    kind: Kind = Kind.SHARE

    @property
    def parts(self) -> list[str]:
        return attacks.parts_of(self.kind)

    @property
    def grows(self) -> tuple[tuple[str, ...], ...]:
        """The sums of parts that are only ever added to."""
        return ("achieved",), self.kind.people

    @property
    def moments(self) -> list[int]:
        return sorted({one.day for one in self.seen})

    @property
    def unknown(self) -> list[tuple[int, tuple[str, str], str]]:
        return list(itertools.product(self.moments, CELLS, self.parts))

    def weights(self, day: int, place: Place, parts: Sequence[str], sign: float = 1.0) -> list[float]:
        return [
            sign * (when == day and part in parts and attacks.covers(place, cell)) for when, cell, part in self.unknown
        ]

    def equations(self) -> tuple[list[list[float]], list[float]]:
        rows = [
            (self.weights(one.day, place, [part]), float(number))
            for one in self.seen
            for place, figure in one.figures.items()
            for part, number in self.kind.parts(figure).items()
        ]
        return [weights for weights, _value in rows], [value for _weights, value in rows]

    def limits(self) -> list[tuple[list[float], float]]:
        if not self.only_added:
            return []
        return [
            (self.between(later, earlier, cell, parts), 0.0)
            for earlier, later in itertools.pairwise(self.moments)
            for cell, parts in itertools.product(CELLS, self.grows)
        ]

    def between(self, first: int, second: int, place: Place, parts: Sequence[str]) -> list[float]:
        pairs = zip(self.weights(second, place, parts), self.weights(first, place, parts), strict=True)
        return [one - other for one, other in pairs]

    def found_out(self) -> list[tuple[object, ...]]:
        """Few people of whom it follows that they are few: who came between two days, or who stand behind a figure."""
        equations, values = self.equations()
        limits = self.limits()
        found: list[tuple[object, ...]] = []
        places = [
            *CELLS,
            *((agent, None) for agent in ("northway", "southway")),
            (None, "young"),
            (None, "other"),
            EVERYTHING,
        ]
        for place, parts in itertools.product(places, self.kind.sums):
            counts = {day: self.count(day, place, parts) for day in self.moments}
            for day, value in counts.items():
                if RULE.is_small(value):
                    _low, high = attacks.range_of(self.weights(day, place, parts), equations, values, limits)
                    if high < RULE.threshold - 1e-6:
                        found.append(("count", day, place, parts, value))
            if parts not in self.grows:
                continue
            for first, second in itertools.combinations(self.moments, 2):
                moved = counts[second] - counts[first]
                if 0 < abs(moved) < RULE.threshold:
                    wanted = self.between(first, second, place, parts)
                    low, high = attacks.range_of(wanted, equations, values, limits)
                    if -RULE.threshold + 1e-6 < low and high < RULE.threshold - 1e-6:
                        found.append(("moved", first, second, place, parts, moved))
        return found

    def count(self, day: int, place: Place, parts: Sequence[str]) -> int:
        return sum(self.kind.parts(whole(self.days[day], place))[part] for part in parts)


@st.composite
def histories(draw: st.DrawFn, *, least: int = 0, fewest_days: int = 1, most_days: int = 4) -> list[Cells]:
    """Days on each of which some more have started, and some more have achieved it, or (below nought) fewer."""
    few, many = st.integers(0, 6), st.integers(20, 80)
    people = {cell: draw(st.one_of(few, many, many)) for cell in CELLS}
    achieved = {cell: draw(st.integers(0, people[cell])) for cell in CELLS}
    days = [{cell: Figure(people[cell], achieved[cell]) for cell in CELLS}]
    for _day in range(draw(st.integers(fewest_days, most_days))):
        for cell in CELLS:
            came, more = (draw(st.one_of(st.just(0), st.integers(least, 9))) for _number in range(2))
            people[cell] = max(achieved[cell], people[cell] + came)
            achieved[cell] = min(people[cell], max(0, achieved[cell] + more))
        days.append({cell: Figure(people[cell], achieved[cell]) for cell in CELLS})
    return days


@settings(derandomize=True)
@given(histories())
def test_no_few_are_found_out_by_whoever_keeps_every_day(days: list[Cells]) -> None:
    assert Attack(days, looked_at(days), only_added=True).found_out() == []


@settings(derandomize=True, max_examples=5)
@given(histories(fewest_days=8, most_days=8))
def test_nor_over_more_days_than_are_compared_place_by_place(days: list[Cells]) -> None:
    assert len(days) > movements.LAST
    assert Attack(days, looked_at(days), only_added=True).found_out() == []


@settings(derandomize=True)
@given(histories())
def test_nor_of_a_number_in_the_period(days: list[Cells]) -> None:
    assert Attack(days, looked_at(days, Kind.EVENTS), only_added=True, kind=Kind.EVENTS).found_out() == []


@settings(derandomize=True)
@given(histories(least=-3))
def test_nor_where_some_are_taken_back(days: list[Cells]) -> None:
    assert Attack(days, looked_at(days), only_added=False).found_out() == []


def test_the_same_attack_succeeds_where_nothing_is_remembered() -> None:
    """So that the tests above are known to be able to fail."""
    before = dict.fromkeys(CELLS, Figure(60, 25))
    after = before | {("northway", "young"): Figure(60, 27), ("southway", "other"): Figure(60, 34)}
    days = [before, after]
    found = Attack(days, looked_at(days, remembers=False), only_added=True).found_out()
    assert ("moved", 0, 1, ("northway", "young"), ("achieved",), 2) in found
    assert Attack(days, looked_at(days), only_added=True).found_out() == []


@pytest.fixture
@kept
def scene() -> Scene:
    return scenes.four_cells()


def on_the_pages(client: Client, scene: Scene) -> dict[Place, Figure]:
    """Every count of the last quarter that any choice of filters of the dashboard shows to a member."""
    client.force_login(scene.member)
    address = reverse("dashboards:findings_dashboard", args=[scene.programme.slug])
    found: dict[Place, Figure] = {}
    for agent, segment in itertools.product(("northway", "southway", None), ("young", "other", None)):
        page = client.get(address, {"agent": agent or "", "segment": segment or ""}).content.decode()
        if seen := COUNTED.search(page[page.find('id="evidence"') :]):
            achieved, people = (int(number.replace(",", "")) for number in seen.groups())
            found[agent, segment] = Figure(people, achieved)
    return found


def kept_over(client: Client, scene: Scene, changes: Sequence[dict[tuple[str, str], int]]) -> Attack:
    """What a member keeps who looks after every run of the monitor, each time after some more have come in."""
    days, seen = [], []
    for day, more in enumerate(({}, *changes)):
        scenes.found_work_late(scene, more)
        monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW + timedelta(days=day))
        measured = Measurement.objects.filter(target__code="job-rate", period__code="2025-q4").order_by("run")
        days.append(tables.told_of(measured[day], PERIOD.starts_on).cells)
        told = max(place for place, one in enumerate(measured) if one.is_told)
        seen.append(Shown(told, on_the_pages(client, scene)))
    return Attack(days, seen, only_added=True)


@pytest.mark.django_db
def test_who_keeps_the_pages_of_every_day_finds_out_no_few(client: Client, scene: Scene) -> None:
    changes = [
        {("northway", "young"): 2},
        {("northway", "young"): 1, ("southway", "other"): 9},
        {("southway", "young"): 7},
    ]
    held = kept_over(client, scene, changes)
    assert [one.day for one in held.seen] == [0, 0, 2, 3]
    assert [one.figures[EVERYTHING].achieved for one in held.seen] == [100, 100, 112, 119]
    assert held.found_out() == []


@pytest.mark.django_db
def test_the_same_look_at_the_pages_succeeds_without_memory(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetting.make_forget(monkeypatch)
    held = kept_over(client, scene, [{("northway", "young"): 2}])
    assert ("moved", 0, 1, ("northway", "young"), ("achieved",), 2) in held.found_out()
