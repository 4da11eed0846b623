from datetime import timedelta

from django.test import Client
from django.urls import reverse

from accounts.models import User
from monitoring.actions import monitor
from monitoring.models import Flag
from tests import builders
from tests.monitoring.scenes import NOW, YEAR_END, Scene


def page(client: Client, user: User, scene: Scene, **given: str) -> str:
    client.force_login(user)
    response = client.get(reverse("monitoring:flag_list", args=[scene.programme.slug]), given)
    assert response.status_code == 200
    return response.content.decode()


def judged(scene: Scene) -> Scene:
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return scene


def test_flags_name_their_reason_stages_and_finding(client: Client, scene: Scene) -> None:
    shown = page(client, scene.member, judged(scene))
    assert "120 of 600 people had achieved it" in shown
    assert reverse("stages:finding_detail", args=[scene.programme.slug, 1]) in shown
    assert reverse("stages:stage_detail", args=[scene.programme.slug, 4]) in shown


def test_a_flag_of_a_target_that_has_recovered_since_says_so_to_those_who_see_every_figure(
    client: Client, scene: Scene
) -> None:
    people = scene.quarter(3, 300, 60)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    told = "On track by what has come in since"
    assert told not in page(client, scene.commissioner, scene)
    scene.achieve(people[60:170], YEAR_END)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW + timedelta(days=1))
    assert told in page(client, scene.commissioner, scene)
    assert told not in page(client, scene.member, scene)


def tables(shown: str) -> list[str]:
    """The latest period, and what is of earlier ones or gone, as far as they are there."""
    return shown.split("<table")[1:]


def test_what_is_flagged_period_after_period_is_one_row_with_all_its_periods(client: Client, scene: Scene) -> None:
    judged(scene)
    (table,) = tables(page(client, scene.commissioner, scene))
    assert "Flagged for the latest period" in table
    assert table.count("<tr") == 2
    row = table.split("<tr")[2]
    assert "Since 2025-q3, 2 periods running" in row
    latest, earlier = row.split("1 earlier period")
    for flag in Flag.objects.filter(kind="off_track"):
        part = latest if flag.period.code == "2025-q4" else earlier
        assert flag.reason in part.replace("&#x27;", "'")
        assert f"?flag={flag.pk}" in row


def test_what_has_gone_stands_apart_below_what_is_flagged_now(client: Client, scene: Scene) -> None:
    people = scene.quarter(3, 300, 60)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    (now,) = tables(page(client, scene.commissioner, scene))
    assert "Flagged for the latest period" in now
    scene.achieve(people[60:170], YEAR_END)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW + timedelta(days=1))
    shown = page(client, scene.commissioner, scene)
    assert "Nothing is flagged for the latest period, 2025-q4." in shown
    (gone,) = tables(shown)
    assert "Earlier periods, and what has gone since" in gone


def test_matters_come_in_pages_the_latest_periods_first(client: Client, scene: Scene) -> None:
    judged(scene)
    Flag.objects.bulk_create(
        Flag(
            programme=scene.programme, kind="late_data", subject=f"agent-{number:02}", period=scene.period(place),
            severity="amber", reason="Late.", raised_at=NOW,
        )
        for number in range(30)
        for place in (0, 1)
    )  # fmt: skip
    client.force_login(scene.commissioner)
    address = reverse("monitoring:flag_list", args=[scene.programme.slug])
    first, second = (client.get(address, {"page": number}).context for number in (1, 2))
    assert [len(one["rows"]) for one in (first, second)] == [25, 6]
    assert [len(one["standing"]) for one in (first, second)] == [1, 0]
    assert {len(row.flags) for row in second["rows"]} == {2}


def test_flags_can_be_searched_and_narrowed(client: Client, scene: Scene) -> None:
    judged(scene)
    assert "120 of 600" in page(client, scene.commissioner, scene, q="job", kind="off_track", severity="red")
    assert "No flag matches" in page(client, scene.commissioner, scene, severity="amber")
    assert "No flag matches" in page(client, scene.commissioner, scene, q="parking")
    one_wrong = page(client, scene.commissioner, scene, q="parking", severity="purple")
    assert "No flag matches" in one_wrong
    assert "Select the severity from the list" in one_wrong


def test_segments_and_agents_are_called_by_their_names(client: Client, scene: Scene) -> None:
    for place in range(4):
        scene.quarter(place, 300, 200)
        scene.quarter(place, 40, 1, segment="other")
    scene.start(100, YEAR_END, agent=scene.south)
    later = NOW + timedelta(days=20)
    monitor.run(
        programme=scene.programme,
        as_of=YEAR_END + timedelta(days=40),
        by=builders.system(),
        at=later,
    )
    for user in (scene.commissioner, scene.member):
        shown = page(client, user, scene)
        assert "Parking: Everybody else" in shown
        assert "Late data: Southway" in shown
        late = next(row for row in shown.split("<tr") if "Late data: Southway" in row)
        assert "To look at" in late
        assert "At risk" not in late
        assert "Outcome job (rate)" in shown
        for code in ("other · job-rate", ": southway", ": job-rate"):
            assert code not in shown
        assert "Parking: Everybody else" in page(client, user, scene, q="everybody")
        assert "Late data" not in page(client, user, scene, q="everybody").partition("<table")[2]


def test_an_agent_sees_only_flags_that_concern_it_alone(client: Client, scene: Scene) -> None:
    assert "120 of 600" not in page(client, scene.for_north, judged(scene))


def test_without_flags_the_page_says_what_will_be_here(client: Client, scene: Scene) -> None:
    assert "Nothing is off track so far" in page(client, scene.commissioner, scene)


def test_a_stranger_finds_no_such_page(client: Client, scene: Scene) -> None:
    client.force_login(builders.user())
    assert client.get(reverse("monitoring:flag_list", args=[scene.programme.slug])).status_code == 404
