"""Two sign a statement off, a third releases its payments, the bank answers, and the run agrees with what it took."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import Organisation, Role, User
from payments.actions import sign_offs
from payments.domain.sign_offs import Band
from payments.models import Payment
from tests import builders
from tests.journeys.conftest import Person
from tests.payments.paying import account
from tests.payments.scheme import MAY, PRICED
from tests.payments.scheme import scheme as make_scheme

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_a_proposed_statement_to_a_reconciled_run(as_person: Callable[[User], Person], tmp_path: Path) -> None:
    scheme = make_scheme()
    scheme.claim(scheme.start("P0"), MAY)
    scheme.price()
    treasury = scheme.place.principal
    second = builders.member(scheme.programme, Role.PRINCIPAL, organisation=treasury)
    payer = builders.member(scheme.programme, Role.PRINCIPAL, organisation=treasury)
    for organisation in (scheme.agent, treasury, Organisation.objects.get(code="council")):
        account(scheme, organisation)
    sign_offs.set_bands(
        programme=scheme.programme, bands=[Band(None, 2)], reason="Audit", by=builders.system(), at=PRICED
    )
    scheme.propose("2026-q2")
    scheme.accept("2026-q2")
    address = f"/programmes/{scheme.programme.slug}/statements/"

    for principal, told in ((scheme.place.for_principal, "Somebody else must sign"), (second, "is approved")):
        person = as_person(principal)
        person.go(f"{address}?state=proposed", "Statements")
        person.follow("2026-q2", "Northway")
        person.follow("Approve this statement", "Approve this statement")
        person.press("Approve the statement")
        person.told(told)
        person.look()
    person.go(f"{address}runs/", "Payment runs")
    person.look_on_a_phone()
    person.press("Make the payment runs")
    person.told("2 runs are made")

    person = as_person(payer)
    person.go(f"{address}runs/?payer=treasury", "Payment runs")
    person.follow("Run", "Payment run")
    person.look_on_a_phone()
    person.follow("Release this run", "Release this run")
    person.press("Release the run")
    person.told("The run is released")
    person.look_on_a_phone()

    paid = Payment.objects.get(run__payer=treasury)
    answer = tmp_path / "response.csv"
    answer.write_text(f"end_to_end_id,status\n{paid.end_to_end_id},paid\n")
    person.follow("Take in the bank’s response", "Take in the bank’s response")
    person.upload("file", answer)
    person.press("Take it in")
    person.told("1 new")
    person.follow("Reconcile this run", "Reconcile this run")
    person.fill(amount="1.00")
    person.press("Reconcile the run")
    person.refused("more than you entered")
    person.fill(amount=str(paid.amount))
    person.press("Reconcile the run")
    person.told("The run is reconciled")
    person.look_on_a_phone()
    person.go(f"{address}bank-details/", "Bank details")
    person.look_on_a_phone()
