"""A target that a later version of the contract drops is watched no longer; what was said of it stays readable."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dashboards.selectors import findings_dashboard, report_programme, track
from dashboards.selectors import viewer as viewers
from dashboards.selectors.findings_dashboard import Asked
from govuk.reports import Bullets
from monitoring.actions import monitor
from monitoring.actions.results import Result
from monitoring.domain import indigo, ocds
from monitoring.models import Flag
from monitoring.selectors import downloads, figures, pages, public_page, publications
from stages.models import Finding
from tests import builders, interface
from tests.kept import kept as kept_world
from tests.monitoring import scenes
from tests.monitoring.scenes import COUNT, NOW, RATE, YEAR_END, Scene

pytestmark = pytest.mark.django_db


def run(scene: Scene, days: int = 0, as_of: Any = YEAR_END) -> Result:
    return monitor.run(programme=scene.programme, as_of=as_of, by=builders.system(), at=NOW + timedelta(days=days))


@pytest.fixture
@kept_world
def scene() -> Scene:
    """A rate on track, and a number that was off track in all four quarters until it was dropped from the third on."""
    made = scenes.scene(targets=[RATE, COUNT])
    for place in range(4):
        made.quarter(place, 60, 40)
    run(made)
    scenes.next_version(made, targets=[RATE])
    run(made, 1)
    return made


def shown(client: Client, user: User, scene: Scene, page: str, *parts: object, **query: str) -> str:
    client.force_login(user)
    response = client.get(reverse(page, args=[scene.programme.slug, *parts]), query)
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_counted_nowhere(scene: Scene) -> None:
    for person in (scene.commissioner, scene.member):
        viewer = viewers.look(person, NOW.date())
        of = track.of(viewer, [scene.programme.pk])[scene.programme.pk]
        assert (of.judged, of.red) == (1, 0)
        assert track.off_track(viewer, scene.programme.pk) == []
        have = findings_dashboard.known(figures.audience(person, scene.programme))
        page = findings_dashboard.page(have, Asked())
        assert [one.target.code for one in page.answers] == ["job-rate"]
        assert [(one.target.code, one.period) for one in page.dropped] == [("job-count", "2025-q2")]
        assert "off track" not in page.headline or "not off track" in page.headline
    assert "off track" not in pages.progress(scene.programme)[0].replace("Nothing off track", "")


def test_up_to_a_period_in_which_the_contract_named_it_it_counts(scene: Scene) -> None:
    have = findings_dashboard.known(figures.audience(scene.commissioner, scene.programme))
    page = findings_dashboard.page(have, Asked(period="2025-q2"))
    assert page.headline.startswith("1 of 2 targets is off track")
    assert page.dropped == []


def test_the_pages_keep_it_apart_and_readable(client: Client, scene: Scene) -> None:
    board = shown(client, scene.commissioner, scene, "dashboards:findings_dashboard")
    assert "last judged in 2025-q2" in board
    board = shown(client, scene.commissioner, scene, "dashboards:findings_dashboard", target="job-count")
    assert "The contract names this target no longer" in board
    listed = shown(client, scene.commissioner, scene, "monitoring:target_list")
    assert "Last judged: off track" in listed
    assert "No target matches" in shown(client, scene.commissioner, scene, "monitoring:target_list", status="red")
    assert "job-count" in shown(client, scene.commissioner, scene, "monitoring:target_list", status="dropped")
    detail = shown(client, scene.commissioner, scene, "monitoring:target_detail", "job-count")
    assert "How it stood when it was last judged" in detail
    assert "Chance of missing it" not in detail
    flags = shown(client, scene.commissioner, scene, "monitoring:flag_list", kind="off_track")
    assert flags.count("No longer in the contract") == 1


def test_its_open_finding_says_that_nothing_more_will_be_measured(client: Client, scene: Scene) -> None:
    raised = Finding.objects.get(programme=scene.programme, key__startswith="off_track:job-count")
    assert "names this target no longer" in shown(
        client, scene.commissioner, scene, "stages:finding_detail", raised.number
    )


def test_data_that_come_late_raise_no_finding_about_it() -> None:
    """Two quarters in which it was asked for are off track, but are judged once it is asked for no longer."""
    for drops in (True, False):
        made = scenes.scene(targets=[RATE, COUNT])
        if drops:
            scenes.next_version(made, targets=[RATE])
        for place in range(4):
            made.quarter(place, 90, 60)
        run(made)
        raised = Finding.objects.filter(programme=made.programme, key__startswith="off_track:job-count")
        assert raised.exists() is not drops
        assert Flag.objects.filter(programme=made.programme, target__code="job-count", period__code="2025-q2").exists()


def test_the_command_prints_no_flag_of_it(scene: Scene) -> None:
    assert Flag.objects.filter(target__code="job-count", period__code="2025-q4").exists()
    assert "job-count" not in [flag.target for flag in run(scene, 2).flags]
    call_command("monitor", programme=scene.programme.slug, as_of="2025-12-31")


def test_reports_and_open_data_name_it_as_history(scene: Scene) -> None:
    viewer = figures.audience(scene.commissioner, scene.programme)
    blocks = report_programme.figures_of(findings_dashboard.known(viewer), viewer)
    assert any("last judged in 2025-q2" in item for one in blocks if isinstance(one, Bullets) for item in one.items)
    document = publications.document(scene.programme)
    assert [(one["code"], one["in_contract"]) for one in document["targets"]] == [
        ("job-rate", True), ("job-count", False)
    ]  # fmt: skip
    assert {row["target"] for row in document["breakdowns"]} == {"job-rate"}
    told = {one.name: one.status[0] for one in public_page.page(document).targets}
    assert "No longer in the contract" in told.values()
    (metric,) = indigo.project(document)["outcome_metrics"]
    assert metric["outcome_metric_target"]["value"] == "50% of the cohort"
    agreed = ocds.release(document, prefix="ocds-1", at="2026-01-20T03:00:00+00:00")["contracts"][0]["agreedMetrics"]
    assert [one["id"] for one in agreed[0]["observations"]] == ["job-rate"]
    made = downloads.file(document, "targets.csv", at=NOW, uri="")
    assert made is not None
    assert made.content.decode("utf-8-sig").splitlines()[-1].endswith(",no")


def test_other_systems_are_told(scene: Scene) -> None:
    caller = interface.system_of(scene.commissioner)
    told = caller.get(f"programmes/{scene.programme.slug}/targets/").json()["results"]
    assert {one["code"]: one["in_contract"] for one in told} == {"job-rate": True, "job-count": False}
