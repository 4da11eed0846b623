import csv
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from monitoring.actions import monitor
from payments.actions import pricing
from tests import builders
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene
from tests.payments.approving import approve_all


@pytest.fixture
@kept
def scene() -> Scene:
    """Off track in two quarters running; the south has three young achievers in the last quarter."""
    made = scenes.scene(targets=[scenes.RATE, scenes.RATE | {"code": "south-rate", "agent": "southway"}])
    for place, achieved in enumerate((150, 150, 60, 50)):
        made.quarter(place, 300, achieved)
    made.quarter(3, 40, 3, agent=made.south)
    made.quarter(3, 60, 12, segment="other")
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return made


def page(client: Client, user: User, scene: Scene, **given: str) -> str:
    client.force_login(user)
    response = client.get(reverse("dashboards:findings_dashboard", args=[scene.programme.slug]), given)
    assert response.status_code == 200
    return response.content.decode()


def rows(client: Client, user: User, scene: Scene, table: str, **given: str) -> list[list[str]]:
    client.force_login(user)
    response = client.get(reverse("dashboards:findings_dashboard_csv", args=[scene.programme.slug, table]), given)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_answer_comes_first_with_how_sure_what_it_costs_and_the_stage_it_questions(
    client: Client, scene: Scene
) -> None:
    pricing.price(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(scene.programme, NOW)
    shown = page(client, scene.commissioner, scene, agent="northway")
    assert "2 of 2 targets are off track" in page(client, scene.commissioner, scene)
    assert "Chance of so far off a result if on profile: under 0.1%" in shown
    assert "fewer than expected, worth about £" in shown
    assert "4. Strategy and operations" in shown
    assert reverse("stages:finding_detail", args=[scene.programme.slug, 1]) in shown
    assert shown.index("Which targets are off track") < shown.index("The evidence")


def test_both_denominators_are_named_and_shown(client: Client, scene: Scene) -> None:
    shown = page(client, scene.commissioner, scene, target="job-rate")
    assert "125 of 700 people who started: 17.9%. This is the rate that is judged." in shown
    assert "65 first achievements in 2025-q4, 400 starts in 2025-q4: a ratio of 16.3%" in shown


def test_the_closed_cohorts_are_listed_with_their_total(client: Client, scene: Scene) -> None:
    found = rows(client, scene.commissioner, scene, "cohorts", target="job-rate")
    assert [row[:3] for row in found[1:]] == [
        ["July 2025", "300", "60"],
        ["October 2025", "400", "65"],
        ["All cohorts judged", "700", "125"],
    ]


def test_each_chart_has_its_table_as_a_file(client: Client, scene: Scene) -> None:
    pricing.price(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(scene.programme, NOW)
    trajectory = rows(client, scene.commissioner, scene, "trajectory", target="job-rate")
    assert [row[0] for row in trajectory[1:]] == ["2025-q1", "2025-q2", "2025-q3", "2025-q4"]
    agents = rows(client, scene.commissioner, scene, "agents", target="job-rate")
    assert [row[:2] for row in agents[1:]] == [["Northway", "18.5%"], ["Southway", "7.5%"]]
    funnel = rows(client, scene.commissioner, scene, "funnel", target="job-rate")
    assert [[row[0], row[1], row[5]] for row in funnel[1:]] == [
        ["Northway", "660", "Within"],
        ["Southway", "40", "Within"],
    ]
    assert len(rows(client, scene.commissioner, scene, "segments")) > 1
    assert rows(client, scene.commissioner, scene, "answers")[0][0] == "Target"
    assert rows(client, scene.commissioner, scene, "money")[0][0] == "Period"


def test_an_unknown_table_is_not_found(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    address = reverse("dashboards:findings_dashboard_csv", args=[scene.programme.slug, "secrets"])
    assert client.get(address).status_code == 404


def test_the_filters_narrow_the_figures_to_a_segment_an_agent_or_an_earlier_period(
    client: Client, scene: Scene
) -> None:
    assert "12 of 60 people had achieved it" in page(
        client, scene.commissioner, scene, target="job-rate", segment="other"
    )
    assert "3 of 40 people had achieved it" in page(
        client, scene.commissioner, scene, target="job-rate", agent="southway"
    )
    assert "at the end of 2025-q2" in page(client, scene.commissioner, scene, period="2025-q2")


def test_a_target_of_another_agent_is_left_out_when_one_agent_is_asked_for(client: Client, scene: Scene) -> None:
    assert len(rows(client, scene.commissioner, scene, "answers")) == 3
    found = rows(client, scene.commissioner, scene, "answers", agent="northway")
    assert [row[0] for row in found[1:]] == ["job-rate"]


def test_a_filter_that_does_not_exist_shows_the_whole(client: Client, scene: Scene) -> None:
    assert "2 of 2 targets are off track" in page(client, scene.commissioner, scene, agent="nobody", target="none")
    assert "Select the agent from the list" in page(client, scene.commissioner, scene, agent="nobody")
    assert "3 of 40 people had achieved it" in page(
        client, scene.commissioner, scene, target="job-rate", agent="southway", segment="none"
    )


def test_small_counts_are_hidden_from_those_who_may_not_see_rows_and_so_is_what_gives_them_away(
    client: Client, scene: Scene
) -> None:
    agents = rows(client, scene.member, scene, "agents", target="job-rate")
    assert [row[1] for row in agents[1:]] == ["Not shown", "Not shown"]
    assert "Agents against the average" not in page(client, scene.member, scene, target="job-rate")
    for agent in ("northway", "southway"):
        shown = page(client, scene.member, scene, target="job-rate", agent=agent)
        assert "Not shown: too few" in shown
        assert "3 of 40" not in shown
    target = reverse("monitoring:target_detail", args=[scene.programme.slug, "south-rate"])
    assert "3 of 40" not in client.get(target).content.decode()
    assert "3 of 40" not in page(client, scene.member, scene, target="south-rate")
    assert "125 of 700 people had achieved it" in page(client, scene.member, scene, target="job-rate")


def test_months_are_not_shown_for_parts_to_those_who_may_not_see_rows(client: Client, scene: Scene) -> None:
    shown = page(client, scene.member, scene, target="job-rate", segment="young")
    assert "The months of start are shown for all agents and segments together only" in shown


def test_an_agent_sees_its_own_figures_alone(client: Client, scene: Scene) -> None:
    shown = page(client, scene.for_north, scene)
    assert "figures of your own organisation" in shown
    assert "Southway" not in shown
    assert "122 of 660 people had achieved it" in shown
    assert [row[0] for row in rows(client, scene.for_north, scene, "agents")[1:]] == ["Northway"]
    assert "Southway" not in page(client, scene.for_north, scene, agent="southway")


def test_a_programme_that_was_never_judged_says_what_will_be_here(client: Client, db: None) -> None:
    programme = builders.programme()
    user = builders.member(programme, Role.COMMISSIONER)
    client.force_login(user)
    response = client.get(reverse("dashboards:findings_dashboard", args=[programme.slug]))
    assert "Nothing has been judged yet" in response.content.decode()


def test_a_stranger_finds_no_such_page(client: Client, scene: Scene) -> None:
    client.force_login(builders.user())
    assert client.get(reverse("dashboards:findings_dashboard", args=[scene.programme.slug])).status_code == 404
    address = reverse("dashboards:findings_dashboard_csv", args=[scene.programme.slug, "agents"])
    assert client.get(address).status_code == 404


def test_the_page_that_is_kept_is_nobody_elses_and_no_older_than_the_data(client: Client, scene: Scene) -> None:
    assert "3 of 40" in page(client, scene.commissioner, scene, target="south-rate")
    assert "3 of 40" not in page(client, scene.member, scene, target="south-rate")
    scene.quarter(3, 100, 50, agent=scene.south)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    assert "53 of 140" in page(client, scene.commissioner, scene, target="south-rate")


def test_a_page_that_is_kept_costs_one_query_for_the_state_of_the_data(client: Client, scene: Scene) -> None:
    page(client, scene.commissioner, scene)
    with CaptureQueriesContext(connection) as captured:
        page(client, scene.commissioner, scene)
    assert not [one for one in captured if "monitoring_measurement" in one["sql"]]


@pytest.mark.parametrize(("who", "asked"), [("commissioner", {}), ("member", {"agent": "northway"})])
def test_the_number_of_queries_grows_neither_with_people_nor_with_claims(
    client: Client, scene: Scene, who: str, asked: dict[str, str]
) -> None:
    """In either programme nothing is small, so that the same charts are drawn."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            cache.clear()
            page(client, getattr(scene, who), scene, **asked)
        return len([one for one in captured if "session" not in one["sql"]])

    def grow(people: int) -> int:
        for place in range(4):
            for agent in (scene.north, scene.south):
                for segment in ("young", "other"):
                    scene.quarter(place, people, people // 2, agent=agent, segment=segment)
        monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
        return queries()

    grow(40)
    before = queries()
    assert grow(200) <= before


def test_what_is_not_shown_is_not_said_to_be_on_track(client: Client, scene: Scene) -> None:
    shown = page(client, scene.member, scene, target="job-rate", agent="southway")
    assert "can it be told whether it is off track at the end of 2025-q4" in shown
    assert "No target is off track" not in shown
