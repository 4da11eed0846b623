import csv
import io
from datetime import date

from django.test import Client
from django.urls import reverse

from accounts.models import User
from monitoring.actions import monitor
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene


def page(client: Client, user: User, scene: Scene, code: str = "job-rate") -> tuple[int, str]:
    client.force_login(user)
    response = client.get(reverse("monitoring:target_detail", args=[scene.programme.slug, code]))
    return response.status_code, response.content.decode()


def judged(scene: Scene) -> Scene:
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)
    scene.quarter(3, 100, 50, agent=scene.south)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return scene


def test_every_period_is_listed_with_what_was_said_and_what_the_contract_expects(client: Client, scene: Scene) -> None:
    status, shown = page(client, scene.member, judged(scene))
    assert status == 200
    assert "50.0% of a cohort" in shown
    assert "The price may be too low." in shown
    assert "100% after 90 days" in shown
    for code in ("2025-q1", "2025-q2", "2025-q3", "2025-q4"):
        assert code in shown
    assert "170 of 700 people had achieved it" in shown


def test_an_agent_reads_the_results_of_its_own_people(client: Client, scene: Scene) -> None:
    status, shown = page(client, scene.for_north, judged(scene))
    assert status == 200
    assert "120 of 600 people had achieved it" in shown
    assert "170 of 700" not in shown


def test_a_target_that_was_never_judged_is_not_found(client: Client, scene: Scene) -> None:
    assert page(client, scene.commissioner, scene)[0] == 404
    assert page(client, scene.commissioner, judged(scene), "other")[0] == 404


def test_a_stranger_finds_no_such_page(client: Client, scene: Scene) -> None:
    assert page(client, builders.user(), judged(scene))[0] == 404


def test_each_chart_has_its_figures_as_a_file_alike_for_the_viewer(client: Client, scene: Scene) -> None:
    judged(scene)
    for user in (scene.commissioner, scene.for_north):
        client.force_login(user)
        shown = client.get(reverse("monitoring:target_detail", args=[scene.programme.slug, "job-rate"]))
        page = shown.context["page"]
        for name, chart in (("trajectory", page.trajectory), ("control", page.control), ("maturity", page.curve)):
            address = reverse("monitoring:target_csv", args=[scene.programme.slug, "job-rate", name])
            response = client.get(address)
            if chart is None:
                assert response.status_code == 404
                continue
            rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
            assert len(rows) == len(chart.rows) + 1 > 1
            assert tuple(rows[0]) == chart.columns
            assert address in shown.content.decode()


def test_there_is_no_file_of_an_unknown_chart_nor_for_a_stranger(client: Client, scene: Scene) -> None:
    judged(scene)
    client.force_login(scene.commissioner)
    assert client.get(reverse("monitoring:target_csv", args=[scene.programme.slug, "job-rate", "x"])).status_code == 404
    client.force_login(builders.user())
    address = reverse("monitoring:target_csv", args=[scene.programme.slug, "job-rate", "trajectory"])
    assert client.get(address).status_code == 404


def test_the_maturity_curve_goes_on_by_steps_of_as_many_days(client: Client, db: None) -> None:
    """Whatever days the contract names, each step is thirty days, so that no stretch looks longer than it is."""
    curve = [{"days": 0, "share": "0"}, {"days": 41, "share": "0.5"}, {"days": 90, "share": "1"}]
    scene = scenes.scene(window_days=90, targets=[scenes.RATE | {"maturity": curve}])
    for month in range(1, 10):
        scene.achieve(scene.start(60, date(2025, month, 1))[:30], date(2025, month, 20))
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    client.force_login(scene.commissioner)
    address = reverse("monitoring:target_csv", args=[scene.programme.slug, "job-rate", "maturity"])
    rows = list(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Day 0", "Day 30", "Day 60", "Day 90"]
    assert rows[-1][1:3] == ["100.0%", "100.0%"]
