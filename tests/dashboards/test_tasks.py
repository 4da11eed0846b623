"""What the worker counts at night, so that no page has to."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboards import tasks
from dashboards.selectors import counted
from delivery.selectors import activity, moments
from stages.models import Programme
from tests.delivery.selectors.test_moments import scene as scene_of_moments
from tests.monitoring.scenes import Scene

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)
scene = scene_of_moments


@pytest.fixture
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


def looked_at(programme: Programme) -> tuple[counted.Counted, list[str]]:
    """What is told, and the queries that went to records of people for it."""
    with CaptureQueriesContext(connection) as asked:
        told = counted.told(programme, TODAY)
        activity.told_by_segment(programme, TODAY, programme.suppression_threshold)
    records = ("outcomes_claim", "delivery_participant", "delivery_activity")
    return told, [one["sql"] for one in asked if any(f'FROM "{table}"' in one["sql"] for table in records)]


def test_the_ends_of_periods_are_counted_before_anybody_looks(scene: Scene, on_that_day: None) -> None:
    tasks.count_ends_of_periods()
    told, records = looked_at(scene.programme)
    assert not records
    assert (told.participants, told.outcomes) == (112, 112)


def test_without_that_night_the_first_look_counts_the_same(scene: Scene) -> None:
    told, records = looked_at(scene.programme)
    assert records
    assert (told.participants, told.outcomes) == (112, 112)


def test_a_programme_that_cannot_be_counted_does_not_keep_those_after_it_from_it(
    scene: Scene, on_that_day: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    given = {"commissioner": scene.programme.commissioner, "created_by": scene.programme.created_by}
    later = Programme.objects.create(slug="later", name="Later", created_at=scene.programme.created_at, **given)
    tried = []

    def fails_for_one(programme: Programme, _today: date) -> list[moments.Moment]:
        tried.append(programme.pk)
        if programme.pk == scene.programme.pk:
            raise RuntimeError("No such table.")
        return []

    monkeypatch.setattr(moments, "over", fails_for_one)
    tasks.count_ends_of_periods()
    assert f"programme {scene.programme.slug} could not be counted" in caplog.text
    assert scene.programme.pk in tried
    assert later.pk in tried[tried.index(scene.programme.pk) + 1 :]
