"""The pages of payment runs and bank details, from what waits to what is reconciled."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Role, User
from payments.models import PaymentRun
from tests import builders
from tests.payments.paying import IBAN, Paying, paying

pytestmark = pytest.mark.django_db


def address(name: str, *args: object) -> str:
    return reverse(f"payments:{name}", args=[PaymentRun.objects.all()[0].programme.slug, *args])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def upload(client: Client, run: PaymentRun, content: bytes) -> str:
    file = SimpleUploadedFile("r.csv", content)
    return client.post(address("payment_response", run.number), {"file": file}, follow=True).content.decode()


def test_from_what_waits_to_reconciled_by_the_pages() -> None:
    paid = paying()
    principal = signed_in(paid.scheme.place.for_principal)
    runs = reverse("payments:payment_run_list", args=[paid.scheme.programme.slug])
    page = words(principal, runs)
    assert "No payment runs yet" in page
    assert "Treasury: £1,033.34 to 1 agent" in page
    make = reverse("payments:payment_run_make", args=[paid.scheme.programme.slug])
    assert "2 runs are made" in principal.post(make, follow=True).content.decode()
    assert "Nothing waits to be paid" in principal.post(make, follow=True).content.decode()
    run = PaymentRun.objects.get(payer__code="treasury")
    detail = address("payment_run_detail", run.number)
    page = words(principal, detail)
    assert "£1,033.34 would go to one agent" in page
    assert "You signed off a statement" in page
    assert "Release this run" not in page
    assert "You signed off" in principal.post(address("payment_run_release", run.number)).content.decode()

    releaser = signed_in(paid.releases["treasury"])
    assert "Release this run" in words(releaser, detail)
    release = address("payment_run_release", run.number)
    assert "cannot be called back" in words(releaser, release)
    page = releaser.post(release, follow=True).content.decode()
    assert "••••9911" in page
    assert "55779911" not in page
    assert "released this run already" in releaser.post(release).content.decode()
    assert "55779911" in words(releaser, address("payment_file", run.number, "csv"))
    assert AuditEntry.objects.filter(action="payments.paymentrun.fetched").count() == 1
    assert releaser.get(address("payment_file", run.number, "exe")).status_code == 404
    assert releaser.get(address("remittance_pdf", run.number, paid.scheme.agent.code)).content.startswith(b"%PDF")

    assert "Select the file" in principal.post(address("payment_response", run.number)).content.decode()
    assert "not in this run" in upload(principal, run, b"end_to_end_id,status\nX,paid\n")
    content = f"end_to_end_id,status,amount,reason\n{run.payments.get()},partial,1000,Limit\n".encode()
    page = upload(principal, run, content)
    assert "One payment did not go through: £33.34" in page
    assert "1 new" in page
    reconcile = address("payment_run_reconcile", run.number)
    assert "£0.50 less than you entered" in principal.post(reconcile, {"amount": "1000.50"}).content.decode()
    assert "The run is reconciled" in principal.post(reconcile, {"amount": "1000"}, follow=True).content.decode()
    page = words(principal, f"{runs}?state=reconciled")
    assert "Run 1" in page or "Run 2" in page
    assert "No run matches" in words(principal, f"{runs}?agent=nobody")


def test_the_statement_tells_those_who_pay_and_the_agent_what_became_of_it() -> None:
    paid = paying()
    statement = paid.scheme.statement("2026-q2")
    url = reverse("payments:statement_detail", args=[statement.programme.slug, statement.pk])
    agent = signed_in(paid.scheme.place.for_agent)
    made = paid.make()
    assert "Waits for release" in words(agent, url)
    paid.release(made[0])
    page = words(agent, url)
    assert "With the bank" in page
    assert "/0001" in page
    paid.answer(made[0])
    assert "In payment" in words(agent, url)
    analyst = signed_in(builders.member(statement.programme, Role.ANALYST))
    assert "Remittance" not in words(analyst, url)


def bank(paid: Paying, name: str, *args: object) -> str:
    return reverse(f"payments:{name}", args=[paid.scheme.programme.slug, *args])


def test_bank_details_are_entered_masked_and_confirmed_by_a_second_person() -> None:
    paid = paying(accounts=False)
    agent = signed_in(paid.scheme.place.for_agent)
    enter = bank(paid, "bank_account_enter", paid.scheme.agent.code)
    page = agent.post(enter, {"name": "Northway", "sort_code": "20", "account_number": "1"}).content.decode()
    assert "Enter a sort code of 6 digits" in page
    page = agent.post(enter, {"name": "Northway", "iban": IBAN}, follow=True).content.decode()
    assert "They count once a second person" in page
    assert IBAN not in page
    assert "Somebody else confirms it" in page
    assert "Treasury" not in page
    assert agent.get(bank(paid, "bank_account_enter", "treasury")).status_code == 404
    account = paid.scheme.programme.bank_accounts.get()
    decide = bank(paid, "bank_account_decide", account.pk)
    assert agent.get(decide).status_code == 403
    principal = signed_in(paid.scheme.place.for_principal)
    assert "Select whether the details are right" in principal.post(decide).content.decode()
    assert "Enter why the details are refused" in principal.post(decide, {"decision": "refuse"}).content.decode()
    page = principal.post(decide, {"decision": "confirm"}, follow=True).content.decode()
    assert "Confirmed: the details of Northway" in page
    assert "decided on these details already" in principal.post(decide, {"decision": "confirm"}).content.decode()
