"""A commissioner publishes a programme; somebody without an account reads it and takes its data."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from monitoring.actions import monitor
from payments.actions import pricing
from tests import builders
from tests.journeys.conftest import Person
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene
from tests.payments.approving import approve_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    made = scenes.scene(targets=[scenes.RATE, scenes.COUNT])
    for place, achieved in enumerate((90, 150, 120, 60)):
        made.quarter(place, 200, achieved)
        made.quarter(place, 80, 30 if place else 3, agent=made.south)
        made.quarter(place, 60, 12, segment="other")
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    pricing.price(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(made.programme, NOW)
    return made


def test_what_is_published_is_read_by_everybody(as_person: "Callable[..., Person]", page: Page, scene: Scene) -> None:
    slug = scene.programme.slug
    person = as_person(scene.commissioner)
    person.go(reverse("delivery:disclosure_rule_list", args=[slug]), "Small counts")
    person.go(reverse("monitoring:data_list", args=[slug]), "Open data")
    person.press("Publish")
    person.sees("Everybody can read its public page")
    shot(page, "data")
    page.context.clear_cookies()
    person.go("/public/", "Published programmes")
    person.look_on_a_phone()
    page.get_by_role("link", name=scene.programme.name).click()
    person.at(scene.programme.name)
    shot(page, "public")
    person.look_on_a_phone()
    shot(page, "public-phone")
    person.sees("What came of it")
    person.sees("Counts from 1 to 4 are not shown")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel workbook (XLSX)").click()
    assert taken.value.suggested_filename == f"{slug}-tables.xlsx"


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
