"""Somebody who may not see rows subtracts numbers that findings tell beside the tables from what the tables show."""

import itertools
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from delivery.domain.suppression import NOT_SHOWN, Rule
from monitoring.actions import answering, monitor
from monitoring.models import Measurement
from monitoring.selectors import figures, proof, verdict_pages
from monitoring.selectors.shown import runs
from stages.models import Finding
from stages.selectors import finding_words
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import COMPARISON, NOW, YEAR_END, Scene

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
        numbers |= set(runs(rows))
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
    assert frozen["people_who_started_in_the_period"] == NOT_SHOWN


def test_a_verdict_tells_no_counts_that_could_stand_a_few_beside_the_tables(client: Client) -> None:
    """Who was followed to the end of the window is counted otherwise than the closed cohorts of the same outcome."""
    made = scenes.scene(targets=[scenes.RATE], comparisons=[COMPARISON])
    made.quarter(0, 211, 97)
    made.start(2, date(2025, 12, 31))
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    answering.answer(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    analyst = builders.member(made.programme, Role.ANALYST)
    exact = verdict_pages.questions(figures.audience(made.commissioner, made.programme))[0].latest
    read = verdict_pages.questions(figures.audience(analyst, made.programme))[0].latest
    assert exact is not None
    assert read is not None
    assert "97 of 211 people" in exact.seen
    assert not read.hidden
    assert "46% of the people achieved it, against 50%" in read.seen
    document = read.as_document()
    assert {document[name] for name in ("people", "needed", "detectable", "p", "p_holm", "inputs")} == {None}
    assert (str(document["estimate"]), read.steps, read.chance, read.could_see) == ("0.46", [], "", "")
    client.force_login(analyst)
    page = client.get(reverse("monitoring:verdict_detail", args=[made.programme.slug, COMPARISON["code"]]))
    said = page.content.decode().partition("<main")[2]
    assert "97 of 211" not in said
    assert "45.9" not in said
