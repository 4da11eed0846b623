"""A version of the contract that is agreed for the past judges periods again: each has one row, by that version."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.models import ContractVersion
from dashboards.selectors import findings_dashboard
from monitoring.actions import monitor
from monitoring.models import Measurement
from monitoring.selectors import figures, kept, publications
from stages.models import Finding
from tests import builders
from tests.kept import kept as kept_world
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, RATE, YEAR_END, Scene

pytestmark = pytest.mark.django_db
COUNT = scenes.COUNT | {"value": "30", "minimum": "20"}
QUARTERS = ["2025-q1", "2025-q2", "2025-q3", "2025-q4"]


@pytest.fixture
@kept_world
def scene() -> Scene:
    """Four quarters that were judged by the first version, with a rate and a number."""
    made = scenes.scene(targets=[RATE, COUNT])
    for place in range(4):
        made.quarter(place, 60, 40)
    run(made, 0)
    return made


def run(scene: Scene, days: int) -> None:
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW + timedelta(days=days))


def read(scene: Scene, user: User, code: str = "job-rate") -> dict[str, Measurement]:
    """What the person reads of a target, by period; each period once."""
    found = [one for one in figures.audience(user, scene.programme).measurements if one.target.code == code]
    assert not [period for period, number in Counter(one.period.code for one in found).items() if number > 1]
    return {one.period.code: one for one in found}


def versions_of(read: dict[str, Measurement]) -> list[ContractVersion]:
    return [read[code].target.version for code in QUARTERS]


def test_each_period_has_one_row_by_the_version_in_force(scene: Scene) -> None:
    second = scenes.next_version(scene, targets=[RATE | {"value": "0.3", "minimum": "0.2"}, COUNT])
    run(scene, 1)
    for person in (scene.commissioner, scene.member):
        assert versions_of(read(scene, person)) == [scene.version, scene.version, second, second]
        assert versions_of(read(scene, person, "job-count")) == [scene.version, scene.version, second, second]


def test_pages_and_open_data_tell_a_period_once(client: Client, scene: Scene) -> None:
    scenes.next_version(scene, targets=[RATE | {"value": "0.3", "minimum": "0.2"}, COUNT])
    run(scene, 1)
    for person in (scene.commissioner, scene.member):
        client.force_login(person)
        page = client.get(reverse("monitoring:target_csv", args=[scene.programme.slug, "job-rate", "trajectory"]))
        assert page.status_code == 200
        rows = page.content.decode("utf-8-sig").splitlines()[1:]
        assert [row.partition(",")[0].strip('"') for row in rows] == QUARTERS
        have = findings_dashboard.known(figures.audience(person, scene.programme))
        answers = findings_dashboard.page(have, findings_dashboard.Asked()).answers
        assert sorted(one.target.code for one in answers) == ["job-count", "job-rate"]
    (target,) = [one for one in publications.document(scene.programme)["targets"] if one["code"] == "job-rate"]
    assert [one["period"] for one in target["readings"]] == QUARTERS


def test_a_target_that_the_version_drops_falls_away_with_it(scene: Scene) -> None:
    scenes.next_version(scene, targets=[RATE])
    run(scene, 1)
    for person in (scene.commissioner, scene.member):
        assert list(read(scene, person, "job-count")) == QUARTERS[:2]
        assert list(read(scene, person)) == QUARTERS


def test_where_a_few_have_come_in_since_what_was_told_stands_once_with_its_day(scene: Scene) -> None:
    """It was judged by the terms of its day: who may see rows reads it by those that are in force."""
    second = scenes.next_version(scene, targets=[RATE | {"value": "0.3", "minimum": "0.2"}, COUNT])
    scene.quarter(3, 2, 1)
    run(scene, 1)
    told, seen = read(scene, scene.member), read(scene, scene.commissioner)
    assert versions_of(seen) == [scene.version, scene.version, second, second]
    assert versions_of(told) == [scene.version, scene.version, second, scene.version]
    counted = [one["2025-q4"].denominator or 0 for one in (told, seen)]
    assert counted[1] - counted[0] == 2
    assert kept.of_periods(told.values()) == (
        f"The figures of 2025-q4 are as they stood on {NOW:%-d %B %Y}: what has come in since is too little to show.",
    )
    scene.quarter(3, 9, 4)
    run(scene, 2)
    assert versions_of(read(scene, scene.member)) == [scene.version, scene.version, second, second]
    assert kept.of_periods(read(scene, scene.member).values()) == ()


def test_what_a_target_of_another_thing_was_told_to_be_stands_for_none_of_that_name(scene: Scene) -> None:
    """The code now names the number, which was told under another code before and has moved by a few since."""
    scenes.next_version(scene, targets=[COUNT | {"code": "job-rate"}])
    scene.quarter(3, 2, 2)
    run(scene, 1)
    assert read(scene, scene.commissioner)["2025-q4"].target.measure == "count"
    assert list(read(scene, scene.member)) == QUARTERS[:3]
    assert [one.target.measure for one in read(scene, scene.member).values()] == ["rate", "rate", "count"]


def test_one_period_off_track_by_two_versions_is_not_two_in_a_row() -> None:
    """Only the last quarter is off track, by the first version and again by the second: no finding yet."""
    rate = RATE | {"value": "0.5", "minimum": None}
    made = scenes.scene(targets=[rate])
    for place, (people, achieved) in enumerate([(100, 60), (100, 60), (100, 60), (400, 110)]):
        made.quarter(place, people, achieved)
    run(made, 0)
    scenes.next_version(made, targets=[rate | {"value": "0.49"}])
    run(made, 1)
    last = read(made, made.commissioner)["2025-q4"]
    assert (last.status, last.is_critical) == ("red", False)
    assert not Finding.objects.filter(programme=made.programme, key__startswith="off_track").exists()
