"""Statements on the task lists of those for whom they wait."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from contracts.models import Period
from dashboards.selectors import viewer, work_payments
from payments.actions import bank_accounts, queries, sign_offs
from payments.domain.sign_offs import Band
from tests import builders
from tests.payments.paying import NUMBERS, account, paying
from tests.payments.scheme import MAY, PRICED
from tests.payments.scheme import scheme as make_scheme

TODAY = PRICED.date()


def kinds(user: User, today: date = TODAY) -> list[str]:
    return [matter.kind for matter in work_payments.of_statements(viewer.look(user, today))]


@pytest.mark.django_db
def test_each_person_is_told_what_waits_for_them() -> None:
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    principal, agent = scheme.place.for_principal, scheme.place.for_agent
    commissioner = builders.member(scheme.programme, Role.COMMISSIONER)
    second = builders.member(scheme.programme, Role.PRINCIPAL, organisation=scheme.place.principal)
    sign_offs.set_bands(programme=scheme.programme, bands=[Band(None, 2)], reason="Audit", by=commissioner, at=PRICED)
    assert (kinds(commissioner), kinds(agent)) == (["Statement to propose"] * 2, [])
    last_of_first = Period.objects.get(programme=scheme.programme, code="2026-q1").ends_on
    assert kinds(principal, last_of_first) == []

    scheme.approve("2026-q1")
    scheme.approve("2026-q1", by=second)
    scheme.propose("2026-q2")
    assert (kinds(agent), kinds(principal)) == (["Statement to accept"], [])
    asked = queries.ask(statement=scheme.statement("2026-q2"), text="Which?", by=agent, at=PRICED)
    assert (kinds(agent), kinds(principal)) == ([], ["Query to answer"])
    queries.answer(query=asked, text="P1", by=principal, at=PRICED)
    assert (kinds(agent), kinds(principal)) == (["Your query is answered"], [])
    queries.resolve(query=asked, by=agent, at=PRICED)
    scheme.accept("2026-q2")
    assert (kinds(agent), kinds(principal)) == ([], ["Statement to approve"])
    scheme.approve("2026-q2")
    assert (kinds(principal), kinds(second)) == ([], ["Statement to approve"])


@pytest.mark.django_db
def test_those_who_pay_are_told_of_runs_and_of_bank_details() -> None:
    paid = paying(accounts=False)
    principal, second = paid.scheme.place.for_principal, paid.releases["treasury"]

    def told(user: User) -> list[str]:
        return [matter.kind for matter in work_payments.of_payments(viewer.look(user, TODAY))]

    assert (told(principal), told(paid.scheme.place.for_agent)) == (["Payments to make"], [])
    bank_accounts.enter(
        programme=paid.scheme.programme, organisation=paid.scheme.agent, by=principal, at=PRICED, name="N", **NUMBERS
    )
    assert (told(principal), told(second)) == (["Payments to make"], ["Payments to make", "Bank details to confirm"])
    for organisation in (paid.scheme.agent, paid.scheme.place.principal):
        account(paid.scheme, organisation)
    run = next(run for run in paid.make() if run.payer.code == "treasury")
    assert "Payments to release" not in told(principal)
    assert "Payments to release" in told(second)
    paid.release(run)
    assert "Payments with the bank" in told(principal)
    paid.answer(run)
    assert "Payments to reconcile" in told(principal)
    paid.reconcile(run)
    assert "Payments to reconcile" not in told(principal)


@pytest.mark.django_db
def test_a_payment_that_the_bank_refused_waits_to_be_made_again() -> None:
    paid = paying()
    principal = paid.scheme.place.for_principal
    for run in paid.released():
        payment = run.payments.get()
        paid.answer(run, f"{payment.end_to_end_id},failed")

    def told() -> list[str]:
        return [matter.kind for matter in work_payments.of_payments(viewer.look(principal, TODAY))]

    assert "Payments to make" in told()
    paid.make()
    assert "Payments to make" not in told()


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_programmes_and_statements() -> None:
    person = builders.user()

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries_made:
            found = work_payments.of_statements(viewer.look(person, TODAY))
        return len(queries_made), len(found)

    def another(periods: list[str]) -> None:
        scheme = make_scheme()
        builders.member(scheme.programme, Role.COMMISSIONER, user=person)
        builders.member(scheme.programme, Role.PRINCIPAL, user=person, organisation=scheme.place.principal)
        scheme.claim(scheme.start("P1"), MAY)
        scheme.price()
        for period in periods:
            scheme.propose(period)
        first = scheme.statement(periods[0])
        queries.ask(statement=first, text="Which?", by=scheme.place.for_agent, at=PRICED)

    another(["2026-q1"])
    few, matters = asked()
    another(["2026-q1", "2026-q2"])
    another(["2026-q1", "2026-q2"])
    many, more = asked()
    assert (matters, few) == (2, many)
    assert more == 4
    assert many <= 10
