"""A contract is drafted, proposed and agreed by principal, agent and Expert Body, and from then on never changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from accounts.models import User
from expertbody.actions import seats
from tests import builders as general
from tests.contracts import builders
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def seat(place: builders.Setting) -> None:
    """The member sits for the academics today."""
    seats.seat(
        programme=place.programme,
        constituency="academics",
        user=place.member,
        from_date=localdate() - timedelta(days=30),
        by=general.system(),
        at=general.MOMENT,
    )


def name_the_parties(person: Person) -> None:
    person.follow("Add a principal", "Add a principal")
    person.select("organisation", "Treasury")
    person.fill(share="half")
    person.press("Save")
    person.refused("Write a share from 0 to 1")
    person.fill(share="1")
    person.press("Save")
    person.told("The principal is saved.")
    person.follow("Add an agent", "Add an agent")
    person.select("organisation", "Northway")
    person.press("Save")


def define_segments(person: Person) -> None:
    for name, code, rule in (("Aged 18 to 24", "young", "age: 18-24"), ("Everybody else", "other", "")):
        person.follow("Add a segment", "Add a segment")
        person.fill(name=name, code=code, rule=rule, baseline="20", baseline_source="Pilot of 2024")
        person.press("Save")
        person.told("The segment is saved.")


def define_the_outcome(person: Person) -> None:
    person.follow("Add an outcome", "Add an outcome")
    person.look_on_a_phone()
    person.fill(
        name="Lasting job",
        code="job",
        definition="In paid work for 26 weeks.",
        numerator="Participants in work for 26 weeks",
        denominator="Participants who started",
        unit="participant",
        event_date="The last day of the 26th week",
        window_days="728",
        evidence="Payroll records",
        validator="Validation team",
        attribution="Nobody else is paid.",
        deadweight_share="1/6",
        deadweight_source="Pilot of 2024",
        eligibility="Referred by the job centre; each quarter is a cohort.",
    )
    person.choose("deadweight_method", "conceded")
    person.press("Save")
    person.told("The outcome is saved.")


def write_the_prices(person: Person) -> None:
    person.follow("Add an outcome fee", "Outcome fee")
    person.fill(name="Fee for a lasting job", code="job-fee")
    person.select("outcome", "Lasting job")
    person.tick("by_segment")
    person.press("Show the tables for these answers")
    person.at("Outcome fee")
    person.look_on_a_phone()
    person.page.get_by_label("Amounts, Aged 18 to 24, amount").fill("1200")
    person.page.get_by_label("Amounts, Everybody else, amount").fill("1500.50")
    person.press("Save")
    person.told("The payment rule is saved.")
    person.follow("Add a cap", "Add a cap")
    person.fill(code="whole", amount="1,000,000")
    person.choose("scope", "contract")
    person.press("Save")
    person.told("The cap is saved.")


def expect_results(person: Person) -> None:
    person.follow("Add a target", "Add a target")
    person.fill(
        code="job-rate", value="35%", minimum="25%", maturity="182: 20%\n728: 100%", stage_4="The price is too low."
    )
    person.select("outcome", "Lasting job")
    person.press("Save")
    person.told("The target is saved.")
    person.follow("Make periods", "Make periods")
    person.fill_date("first", localdate())
    person.fill_date("last", localdate() + timedelta(days=365))
    person.choose("length", "quarterly")
    person.press("Make periods")
    person.told("The periods are made.")


def test_a_contract_is_drafted_and_agreed_by_everybody(as_person: Callable[[User], Person]) -> None:
    place = builders.setting()
    seat(place)
    home = f"/programmes/{place.programme.slug}/contract/"
    commissioner = as_person(place.commissioner)
    commissioner.go(home, "Contract")
    commissioner.press("Begin the first version")
    commissioner.at("First version")
    commissioner.sees("Define at least one outcome.")
    name_the_parties(commissioner)
    define_segments(commissioner)
    define_the_outcome(commissioner)
    write_the_prices(commissioner)
    expect_results(commissioner)
    commissioner.look_on_a_phone()
    commissioner.sees("16.67% is conceded as deadweight")
    commissioner.follow("Propose this version", "Propose the version")
    commissioner.press("Propose the version")
    commissioner.told("Version 1 is proposed.")
    commissioner.sees_not("Add a cap")

    for user, name in ((place.for_principal, "Treasury"), (place.for_agent, "Northway")):
        party = as_person(user)
        party.go(f"{home}versions/1/", "First version")
        party.follow(f"Agree for {name}", "Agree the version")
        party.press("Agree the version")
        party.told(f"{name} agrees version 1.")

    member = as_person(place.member)
    member.go(f"{home}versions/1/", "First version")
    member.follow("Record the decision of the Expert Body", "Record a decision")
    member.choose("resolution", "agree")
    member.fill(votes_for="1", votes_against="0", abstentions="0", rationale="It pays for what matters.")
    member.press("Record the decision")
    member.go(f"{home}versions/1/", "First version")
    member.sees("In force")
    member.sees_not("Change title")
    member.go(f"{home}versions/1/caps/", "First version")
    member.told("is agreed and can never be changed")
    member.go(home, "Contract")
    member.look_on_a_phone()
    member.press("Begin a new version")
    member.told("Version 2 is begun as a draft.")
