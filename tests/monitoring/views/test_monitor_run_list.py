from django.test import Client
from django.urls import reverse

from accounts.models import Role
from monitoring.actions import monitor, requests
from monitoring.models import MonitorRequest
from tests import builders
from tests.monitoring.scenes import NOW, YEAR_END, Scene

BUTTON = "Run the monitor now"


def address(scene: Scene) -> str:
    return reverse("monitoring:monitor_run_list", args=[scene.programme.slug])


def now(scene: Scene) -> str:
    return reverse("monitoring:monitor_run_now", args=[scene.programme.slug])


def test_a_commissioner_asks_for_a_run_and_is_told_while_it_waits(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    assert BUTTON in client.get(address(scene)).content.decode()
    shown = client.post(now(scene), follow=True).content.decode()
    assert "The monitor was asked to run. Its result will appear below." in shown
    assert "has not finished" in shown
    assert BUTTON not in shown
    assert MonitorRequest.objects.count() == 1


def test_asking_twice_is_answered_with_the_first_request(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)
    client.post(now(scene))
    assert "has already been asked to run" in client.post(now(scene), follow=True).content.decode()
    assert MonitorRequest.objects.count() == 1


def test_the_page_shows_what_came_of_it_and_the_runs(client: Client, scene: Scene) -> None:
    scene.quarter(0, 100, 50)
    asked = requests.ask(programme=scene.programme, as_of=YEAR_END, by=scene.commissioner, at=NOW)
    requests.carry_out(request_id=asked.pk, at=NOW)
    client.force_login(scene.commissioner)
    shown = client.get(address(scene)).content.decode()
    assert "4 results judged; 0 new flags for the latest period." in shown
    assert "31 December 2025" in shown
    assert "2025-q1, 2025-q2, 2025-q3, 2025-q4" in shown


def test_the_digest_of_a_run_is_shown_to_those_alone_who_may_see_every_record(client: Client, scene: Scene) -> None:
    """It covers exact numbers of people: where they are few, somebody could try them out until the digest fits."""
    scene.quarter(0, 100, 50)
    run = monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW).run
    assert run is not None
    sees = {scene.commissioner: True, scene.member: False, scene.for_north: False}
    sees[builders.member(scene.programme, Role.ANALYST)] = False
    for person, is_shown in sees.items():
        client.force_login(person)
        shown = client.get(address(scene)).content.decode()
        assert "31 December 2025" in shown
        assert (run.digest[:16] in shown) == is_shown
        assert ("Digest of the inputs" in shown) == is_shown


def test_an_agent_has_no_button_and_may_not_press_it(client: Client, scene: Scene) -> None:
    client.force_login(scene.for_north)
    assert BUTTON not in client.get(address(scene)).content.decode()
    assert client.post(now(scene)).status_code == 403
    assert not MonitorRequest.objects.exists()


def test_a_run_cannot_be_asked_for_by_looking(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    assert client.get(now(scene)).status_code == 405


def test_a_stranger_finds_no_such_page(client: Client, scene: Scene) -> None:
    client.force_login(builders.user())
    assert client.get(address(scene)).status_code == 404
    assert client.post(now(scene)).status_code == 404
