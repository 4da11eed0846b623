"""A principal prices, opens a statement down to the pound, asks, is answered, and approves; an adjustment follows."""

from collections.abc import Callable

import pytest

from accounts.models import Role, User
from outcomes.models import Claim, ClaimState
from tests import builders
from tests.journeys.conftest import Person
from tests.payments.scheme import MAY
from tests.payments.scheme import scheme as make_scheme

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_a_claim_to_an_approved_statement(as_person: Callable[[User], Person]) -> None:
    scheme = make_scheme()
    for number in range(6):
        scheme.claim(scheme.start(f"P{number}"), MAY)
    scheme.price()
    address = f"/programmes/{scheme.programme.slug}/statements/"

    person = as_person(scheme.place.for_principal)
    person.go(address, "Statements")
    person.look_on_a_phone()
    person.follow("2026-q2", "Northway")
    person.sees("£6,900.00")
    person.look_on_a_phone()
    person.follow("Job outcome fee", "Job outcome fee")
    person.look_on_a_phone()
    person.follow("P0", "From the claim to the pound")
    person.sees("what goes beyond the cap for each participant")
    person.look_on_a_phone()
    person.follow("statement for 2026-q2", "Northway")
    person.follow("Propose this statement", "Propose this statement")
    person.look_on_a_phone()
    person.press("Propose the statement")
    person.told("The statement is proposed")

    person = as_person(scheme.place.for_agent)
    person.go(f"{address}?state=proposed", "Statements")
    person.follow("2026-q2", "Northway")
    person.look_on_a_phone()
    person.follow("Ask about this statement", "Ask about this statement")
    person.press("Send the query")
    person.refused("Enter what you want to know")
    person.select("line", "Job outcome fee: Outcome job, Aged 18 to 24")
    person.fill(text="Which cap was it?")
    person.press("Send the query")
    person.told("The query is sent")

    person = as_person(scheme.place.for_principal)
    person.go(f"{address}?state=queried", "Statements")
    person.follow("2026-q2", "Northway")
    person.follow("Which cap was it?", "Query on this statement")
    person.look_on_a_phone()
    person.fill(text="The one of £1,550 for each participant.")
    person.press("Send the answer")
    person.told("What you wrote is sent")

    person = as_person(scheme.place.for_agent)
    person.go(f"{address}?state=queried", "Statements")
    person.follow("2026-q2", "Northway")
    person.follow("Which cap was it?", "Query on this statement")
    person.press("The query is resolved")
    person.told("The query is resolved")
    person.press("Accept this statement")
    person.told("You have accepted the statement")
    person.sees_not("Approve this statement")

    person = as_person(scheme.place.for_principal)
    person.go(f"{address}?state=proposed", "Statements")
    person.follow("2026-q2", "Northway")
    person.follow("Approve this statement", "Approve this statement")
    person.look_on_a_phone()
    person.press("Approve the statement")
    person.told("The statement is approved")
    person.sees_not("Approve this statement")

    scheme.state(Claim.objects.get(participant__reference="P0"), ClaimState.State.FAILED)
    person.go(address, "Statements")
    person.press("Price now")
    person.told("−£1,150.00")
    person.follow("2026-q3", "Northway")
    person.sees("Adjustment")

    reader = as_person(builders.member(scheme.programme, Role.ANALYST))
    reader.go(address, "Statements")
    reader.follow("2026-q2", "Northway")
    reader.sees("£6,900.00")
    reader.sees_not("Approve this statement")
