"""From the demonstration as it is loaded to a finding that is closed: the loop from what happened to the design.

Points 1, 7, 8 and 9 of the main job, on the demonstration's real components at a smaller size.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from accounts.models import User
from pbrmanager.demo import load, routes
from stages.models import Finding, StageVisit
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PEOPLE = 7_000  # with fewer, the fall of two quarters is no clear one
PAGE = f"/programmes/{routes.SLUG}/"


@pytest.fixture
def _demonstration() -> None:
    load.load(participants=PEOPLE, seed=20_260, as_of=localdate())


def person_of(part: str) -> User:
    return User.objects.get(email=f"{part}@demo.example")


def look_around(person: Person) -> None:
    """The commissioner sees what waits, the programmes, and a stage that was reopened because of a finding."""
    person.go("/", "Your work")
    person.sees("wait")
    person.look_on_a_phone()
    person.go("/programmes/", "Programmes")
    person.look_on_a_phone()
    person.follow("Homes That Hold", "Homes That Hold")
    person.sees("2 visits")
    person.look_on_a_phone()
    person.go("/programmes/back-to-learning/", "Back to Learning")
    person.sees("Reopened")
    person.sees("A term attended is off track")


def run_the_monitor(person: Person) -> Finding:
    """The target that fell twice running raises a finding, and stage 4 opens again."""
    assert not StageVisit.objects.filter(programme__slug=routes.SLUG, stage=4, number=2).exists()
    person.go(f"{PAGE}monitoring/runs/", "Monitor")
    person.press("Run the monitor now")
    person.told("The monitor was asked to run")
    person.at("Monitor")
    finding = Finding.objects.get(programme__slug=routes.SLUG, key__startswith="off_track:job-kept")
    reopened = StageVisit.objects.get(programme__slug=routes.SLUG, stage=4, number=2)
    assert reopened.finding == finding
    person.go(PAGE, "Northmere")
    person.sees("Reopened")
    person.go(f"{PAGE}stages/4/", "Strategy and operations")
    person.sees("Why it was reopened")
    person.go(f"{PAGE}contract/", "Contract")
    person.sees("Begin a new version")
    person.go(f"{PAGE}stages/1/purpose/", "Purpose")
    assert person.page.get_by_role("button", name="Save").count() == 0
    return finding


def read_the_dashboard(person: Person) -> None:
    person.go(f"{PAGE}dashboard/", "Findings dashboard")
    person.sees("Off track")
    person.sees("The closed cohorts behind it")
    person.sees("Money against the ceiling")
    assert person.page.locator("figure svg").count() >= 4
    tables = person.page.get_by_text("Figures as a table")
    assert tables.count() == person.page.get_by_role("main").locator("figure").count()
    tables.first.click()
    person.look_on_a_phone()
    person.page.locator("select[name=agent]").select_option(index=1)
    person.press("Apply filters")
    person.at("Findings dashboard")
    person.go(f"{PAGE}monitoring/flags/", "Flags")


def decide(person: Person, finding: Finding) -> None:
    """A member of the Expert Body finds it among their work, reads the evidence, and records the decision."""
    person.go("/", "Your work")
    person.follow(finding.title, "Record a decision")
    person.follow(finding.title, finding.title)
    person.sees("Evidence, as it was when the finding was raised")
    person.sees(re.compile(r"95% interval|Interval"))
    person.look_on_a_phone()
    person.go(f"{PAGE}expert-body/decisions/", "Decisions")
    person.go(f"{PAGE}expert-body/decisions/record/finding/{finding.pk}/", "Record a decision")
    person.choose("resolution", "accept")
    person.fill(votes_for="99", votes_against="0", abstentions="0", rationale="The price no longer pays for the work.")
    person.press("Record the decision")
    person.refused("seated")
    person.fill(votes_for="4", votes_against="1", abstentions="0", dissent="One member would have waited a quarter.")
    person.press("Record the decision")
    person.sees("One member would have waited a quarter.")
    person.look()


def act_and_close(person: Person, finding: Finding) -> None:
    page = f"{PAGE}findings/{finding.number}/"
    person.go(page, finding.title)
    person.follow("Agree an action", "Agree an action")
    person.fill(what="Raise the payment for work that lasts by a tenth.")
    person.page.locator("select[name=owner]").select_option(label="Professor Dilys Okafor")
    person.fill_date("due_on", localdate() + timedelta(days=30))
    person.press("Agree the action")
    person.at(finding.title)
    person.sees("Raise the payment for work that lasts by a tenth.")
    assert person.page.get_by_role("main").locator("a").filter(has_text="Close the finding").count() == 0
    action = finding.actions.get()
    person.go(f"{page}actions/{action.pk}/done/", "Mark the action as done")
    person.fill(note="Agreed with the three agents.")
    person.press("Mark as done")
    person.at(finding.title)
    person.go(f"{page}actions/{action.pk}/check/", "Look at the effect")
    person.choose("effect", "partly")
    person.fill(note="12.4% against 11.1% a quarter before.")
    person.press("Record the effect")
    person.at(finding.title)
    person.follow("Close the finding", "Close the finding")
    person.fill(note="A price for staying needs to be looked at each year.")
    person.press("Close the finding")
    person.at(finding.title)
    person.sees("Closed")
    assert Finding.objects.get(pk=finding.pk).closed_at is not None


@pytest.mark.usefixtures("_demonstration")
def test_a_target_off_track_reopens_its_stage_and_the_finding_is_closed(
    as_person: Callable[[User], Person],
) -> None:
    commissioner = as_person(person_of("commissioner"))
    look_around(commissioner)
    finding = run_the_monitor(commissioner)
    read_the_dashboard(commissioner)
    chair = as_person(person_of("chair"))
    decide(chair, finding)
    act_and_close(chair, finding)
