"""An agent's delivery manager says how the work is done; the commissioner sees to whom risk is passed down."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from accounts.models import Role, User
from tests import builders
from tests.journeys.conftest import Person
from tests.outcomes import scheme as schemes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def picture(person: Person, name: str) -> None:
    """Keep pictures of the page at both widths, where a folder for them is named."""
    if folder := os.environ.get("PICTURES"):
        person.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        person.page.set_viewport_size({"width": 390, "height": 844})
        person.page.screenshot(path=f"{folder}/{name}-phone.png", full_page=True)
        person.page.set_viewport_size({"width": 1280, "height": 900})


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_delivery_manager_records_and_the_commissioner_looks_through_to_the_partners(
    as_person: Callable[[User], Person], tmp_path: Path
) -> None:
    scheme = schemes.scheme()
    for number in range(24):
        scheme.participant(f"A-{number:02}", segment=f"group-{1 + number % 2}", attributes={"group": "1"})
    home = f"/programmes/{scheme.programme.slug}"
    manager = as_person(scheme.user)
    key_workers(manager, home, tmp_path)
    a_partner(manager, home)
    the_plan_and_what_was_done(manager, home)
    commissioner = as_person(builders.member(scheme.programme, Role.COMMISSIONER))
    commissioner.go(f"{home}/stages/5/", "Delivery")
    commissioner.sees("Key workers are in post, and every participant has had one.")
    picture(commissioner, "stage_5")
    commissioner.follow("Partners", "Partners")
    commissioner.sees("Cannot say yet")
    what_is_agreed(commissioner)
    commissioner.sees("Risk passed down")
    commissioner.sees("70% of its pay by results against the lead's 40%")
    commissioner.look_on_a_phone()
    picture(commissioner, "partner_list")
    commissioner.follow("Doorstep", "Doorstep")
    commissioner.sees("The partner lends the lead money for the days between.")
    commissioner.look_on_a_phone()
    picture(commissioner, "partner_detail")


def key_workers(manager: Person, home: str, tmp_path: Path) -> None:
    manager.go(f"{home}/delivery/key-workers/", "Key workers")
    manager.follow("Add a key worker", "Add a key worker")
    manager.press("Add the key worker")
    manager.refused("Enter the name or staff number")
    manager.fill(reference="J. Hale", fte="0.8")
    manager.fill_date("from_date", date(2025, 1, 1))
    picture(manager, "key_worker_add")
    manager.press("Add the key worker")
    manager.at("Key workers")
    manager.follow("Send assignments", "Send assignments")
    header = "participant,key_worker,from\n"
    manager.upload("file", written(tmp_path / "wrong.csv", header + "A-00,J. Hale,soon\nB-1,Nobody,2025-02-01\n"))
    manager.press("Send the file")
    manager.refused("3 things are wrong in it")
    manager.sees("This is not a date")
    manager.look_on_a_phone()
    picture(manager, "assignment_upload")
    rows = "".join(f"A-{number:02},J. Hale,2025-02-01\n" for number in range(20))
    manager.upload("file", written(tmp_path / "right.csv", header + rows))
    manager.press("Send the file")
    manager.told("20 assignments are recorded")
    manager.at("Key workers")
    manager.look_on_a_phone()
    picture(manager, "key_worker_list")


def a_partner(manager: Person, home: str) -> None:
    manager.go(f"{home}/delivery/partners/", "Partners")
    manager.follow("Add a partner", "Add a partner")
    manager.fill(name="Doorstep", staff="5")
    manager.choose("size", "small")
    manager.tick("is_charity")
    manager.press("Add the partner")
    manager.at("Partners")
    manager.follow("Doorstep", "Doorstep")
    manager.follow("Record new terms", "Terms of the subcontract")
    manager.fill_date("from_date", date(2025, 1, 1))
    manager.fill(share_of_work="20", share_of_pay="20", share_by_results="70", payment_days="60", promised_a_year="100")
    manager.press("Record the terms")
    manager.at("Doorstep")
    manager.sees("Record how many people have been referred so far.")


def the_plan_and_what_was_done(manager: Person, home: str) -> None:
    manager.go(f"{home}/delivery/plan/", "Delivery plan")
    manager.sees("Milestones carry no money here.")
    manager.follow("Add a milestone", "Add a milestone")
    manager.fill(name="Second office opens")
    manager.fill_date("planned_on", date(2025, 6, 30))
    manager.press("Add the milestone")
    manager.at("Delivery plan")
    manager.look_on_a_phone()
    picture(manager, "plan")
    manager.go(f"{home}/delivery/activity/", "Activity")
    manager.follow("Record an activity", "Record an activity")
    manager.fill(reference="A-03", minutes="45", note="Ring 07700 900123")
    manager.choose("kind", "meeting")
    manager.press("Record it")
    manager.refused("a telephone number")
    manager.fill(note="Agreed the next three steps.")
    manager.press("Record it")
    manager.told("The activity is recorded")
    manager.at("Activity")
    manager.look_on_a_phone()
    picture(manager, "activity_list")
    manager.go(f"{home}/delivery/contact/", "Contact by segment")
    manager.look_on_a_phone()
    picture(manager, "contact")
    manager.go(f"{home}/delivery/training/", "Training and mentoring")
    manager.look_on_a_phone()
    picture(manager, "training_list")
    manager.go(f"{home}/participants/", "Participants")
    manager.look_on_a_phone()
    picture(manager, "participant_list")


def what_is_agreed(commissioner: Person) -> None:
    commissioner.follow("State what is agreed", "What is agreed for the lead agent")
    commissioner.fill(
        share_by_results="40", payment_days="30", risk_ceiling="30", risk_ceiling_small="10", caseload_ceiling="20",
        mix_tolerance="5", evidence="Contract, schedule 4",
    )  # fmt: skip
    commissioner.press("Record what is agreed")
    commissioner.told("What is agreed for the lead agent is recorded")
    commissioner.at("Partners")
