"""Whether an action worked is asked by itself, once results of a later period have come in."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from accounts.models import Role
from monitoring.actions import monitor
from stages.actions import findings
from stages.models import CorrectiveAction, Finding
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import QUARTERS, Scene

ASKS = "New results have come in since “Pay more” was done."


def judge(scene: Scene, place: int) -> None:
    day = QUARTERS[place][2]
    at = scenes.moment(day + timedelta(days=20))
    monitor.run(programme=scene.programme, as_of=day, by=builders.system(), at=at)


def done_in_the_third_quarter(scene: Scene) -> CorrectiveAction:
    for place in range(2):
        scene.quarter(place, 300, 60)
    judge(scene, 1)
    action = findings.add_action(
        finding=Finding.objects.get(), what="Pay more", owner=scene.commissioner, due_on=date(2025, 8, 30),
        by=scene.commissioner, at=scenes.moment(date(2025, 7, 25)),
    )  # fmt: skip
    findings.mark_done(action=action, note="Paid.", by=scene.commissioner, at=scenes.moment(date(2025, 8, 15)))
    return action


def work(client: Client) -> dict[str, str]:
    matters = client.get(reverse("dashboards:your_work")).context["work"].matters
    return {matter.kind: matter.detail for matter in matters}


def test_nobody_is_asked_before_and_the_right_people_after_and_none_once_it_is_recorded(
    client: Client, scene: Scene
) -> None:
    action = done_in_the_third_quarter(scene)
    client.force_login(scene.commissioner)
    page = action.finding.get_absolute_url()
    assert work(client)["Effect to check"].startswith("Done; no later period is judged yet.")
    assert ASKS not in client.get(page).content.decode()
    scene.quarter(2, 300, 170)
    judge(scene, 2)
    assert work(client)["Effect to check"].startswith("New results have come in since it was done; did it work?")
    shown = client.get(page).content.decode()
    assert ASKS in shown
    assert reverse("stages:action_check", args=[scene.programme.slug, action.finding.number, action.pk]) in shown
    client.force_login(builders.member(scene.programme, Role.VERIFIER))
    shown = client.get(page).content.decode()
    assert "2025-q3" in shown
    assert ASKS not in shown
    findings.check_effect(
        action=action, effect="worked", note="56.7% after 20.0%.", by=scene.commissioner, at=scenes.NOW
    )
    client.force_login(scene.commissioner)
    assert "Effect to check" not in work(client)
    assert ASKS not in client.get(page).content.decode()


def test_a_finding_that_no_target_led_to_shows_no_results(client: Client, scene: Scene) -> None:
    finding = builders.finding(scene.programme, at=scenes.NOW)
    client.force_login(scene.commissioner)
    assert "What was measured since it began" not in client.get(finding.get_absolute_url()).content.decode()
