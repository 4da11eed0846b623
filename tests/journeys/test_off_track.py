"""A commissioner runs the monitor, reads which target is off track, and finds the stage that it reopened."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from monitoring import tasks
from monitoring.actions import requests
from monitoring.models import MonitorRequest
from stages.selectors import visits
from tests.monitoring import scenes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_the_button_to_the_reopened_stage(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[Page, User], None],
    check_accessibility: Callable[[Page], None],
) -> None:
    assert tasks.monitor_programme.name == requests.CARRY_OUT
    scene = scenes.scene(targets=[scenes.RATE, scenes.COUNT])
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)
    slug = scene.programme.slug
    sign_in(page, scene.commissioner)

    page.goto(live_server.url + reverse("dashboards:findings_dashboard", args=[slug]))
    expect(page.get_by_role("heading", name="Nothing has been judged yet")).to_be_visible()
    check_accessibility(page)

    page.goto(live_server.url + reverse("monitoring:monitor_run_list", args=[slug]))
    page.get_by_role("button", name="Run the monitor now").click()
    expect(page.get_by_text("stage 4 reopened").first).to_be_visible()
    assert MonitorRequest.objects.get().finished_at is not None
    check_accessibility(page)

    page.get_by_role("link", name="Dashboard", exact=True).click()
    expect(page.get_by_role("heading", name="Which targets are off track")).to_be_visible()
    expect(page.get_by_text("Off track", exact=True).first).to_be_visible()
    check_accessibility(page)
    page.set_viewport_size({"width": 375, "height": 800})
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.locator("select[name=segment]").select_option("young")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("link", name="Clear filters")).to_be_visible()

    page.get_by_role("link", name="Every result of this target").click()
    page.wait_for_url("**/targets/**")
    check_accessibility(page)
    page.goto(live_server.url + reverse("monitoring:flag_list", args=[slug]))
    check_accessibility(page)
    page.get_by_role("link", name="Finding 1").first.click()
    expect(page.get_by_text("Outcome job is off track").first).to_be_visible()
    assert visits.is_open(scene.programme, 4)
