"""Runs from what is due to what the bank took, with what can go wrong on the way."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from outcomes.models import Claim
from payments.actions import bank_accounts, bank_responses, payment_runs
from payments.actions.bank_responses import ResponseRefused
from payments.actions.payment_runs import RunRefused
from payments.models import (
    BankAccountDecision,
    Invoice,
    Payment,
    PaymentOutcome,
    PaymentRun,
    PaymentRunEvent,
)
from payments.selectors import bank, claim_money, integrity, run_files, runs
from payments.selectors import statements as statement_selectors
from tests import builders
from tests.payments import pain001
from tests.payments.paying import NUMBERS, Paying, account, paying
from tests.payments.scheme import PRICED, QUARTERS

pytestmark = pytest.mark.django_db


def states(paid: Paying) -> dict[str, str]:
    found = statement_selectors.with_state(paid.scheme.programme.statements.select_related("period"))
    return {one.period.code: statement_selectors.state_of(one) for one in found}


def whole() -> None:
    """Nothing is altered, and every sum is what it should be."""
    assert integrity.verify().broken is None


def test_approved_statements_are_gathered_into_a_run_for_each_payer_to_the_penny() -> None:
    paid = paying()
    council, treasury = sorted(paid.make(), key=lambda run: run.payer.code)
    assert (council.total, treasury.total) == (Decimal("516.66"), Decimal("1033.34"))
    assert council.total + treasury.total == Decimal("1550.00")
    assert {council.number, treasury.number} == {1, 2}
    assert states(paid) == {"2026-q1": "in_payment", "2026-q2": "in_payment"}
    assert not Payment.objects.exists()
    assert AuditEntry.objects.filter(action="payments.paymentrun.made").count() == 2
    with pytest.raises(RunRefused, match="Nothing waits"):
        paid.make()
    whole()


def test_who_makes_and_who_releases() -> None:
    paid = paying()
    for role in (Role.AGENT, Role.VERIFIER, Role.ANALYST, Role.EXPERT_BODY, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            paid.make(by=builders.member(paid.scheme.programme, role))
    council, treasury = sorted(paid.make(), key=lambda run: run.payer.code)
    with pytest.raises(Forbidden, match="signed off a statement"):
        paid.release(treasury, by=paid.scheme.place.for_principal)
    with pytest.raises(Forbidden, match="Only people of Council"):
        paid.release(council, by=paid.releases["treasury"])
    with pytest.raises(Forbidden):
        paid.release(council, by=builders.member(paid.scheme.programme, Role.COMMISSIONER))
    with pytest.raises(DatabaseError, match="nobody pays"), transaction.atomic():
        PaymentRunEvent.objects.create(run=treasury, kind="released", by=paid.scheme.place.for_principal, at=PRICED)
    paid.release(treasury)
    with pytest.raises(RunRefused, match="released this run already"):
        paid.release(treasury)


def test_a_released_run_has_payments_invoices_and_a_file_that_stays_the_same() -> None:
    paid = paying()
    [council, treasury] = sorted(paid.released(), key=lambda run: run.payer.code)
    payment = treasury.payments.get()
    assert (payment.amount, payment.end_to_end_id) == (
        treasury.total, f"PBR-{treasury.programme_id}-{treasury.number}-{treasury.digest[:8].upper()}-1",
    )  # fmt: skip
    assert [str(one) for one in Invoice.objects.filter(run=council)] == [f"council/{paid.scheme.agent.code}/0001"]
    released = treasury.events.get()
    file = run_files.file_of(treasury, released)
    xml = run_files.content(file, "xml")
    assert pain001.problems(xml) == []
    again = PaymentRun.objects.get(pk=treasury.pk)
    assert run_files.content(run_files.file_of(again, again.events.get()), "xml") == xml
    assert b"55779911" in run_files.content(file, "csv")
    whole()


def test_no_account_number_reaches_the_audit_trail() -> None:
    paying().released()
    for entry in AuditEntry.objects.filter(action__startswith="payments."):
        assert NUMBERS["account_number"] not in str(entry.after)


def test_nothing_is_released_without_bank_details_that_a_second_person_confirmed() -> None:
    paid = paying(accounts=False)
    run = next(run for run in paid.make() if run.payer.code == "treasury")
    with pytest.raises(RunRefused, match=f"No confirmed bank details of {paid.scheme.agent}, Treasury"):
        paid.release(run)
    confirmed = account(paid.scheme, paid.scheme.agent)
    account(paid.scheme, run.payer)
    bank_accounts.enter(
        programme=run.programme, organisation=paid.scheme.agent, name="Somebody else", by=paid.scheme.place.for_agent,
        at=PRICED, sort_code="200001", account_number="12345678",
    )  # fmt: skip
    assert paid.release(run).payments.get().account == confirmed


def test_bank_details_are_confirmed_by_somebody_else_once() -> None:
    paid = paying(accounts=False)
    first, second = paid.scheme.place.for_principal, paid.releases["council"]
    entered = bank_accounts.enter(
        programme=paid.scheme.programme, organisation=paid.scheme.agent, name="N", by=first, at=PRICED, **NUMBERS
    )
    with pytest.raises(Forbidden, match="somebody else must confirm"):
        bank_accounts.confirm(account=entered, by=first, at=PRICED)
    with pytest.raises(DatabaseError, match="somebody other than"), transaction.atomic():
        BankAccountDecision.objects.create(account=entered, kind="confirmed", by=first, at=PRICED)
    with pytest.raises(Forbidden):
        bank_accounts.confirm(account=entered, by=paid.scheme.place.for_agent, at=PRICED)
    with pytest.raises(bank_accounts.BankAccountRefused, match="Enter why"):
        bank_accounts.refuse(account=entered, reason=" ", by=second, at=PRICED)
    bank_accounts.refuse(account=entered, reason="They told us another number.", by=second, at=PRICED)
    with pytest.raises(bank_accounts.BankAccountRefused, match="decided on these details already"):
        bank_accounts.confirm(account=entered, by=second, at=PRICED)
    assert bank.accounts_of(paid.scheme.programme, [paid.scheme.agent.pk]) == {}
    with pytest.raises(Forbidden, match="their own organisation"):
        bank_accounts.enter(
            programme=paid.scheme.programme, organisation=paid.scheme.agent, name="N",
            by=builders.member(paid.scheme.programme, Role.AGENT), at=PRICED, **NUMBERS,
        )  # fmt: skip


def test_paid_then_reconciled() -> None:
    paid = paying()
    made = paid.released()
    assert claim_money.settled(paid.scheme.programme)[1].endswith("is not settled")
    for run in made:
        assert runs.state_of(run) == "sent"
        paid.answer(run)
        assert runs.state_of(run) == "answered"
    assert set(states(paid).values()) == {"paid"}
    released = PaymentRunEvent.objects.filter(kind="released").latest("pay_on")
    assert claim_money.settled(paid.scheme.programme) == (released.pay_on, "")
    with pytest.raises(RunRefused, match=r"£0\.01 less than you entered"):
        payment_runs.reconcile(
            run=made[0], amount=made[0].total + Decimal("0.01"), by=paid.scheme.place.for_principal, at=PRICED
        )
    for run in made:
        paid.reconcile(run)
    assert set(states(paid).values()) == {"reconciled"}
    with pytest.raises(RunRefused, match="reconciled already"):
        paid.reconcile(made[0])
    whole()


@pytest.mark.fault("A payment confirmed twice")
def test_a_payment_confirmed_twice_changes_nothing() -> None:
    paid = paying()
    [run, _] = paid.released()
    first = paid.answer(run)
    again = paid.answer(run)
    assert (first.new, first.known, again.new, again.known) == (1, 0, 0, 1)
    assert PaymentOutcome.objects.filter(payment__run=run).count() == 1
    with pytest.raises(ResponseRefused, match="now says something else"):
        paid.answer(run, f"{run.payments.get()},failed,,")
    whole()


@pytest.mark.fault("The bank file of another run")
def test_the_bank_file_of_another_run_is_refused_whole() -> None:
    paid = paying()
    one, other = paid.released()
    with pytest.raises(ResponseRefused, match="not in this run"):
        paid.answer(one, f"{one.payments.get()},paid,,", f"{other.payments.get()},paid,,")
    assert not PaymentOutcome.objects.exists()
    with pytest.raises(Forbidden):
        bank_responses.receive(
            run=one, filename="r.csv", content=b"x", by=builders.member(one.programme, Role.AGENT), at=PRICED
        )


def test_what_failed_and_what_was_paid_in_part_is_paid_again_under_new_ids() -> None:
    paid = paying()
    one, other = sorted(paid.released(), key=lambda run: run.payer.code)
    paid.answer(one, f"{one.payments.get()},failed,,Account closed")
    paid.answer(other, f"{other.payments.get()},partial,1000.00,Limit")
    assert set(states(paid).values()) == {"in_payment"}
    for run in (one, other):
        paid.reconcile(run)
    again = sorted(paid.released(), key=lambda run: run.payer.code)
    assert [run.total for run in again] == [one.total, other.total - 1000]
    assert {item.kind for run in again for item in run.items.all()} == {"unpaid"}
    assert not Invoice.objects.filter(run__in=again).exists()
    assert len({payment.end_to_end_id for payment in Payment.objects.all()}) == 4
    for run in again:
        paid.answer(run)
    assert set(states(paid).values()) == {"paid"}
    for run in again:
        paid.reconcile(run)
    assert set(states(paid).values()) == {"reconciled"}
    with pytest.raises(RunRefused, match="Nothing waits"):
        paid.make()
    whole()


Q4 = {"code": "2026-q4", "starts_on": "2026-10-01", "ends_on": "2026-12-31"}


def test_what_comes_to_less_than_nought_is_carried_forward_and_never_paid() -> None:
    paid = paying(periods=[*QUARTERS, Q4])
    scheme = paid.scheme
    for run in paid.released():
        paid.answer(run)
    scheme.state(Claim.objects.get(), "failed")
    scheme.price()
    assert scheme.approve("2026-q3").total == Decimal("-1150.00")
    taken = paid.released()
    assert [(str(run.total), run.payments.count()) for run in taken] == [("0.00", 0), ("0.00", 0)]
    assert {runs.state_of(run) for run in taken} == {"reconciled"}
    assert states(paid)["2026-q3"] == "in_payment"
    with pytest.raises(RunRefused, match="Nothing waits"):
        paid.make()
    scheme.claim(scheme.start("later", day=date(2026, 10, 5)), date(2026, 11, 10))
    scheme.price()
    assert scheme.approve("2026-q4").total == Decimal("1550.00")
    after = paid.released()
    assert sum(run.total for run in after) == Decimal("400.00")
    for run in after:
        paid.answer(run)
    assert (states(paid)["2026-q3"], states(paid)["2026-q4"]) == ("paid", "paid")
    assert sorted(Invoice.objects.filter(payer__code="treasury").values_list("number", flat=True)) == [1, 2, 3]
    whole()


def test_what_was_altered_is_found() -> None:
    paid = paying()
    paid.released()
    whole()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payments_paymentitem DISABLE TRIGGER USER")
        cursor.execute("UPDATE payments_paymentitem SET amount = amount + 1")
        cursor.execute("ALTER TABLE payments_paymentitem ENABLE TRIGGER USER")
    assert "digest is not that of its items" in str(integrity.verify().broken)


def test_what_waits_is_looked_up_for_all_statements_at_once(django_assert_max_num_queries: Any) -> None:
    """However many statements are approved, what they come to for each payer is asked in the same few queries."""
    scheme = paying().scheme
    with django_assert_max_num_queries(14):
        runs.waiting(scheme.programme)
