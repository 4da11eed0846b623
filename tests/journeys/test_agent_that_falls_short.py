"""A commissioner and an analyst look at the dashboard; the agent that falls short answers; a report is made."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role, User
from monitoring.actions import monitor
from tests import builders
from tests.journeys.conftest import Person
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, QUARTERS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_a_target_at_risk_to_an_answer_and_a_report(as_person: Callable[[User], Person]) -> None:
    own = {**scenes.RATE, "code": "north-rate", "agent": "northway"}
    scene = scenes.scene(targets=[scenes.RATE, own], window_days=400)
    for month in range(1, 10):
        for place, achieved in ((scene.north, 20), (scene.south, 34)):
            first = QUARTERS[0][1].replace(month=month)
            scene.achieve(scene.start(60, first, agent=place)[:achieved], first + timedelta(days=20))
    monitor.run(programme=scene.programme, as_of=QUARTERS[2][2], by=builders.system(), at=NOW)
    slug = scene.programme.slug
    _the_commissioner_takes_a_step_and_makes_a_report(as_person(scene.commissioner), slug)
    _the_agent_answers(as_person(scene.for_north), slug)
    _the_analyst_reads(as_person(builders.member(scene.programme, Role.ANALYST)), slug)


def _the_commissioner_takes_a_step_and_makes_a_report(person: Person, slug: str) -> None:
    person.go(reverse("dashboards:findings_dashboard", args=[slug]), "Findings dashboard")
    person.sees(re.compile("off track|at risk"))
    person.look_on_a_phone()
    person.go(f"/programmes/{slug}/monitoring/flags/?q=north-rate", "Flags")
    person.follow("Begin an intervention", "Begin an intervention")
    person.choose("level", "2")
    person.fill_date("look_again_on", localdate() + timedelta(days=30))
    person.press("Take the step")
    person.told("The step is on record")
    person.go(reverse("dashboards:report_list", args=[slug]), "Reports")
    person.press("Make a report now")
    person.at("Reports")
    person.told("It is being made")
    person.sees("SHA-256")
    person.look_on_a_phone()
    person.follow("Change when reports are made", "Reports made by themselves")
    person.choose("every", "quarter")
    person.press("Keep the plan")
    person.at("Reports")
    person.sees("A report is made every quarter")


def _the_agent_answers(person: Person, slug: str) -> None:
    person.go("/", "Your work")
    person.sees("Intervention to answer")
    person.go(f"/programmes/{slug}/monitoring/interventions/1/", "Northway")
    person.follow("Reply", "Reply")
    person.fill(text="Two of our people were off sick; both are back.")
    person.press("Reply")
    person.refused("Check “Two of our people”")
    person.press("Reply")
    person.told("on record")
    person.sees("off sick")
    person.look_on_a_phone()


def _the_analyst_reads(person: Person, slug: str) -> None:
    person.go(f"{reverse('dashboards:findings_dashboard', args=[slug])}?target=north-rate", "Findings dashboard")
    person.sees("Counts")
    person.look_on_a_phone()
    person.go(reverse("dashboards:report_list", args=[slug]), "Reports")
    person.sees("No reports yet")
