"""A second version is drafted, held against the principles of design, and tried on what happened."""

from collections.abc import Callable

import pytest

from accounts.models import User
from contracts.actions import agreement_tests, versions
from contracts.models import ContractVersion
from tests.contracts import builders, documents, trials
from tests.journeys.conftest import Person
from tests.payments import scheme, simulated
from tests.payments.scheme import MAY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
COSTS = "young: 900, 1000, 1200; Open book of 2025\nother: 1000, 1150, 1300; Open book of 2025"


def draft() -> ContractVersion:
    """Six starts and three jobs under version 1; a draft of version 2."""
    one = scheme.scheme()
    people = [one.start(f"P{number}", attributes={"age": "18-24"}) for number in range(6)]
    for person in people[:3]:
        one.claim(person, MAY)
    terms = documents.version(**scheme.terms(effective_from="2027-01-01"))
    return versions.draft_from(programme=one.programme, document=terms, by=one.place.commissioner, at=scheme.PRICED)


def test_a_draft_is_questioned_completed_and_tried(as_person: Callable[[User], Person]) -> None:
    version = draft()
    person = as_person(version.drafted_by)
    person.go(f"{version.get_absolute_url()}remarks/", "What the linter says")
    person.sees("Nothing is arranged.")
    person.look_on_a_phone()

    person.go(f"{version.get_absolute_url()}assumptions/", "What the contract rests on")
    person.look_on_a_phone()
    person.fill(starts="800, 1000, 1200; Referrals of 2025", costs="young: a lot", working_capital="400000")
    person.press("Save")
    person.refused("Write “a” as a number")
    person.fill(costs=COSTS, evaluation="A comparison with like areas after two years, published by the university.")
    person.press("Save")
    person.told("The assumptions are saved.")
    person.sees("900 to £1,200, expected £1,000")

    person.follow("Add a service fee", "Service fee")
    person.look_on_a_phone()
    person.fill(name="Fee for the service", code="service", yearly_discount="2")
    person.page.locator("[name='amount-northway']").fill("5000")
    person.press("Save")
    person.told("The payment rule is saved.")
    person.sees("Pays £5,000 for each period")

    person.go(f"{version.get_absolute_url()}compare/1/", "What changed")
    person.follow("What the last periods would have cost under each", "What it would have cost")
    person.sees("2026-q2")
    person.sees("Together")
    person.look_on_a_phone()


def test_a_definition_is_tried_on_cases_agreed_and_worded_anew(as_person: Callable[[User], Person]) -> None:
    """Draft, linter, agreement test, simulation, proposal, agreement, a second version, and what changed."""
    place = builders.setting()
    segments = [one | {"planned_share": "0.5"} for one in documents.version()["segments"]]
    version = builders.draft(place, segments=segments, assumptions=simulated.terms()["assumptions"])
    writer = as_person(place.commissioner)
    define_more(writer, version)
    writer.follow("Try the definitions on written cases", "Agreement tests")
    writer.look_on_a_phone()
    writer.press("Begin a test")
    writer.told("Test 1 is begun.")
    write_cases(writer)

    test = place.programme.agreement_tests.get()
    trials.decide(test, place.for_principal, otherwise={16: "counts"})
    member = as_person(place.member)
    member.go(f"{writer_url(version)}agreement-tests/1/", "Outcome job")
    member.sees_not("Where they differ")
    decide_two(member)
    for number in range(3, 21):
        agreement_tests.answer(
            test=test, number=number, answer="counts" if number > 16 else "does_not_count", reason="By the weeks.",
            by=place.member, at=trials.AT,
        )  # fmt: skip
    member.go(f"{writer_url(version)}agreement-tests/1/", "Outcome job")
    member.sees("19 of 20 (95%)")
    member.sees("The definition is clear")
    member.look_on_a_phone()

    go_on_in_spite(member, version)
    simulate(member, version)
    versions.propose(version=version, by=place.commissioner, at=trials.AT)
    builders.agree(place, version)
    writer = as_person(place.commissioner)
    writer.go(writer_url(version), "Contract")
    writer.press("Begin a new version")
    word_it_anew(writer, writer_url(version))


def writer_url(version: ContractVersion) -> str:
    return f"/programmes/{version.programme.slug}/contract/"


def define_more(person: Person, version: ContractVersion) -> None:
    person.go(f"{version.get_absolute_url()}outcomes/job/", "Change an outcome")
    person.look_on_a_phone()
    person.fill(also_paid="Jobcentre; Restart; most of them", without_rates="young: 18, 20, 23; pilot of 2024\n15")
    person.press("Save")
    person.refused("Write “most of them” as a percentage")
    person.fill(also_paid="Jobcentre; Restart; 12%", rationale="Half a year, because shorter jobs were lost again.")
    person.select("cohort_closes", "The cohort of a month closes on its last day")
    person.press("Save")
    person.told("The outcome is saved.")
    person.page.get_by_text("Definition and evidence").first.click()
    person.sees("Jobcentre, Restart (12% of the same people)")


def write_cases(person: Person) -> None:
    person.follow("Add cases", "Add cases")
    person.fill(text="Too short")
    person.press("Add cases")
    person.refused("Line 1: “Too short” is too short")
    person.look_on_a_phone()
    person.fill(text="\n".join(trials.LINES))
    person.press("Add cases")
    person.told("20 cases added.")
    person.look_on_a_phone()
    person.press("Open the test")
    person.told("The test is open.")


def decide_two(person: Person) -> None:
    person.follow("Begin to decide", "Case 1")
    person.look_on_a_phone()
    person.press("Save and go on")
    person.refused("Select whether the case counts")
    for number in (1, 2):
        person.choose("answer", "does_not_count")
        person.fill(reason="Ten weeks are fewer than 26.")
        person.press("Save and go on")
        person.told(f"Your answer to case {number} is kept.")
    person.sees("2 of 20")


def go_on_in_spite(person: Person, version: ContractVersion) -> None:
    """The Expert Body records why it goes on, beside the verdict."""
    person.go(f"{version.get_absolute_url()}remarks/", "What the linter says")
    person.sees("Two people decided 19 of 20 cases of “Outcome job” alike")
    person.page.get_by_role("link", name="Record why the Expert Body goes on").first.click()
    person.at("Go on in spite of this")
    person.look_on_a_phone()
    person.fill(reason="The fund bears this until spring, when it is looked at again.")
    person.press("Record the reason")
    person.told("The reason to go on is recorded.")
    person.sees("The Expert Body goes on: The fund bears this until spring")


def simulate(person: Person, version: ContractVersion) -> None:
    """What the draft may cost and reward is looked at before anybody agrees."""
    person.go(version.get_absolute_url(), version.title)
    person.follow("Simulations", "Simulations")
    person.follow("Start a simulation", "Start a simulation")
    person.fill(runs="100", seed="7")
    person.press("Start the simulation")
    person.at("Simulation of version 1")
    person.sees("If the scheme had no effect, the principal would pay")


def word_it_anew(person: Person, contract: str) -> None:
    """A second version words the definition otherwise, and the test of the first says nothing about it."""
    person.told("Version 2 is begun as a draft.")
    person.go(f"{contract}versions/2/outcomes/job/", "Change an outcome")
    person.fill(definition="In paid work for 26 weeks in a row.", changes="“In a row” is new: gaps hid short jobs.")
    person.press("Save")
    person.told("The outcome is saved.")
    person.go(f"{contract}agreement-tests/", "Agreement tests")
    person.sees("Worded otherwise since")
    person.go(f"{contract}versions/2/compare/1/", "What changed")
    person.sees("“In a row” is new: gaps hid short jobs.")
