"""A commissioner works through what stage 1 records beyond the register: contacts, challenges, horizon, needs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from stages.actions import registers, stakeholders
from stages.models import Finding, Programme, Stakeholder
from tests import builders
from tests.contracts import builders as contract_builders
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def scored(programme: Programme, name: str, **given: Any) -> Stakeholder:
    """Somebody without power whose claim is proper and pressing, entered half a year ago."""
    at = now() - timedelta(days=180)
    made = stakeholders.add(programme=programme, name=name, by=builders.system(), at=at, **given)
    stakeholders.score(
        stakeholder=made, power=1, legitimacy=3, urgency=3, evidence="Interviews", by=builders.system(), at=at
    )
    return made


def speak_with(person: Person, stage: str) -> None:
    person.go(stage, "Stakeholder analysis")
    person.sees("No contact")
    person.follow("Engagement plan", "Engagement plan")
    person.look_on_a_phone()
    person.follow("People who sleep rough", "People who sleep rough")
    person.follow("Record a contact", "Record a contact")
    person.look_on_a_phone()
    person.press("Record the contact")
    person.refused("Enter with whom it was")
    person.fill_date("held_on", localdate())
    person.choose("how", "meeting")
    person.fill(with_whom="12 residents", said="Nobody tells us when a home is lost.")
    person.press("Record the contact")
    person.told("is recorded")
    person.at("People who sleep rough")
    person.sees("12 residents")
    person.follow("Plan the engagement", "People who sleep rough")
    person.look_on_a_phone()
    person.fill(engagement="A seat on the Expert Body")
    person.select("engagement_owner", "Mary Seacole")
    person.press("Save")
    person.go(stage, "Stakeholder analysis")
    person.sees_not("No contact")


def keep_registers(person: Person, stage: str) -> None:
    person.go(f"{stage}challenges/", "Challenges")
    person.follow("Add a challenge", "Add a challenge")
    person.choose("side", "external")
    person.fill(what="Rents rise faster than pay", response="Ask landlords for two years")
    person.look_on_a_phone()
    person.press("Save")
    person.at("Challenges")
    person.sees("Rents rise faster than pay")
    person.look_on_a_phone()
    person.go(f"{stage}baseline/", "Baseline")
    person.follow("Add a measure", "Add a measure")
    person.press("Save")
    person.refused("Enter what is measured")
    person.fill(measure="Homes kept for a year", value="41%", period="2024 to 2025", source="Housing register")
    person.choose("quality", "fair")
    person.press("Save")
    person.sees("Homes kept for a year")
    person.look_on_a_phone()


def answer_what_was_expected(person: Person, stage: str) -> None:
    person.go(f"{stage}horizon/", "Horizon")
    person.look_on_a_phone()
    person.follow("Say whether it happened", "New duty on councils")
    person.look_on_a_phone()
    person.press("Keep the answer")
    person.refused("Select whether it has happened")
    person.choose("answer", "yes")
    person.fill(note="It is in force since Monday.")
    person.tick("raises")
    person.press("Keep the answer")
    person.told("finding")


def test_what_stage_1_records_is_kept_by_its_pages(as_person: Callable[[User], Person]) -> None:
    owner = builders.user("Mary Seacole", "mary@council.example.org")
    programme = builders.programme("Homes first", commissioner=builders.organisation("Borough"), by=owner)
    scored(programme, "People who sleep rough", is_service_user=True)
    registers.add_horizon(
        programme=programme, item="New duty on councils", kind="law", likelihood="high",
        expected_on=localdate() - timedelta(days=2), effect="More people are counted.", by=owner,
        at=now() - timedelta(days=90),
    )  # fmt: skip
    person = as_person(owner)
    stage = reverse("stages:stage_detail", args=[programme.slug, 1])
    speak_with(person, stage)
    keep_registers(person, stage)
    answer_what_was_expected(person, stage)
    assert Finding.objects.get(programme=programme).source == "horizon"


def test_an_outcome_is_traced_to_whoever_needs_it(as_person: Callable[[User], Person]) -> None:
    place = contract_builders.setting(1)
    scored(place.programme, "Job seekers", need="Work that lasts")
    for stage in (1, 2, 3):
        builders.pass_decided_elsewhere(place.programme, stage)
    contract_builders.draft(place)
    person = as_person(builders.member(place.programme, Role.COMMISSIONER))
    person.go(reverse("contracts:need_list", args=[place.programme.slug]), "Needs behind the outcomes")
    person.sees("Nobody")
    person.look_on_a_phone()
    person.follow("Trace", "Outcome job")
    person.press("Save")
    person.refused("Select at least one stakeholder who needs this outcome")
    person.page.get_by_label("Job seekers").check()
    person.press("Save")
    person.at("Needs behind the outcomes")
    person.sees("Every outcome traces to a need")
    person.look_on_a_phone()
