"""A second version is drafted, held against the principles of design, and tried on what happened."""

from collections.abc import Callable

import pytest

from accounts.models import User
from contracts.actions import versions
from contracts.models import ContractVersion
from tests.contracts import documents
from tests.journeys.conftest import Person
from tests.payments import scheme
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
