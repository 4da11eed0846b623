"""Of which new measurements people who may not see rows are told, and what everybody reads then."""

import importlib
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dashboards.selectors import findings_dashboard, report_programme
from delivery.models import Participant
from govuk.reports import Paragraph
from monitoring.actions import monitor
from monitoring.models import Measurement
from monitoring.selectors import figures, measurements, pages, publications, shown
from monitoring.selectors.figures import EVERYBODY, Selection
from outcomes.models import Claim
from tests import builders
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, QUARTERS, YEAR_END, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def scene() -> Scene:
    """Two agents of 60 people each in the last quarter, of whom 25 found work; both told of at the first run."""
    made = scenes.scene(targets=[scenes.RATE, scenes.RATE | {"code": "south-rate", "agent": "southway"}])
    made.quarter(3, 60, 25)
    made.quarter(3, 60, 25, agent=made.south)
    run(made, 0)
    return made


def run(scene: Scene, days: int) -> None:
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW + timedelta(days=days))


def late(scene: Scene, agent: str, number: int) -> None:
    """So many more turn out to have found work."""
    has_work = Claim.objects.filter(programme=scene.programme).values("participant")
    started = Participant.objects.filter(programme=scene.programme, agent__code=agent)
    scene.achieve(started.exclude(pk__in=has_work).order_by("pk")[:number], QUARTERS[3][2])


def take_back(scene: Scene, claims: Iterable[Claim]) -> None:
    for claim in claims:
        claim.states.create(state="withdrawn", changed_at=NOW, changed_by=scene.for_north, reason="Sent by mistake.")


def read(scene: Scene, user: User, code: str = "job-rate", selection: Selection = EVERYBODY) -> tuple[int | None, bool]:
    """How many achieved it, as the person reads it, and whether that stands in the place of something later."""
    viewer = figures.audience(user, scene.programme)
    (one,) = [one for one in viewer.measurements if one.target.code == code and one.period.code == "2025-q4"]
    return figures.read(one, selection, viewer).achieved, measurements.kept_from(one) is not None


def test_a_few_who_come_late_are_told_to_nobody_who_may_not_see_rows(scene: Scene) -> None:
    late(scene, "northway", 2)
    run(scene, 1)
    assert read(scene, scene.commissioner) == (52, False)
    assert read(scene, scene.member) == (50, True)


def test_they_are_told_once_more_than_a_few_have_come(scene: Scene) -> None:
    for days, number in enumerate((2, 2, 2), start=1):
        late(scene, "northway", number)
        run(scene, days)
    assert read(scene, scene.member) == (56, False)
    assert [one.is_told for one in Measurement.objects.filter(target__code="job-rate", period__code="2025-q4")] == [
        True, False, False, True,
    ]  # fmt: skip


def test_nobody_is_told_of_a_run_that_differs_by_few_from_one_told_long_before(scene: Scene) -> None:
    """Ten come and eight are taken back: told of both, one would subtract the first figure from the last."""
    late(scene, "northway", 10)
    run(scene, 1)
    assert read(scene, scene.member) == (60, False)
    gone = Claim.objects.filter(programme=scene.programme, agent=scene.north).order_by("-pk")[:8]
    take_back(scene, gone)
    run(scene, 2)
    assert read(scene, scene.commissioner) == (52, False)
    assert read(scene, scene.member) == (60, True)


def test_an_agent_reads_its_own_newest_figures(scene: Scene) -> None:
    late(scene, "northway", 2)
    run(scene, 1)
    own = Selection(agents=frozenset({"northway"}))
    assert read(scene, scene.for_north, selection=own) == (27, False)


def test_a_target_of_one_agent_is_told_anew_only_together_with_that_of_everybody(scene: Scene) -> None:
    """Nine more of one agent and six fewer of the other are three of everybody."""
    late(scene, "southway", 9)
    take_back(scene, Claim.objects.filter(programme=scene.programme, agent=scene.north).order_by("pk")[:6])
    run(scene, 1)
    assert read(scene, scene.member) == (50, True)
    assert read(scene, scene.member, "south-rate") == (25, True)


def test_what_was_decided_stands_when_more_is_told(scene: Scene) -> None:
    before = shown.hidden(scene.programme).places
    for days, number in enumerate((7, 3, 9), start=1):
        late(scene, "northway", number)
        run(scene, days)
        after = shown.hidden(scene.programme).places
        assert {key: after[key] for key in before} == before
        before = after


def test_the_decision_is_the_same_from_nothing_as_from_the_run_before(scene: Scene) -> None:
    for days, number in enumerate((7, 3, 9), start=1):
        late(scene, "southway", number)
        run(scene, days)
        shown.hidden(scene.programme)
    going_on = shown.hidden(scene.programme)
    cache.clear()
    assert shown.hidden(scene.programme) == going_on


def test_a_page_says_since_when_its_figures_stand(client: Client, scene: Scene) -> None:
    late(scene, "northway", 2)
    run(scene, 1)
    day = f"{NOW:%-d %B %Y}"
    for name, args in (("monitoring:target_detail", ["job-rate"]), ("dashboards:findings_dashboard", [])):
        address = reverse(name, args=[scene.programme.slug, *args])
        client.force_login(scene.member)
        assert (
            f"as they stood on {day}: what has come in since is too little to show"
            in client.get(address).content.decode()
        )
        client.force_login(scene.commissioner)
        assert "too few to show" not in client.get(address).content.decode()


def test_of_data_from_before_what_stood_counts_as_told(scene: Scene) -> None:
    late(scene, "northway", 7)
    run(scene, 1)
    assert Measurement.objects.filter(is_told=False).count() == 0
    migration = importlib.import_module("monitoring.migrations.0002_measurement_told")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.STANDING_ARE_TOLD)
    told = Measurement.objects.filter(target__code="job-rate", period__code="2025-q4").order_by("run")
    assert [one.is_told for one in told] == [False, True]


def test_a_report_and_open_data_say_so_too(scene: Scene) -> None:
    late(scene, "northway", 2)
    run(scene, 1)
    said = f"The figures of 2025-q4 are as they stood on {NOW:%-d %B %Y}: what has come in since is too little to show."
    for user, is_said in ((scene.member, True), (scene.commissioner, False)):
        viewer = figures.audience(user, scene.programme)
        blocks = report_programme.figures_of(findings_dashboard.known(viewer), viewer)
        assert any(isinstance(one, Paragraph) and one.text == said for one in blocks) is is_said
    document = publications.document(scene.programme)
    assert any("Figures of 2025-q4 stand as they were told before" in words for words in document["small_counts"])
    (target,) = [one for one in document["targets"] if one["code"] == "job-rate"]
    assert target["readings"][-1]["achieved"] == 50


def test_a_flag_of_figures_that_are_not_told_is_not_told_either(scene: Scene) -> None:
    """50 of 120 may be on track, 46 are at risk: that there is a flag would tell that a few have gone."""

    def told_to(user: User) -> list[str]:
        return [one.subject for one in pages.flags(figures.audience(user, scene.programme)) if one.kind == "off_track"]

    assert "job-rate" not in told_to(scene.commissioner)
    take_back(scene, Claim.objects.filter(programme=scene.programme, agent=scene.north).order_by("pk")[:4])
    run(scene, 1)
    assert "job-rate" in told_to(scene.commissioner)
    assert "job-rate" not in told_to(scene.member)
