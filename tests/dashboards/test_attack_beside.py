"""Somebody who may not see rows subtracts numbers that findings tell beside the tables from what the tables show."""

import itertools
from datetime import date

import pytest

from delivery.domain.suppression import Rule
from monitoring.actions import monitor
from monitoring.models import Measurement
from monitoring.selectors import beside, figures, proof
from stages.models import Finding
from stages.selectors import finding_words
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene

pytestmark = pytest.mark.django_db
RULE = Rule()


def judged(late: int) -> Scene:
    """A year in which far too few find work, and in which so many start so late that their cohort is not due yet."""
    made = scenes.scene(targets=[scenes.RATE], assumptions={"starts": {"expected": "4000"}})
    for place in range(4):
        made.quarter(place, 200, 20)
    if late:
        made.start(late, date(2025, 12, 31))
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return made


def told(scene: Scene) -> tuple[set[int], set[int]]:
    """Every number of people that findings tell to anybody, and every one that the tables show of everybody."""
    found = finding_words.findings(Finding.objects.filter(programme=scene.programme), None, whole=True)
    numbers: set[int] = set()
    for one in found:
        for name, value in one.evidence.items():
            if name.startswith("people_") and isinstance(value, int):
                numbers.add(value)
        rows = [row["started"] for row in one.evidence.get("periods", []) if isinstance(row.get("started"), int)]
        numbers |= set(beside.runs(rows))
    viewer = proof.outsider(scene.programme)
    shown = set()
    standing = Measurement.objects.standing().filter(run__programme=scene.programme)
    for measured in standing.select_related("period", "target"):
        reading = figures.read(measured, figures.EVERYBODY, viewer)
        shown |= {n for n in (reading.people, reading.achieved) if n is not None}
    return numbers, shown


def few_between(numbers: set[int]) -> list[tuple[int, int]]:
    return [pair for pair in itertools.combinations(sorted(numbers), 2) if 0 < pair[1] - pair[0] < RULE.threshold]


def test_starts_are_told_where_nothing_few_follows_from_them() -> None:
    numbers, shown = told(judged(late=0))
    assert 200 in numbers
    assert not few_between(numbers | shown)


@pytest.mark.parametrize("late", [1, 2, 4])
def test_starts_are_not_told_where_a_few_stand_between_them_and_the_closed_cohorts(late: int) -> None:
    """202 started and 200 of them are in closed cohorts: two people are not due yet."""
    scene = judged(late)
    numbers, shown = told(scene)
    assert shown
    assert not few_between(numbers | shown)
    frozen = Finding.objects.get(programme=scene.programme, key__startswith="off_track:").evidence
    assert frozen["people_who_started_in_the_period"] == figures.NOT_SHOWN
