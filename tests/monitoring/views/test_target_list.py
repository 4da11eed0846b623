import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from monitoring.actions import monitor, requests
from monitoring.tasks import monitor_programme
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, QUARTERS, Scene


def page(client: Client, user: User, scene: Scene, **given: str) -> tuple[int, str]:
    client.force_login(user)
    response = client.get(reverse("monitoring:target_list", args=[scene.programme.slug]), given)
    return response.status_code, response.content.decode()


def judged() -> Scene:
    own = {**scenes.RATE, "code": "south-rate", "agent": "southway"}
    scene = scenes.scene(targets=[scenes.RATE, own])
    scene.quarter(1, 40, 15)
    scene.quarter(1, 60, 40, agent=scene.south)
    monitor.run(programme=scene.programme, as_of=QUARTERS[1][2], by=builders.system(), at=NOW)
    return scene


def test_each_target_stands_with_denominator_status_and_chance_of_missing_it(client: Client, db: None) -> None:
    scene = judged()
    status, shown = page(client, scene.member, scene)
    assert status == 200
    assert "of 100 people in closed cohorts" in shown
    assert "end of the contract" in shown
    assert reverse("monitoring:target_detail", args=[scene.programme.slug, "south-rate"]) in shown


def test_targets_are_found_by_words_status_and_measure(client: Client, db: None) -> None:
    scene = judged()
    assert "south-rate/" not in page(client, scene.member, scene, q="job-rate")[1]
    assert "No target matches" in page(client, scene.member, scene, status="red")[1]
    assert "No target matches" in page(client, scene.member, scene, measure="count")[1]
    assert "No target matches" in page(client, scene.member, scene, measure="count", status="purple")[1]


def test_an_agent_sees_its_own_people_and_no_target_of_another(client: Client, db: None) -> None:
    scene = judged()
    shown = page(client, scene.for_north, scene)[1]
    assert "of 40 people in closed cohorts" in shown
    assert "south-rate" not in shown


def test_without_a_judgement_the_page_says_so_and_strangers_find_none(client: Client, scene: Scene) -> None:
    assert "Nothing has been judged yet" in page(client, scene.commissioner, scene)[1]
    assert page(client, builders.user(), scene)[0] == 404


def test_the_page_of_a_target_shows_forecast_windows_and_both_denominators(client: Client, db: None) -> None:
    scene = judged()
    client.force_login(scene.commissioner)
    shown = client.get(reverse("monitoring:target_detail", args=[scene.programme.slug, "job-rate"])).content.decode()
    for words in (
        "95% predictive interval", "Trajectory and forecast", "Rolling 12 months", "Of the starts",
        "Rate of the closed cohorts", "is no success rate",
    ):  # fmt: skip
        assert words in shown


def test_windows_are_calendar_months_though_periods_are_quarters_and_late_data_stand_apart(
    client: Client, db: None
) -> None:
    scene = scenes.scene()
    scene.quarter(0, 20, 5)
    scene.quarter(1, 40, 12)
    scene.start(7, QUARTERS[1][1], agent=scene.south)
    monitor.run(programme=scene.programme, as_of=QUARTERS[1][2], by=builders.system(), at=NOW)
    client.force_login(scene.commissioner)
    url = reverse("monitoring:target_detail", args=[scene.programme.slug, "job-rate"])
    shown = re.sub(r"<[^>]+>", " ", client.get(url).content.decode()).split("The same outcome over windows")[1]
    names = r"In the latest month|Rolling \d+ months|Since the beginning"
    rows = re.findall(rf"({names})\s+(.+?20\d\d)\s{{2,}}(\d+)\s+(\d+)", shown)
    assert rows == [
        ("In the latest month", "Jun 2025", "0", "12"),
        ("Rolling 3 months", "Apr 2025 to Jun 2025", "40", "12"),
        ("Rolling 12 months", "Jan 2025 to Jun 2025", "60", "17"),
        ("Since the beginning", "Jan 2025 to Jun 2025", "60", "17"),
    ]
    assert "7 starts and 0 results of agents whose data are late are counted in none" in shown


def test_windows_are_counted_once_for_a_run_before_anybody_looks_and_anew_after_the_next(
    client: Client, db: None
) -> None:
    scene = scenes.scene()
    started = scene.quarter(0, 20, 5)
    client.force_login(scene.commissioner)
    url = reverse("monitoring:target_detail", args=[scene.programme.slug, "job-rate"])
    for found in (5, 9):
        scene.achieve(started[5:found], QUARTERS[0][2], received=NOW)
        asked = requests.ask(programme=scene.programme, as_of=QUARTERS[0][2], by=scene.commissioner, at=NOW)
        monitor_programme(request_id=asked.pk)
        with CaptureQueriesContext(connection) as queries:
            shown = re.sub(r"<[^>]+>", " ", client.get(url).content.decode()).split("The same outcome over windows")[1]
        assert re.search(rf"Since the beginning\s+Jan 2025 to Mar 2025\s+20\s+{found}\s", shown)
        assert not [one["sql"] for one in queries if "FROM outcomes_claim" in one["sql"]]


def test_those_who_may_not_see_rows_are_told_the_chance_alone(client: Client, db: None) -> None:
    scene = judged()
    client.force_login(scene.member)
    shown = client.get(reverse("monitoring:target_detail", args=[scene.programme.slug, "job-rate"])).content.decode()
    assert "End of the contract" in shown
    assert "Rolling 12 months" not in shown
    assert "Control chart" not in shown


def test_small_counts_stay_hidden_in_windows_and_forecasts(client: Client, db: None) -> None:
    scene = scenes.scene()
    scene.quarter(1, 40, 3)
    monitor.run(programme=scene.programme, as_of=QUARTERS[1][2], by=builders.system(), at=NOW)
    client.force_login(scene.member)
    shown = client.get(reverse("monitoring:target_detail", args=[scene.programme.slug, "job-rate"])).content.decode()
    assert "Not shown" in shown
    assert "Rolling 12 months" not in shown
    assert "End of the contract" not in shown
