"""What is done to a statement by pages of their own, how many sign it, and `price_now`."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEntry, Role
from payments import tasks
from payments.actions import queries, requests
from payments.models import PricingRun, Statement
from tests import builders
from tests.payments.scheme import MAY, PRICED, Scheme

DUE = {"due_on_0": "1", "due_on_1": "12", "due_on_2": "2099"}


def address(name: str, statement: Statement, *more: int) -> str:
    return reverse(f"payments:{name}", args=[statement.programme.slug, statement.pk, *more])


def test_it_is_proposed_accepted_and_approved_by_pages_of_their_own(
    client: Client, principal: Client, priced: Scheme, statement: Statement
) -> None:
    propose, approve = address("statement_propose", statement), address("statement_approve", statement)
    assert "not proposed" in principal.post(approve, {"total": "8100.00"}).content.decode()
    assert "now comes to £8,100.00" in principal.post(propose, DUE | {"total": "1.00"}).content.decode()
    assert principal.post(propose, DUE | {"total": "8100.00"}).status_code == 302
    assert "proposed already" in principal.post(propose, DUE).content.decode()
    client.force_login(priced.place.for_agent)
    assert "You have accepted" in client.post(address("statement_accept", statement), follow=True).content.decode()
    assert "accepted already" in client.post(address("statement_accept", statement), follow=True).content.decode()
    client.force_login(priced.place.for_principal)
    assert "fixed for good" in client.get(approve).content.decode()
    assert "now comes to £8,100.00" in client.post(approve, {"total": "1.00"}).content.decode()
    assert "The statement is approved" in client.post(approve, {"total": "8100.00"}, follow=True).content.decode()
    again = client.post(approve)
    assert again.status_code == 200
    assert "approved this statement on" in again.content.decode()


def test_queries_and_answers_go_to_and_fro(
    client: Client, principal: Client, priced: Scheme, statement: Statement
) -> None:
    query = address("statement_query", statement)
    assert "Enter what you want to know" in principal.post(query, {"text": " "}).content.decode()
    assert "Select" in principal.post(query, {"text": "Why?", "line": "nothing"}).content.decode()
    assert principal.post(query, {"text": "Which job?"}).status_code == 302
    thread = address("statement_answer", statement, statement.events.get().pk)
    client.force_login(priced.place.for_agent)
    assert "Which job?" in client.get(thread).content.decode()
    assert client.post(thread, {"text": "The one in May."}).status_code == 302
    resolve = address("query_resolve", statement, statement.events.earliest("pk").pk)
    assert client.post(resolve).status_code == 403
    client.force_login(priced.place.for_principal)
    assert "The query is resolved" in client.get(thread).content.decode()
    assert "The query is resolved." in client.post(resolve, follow=True).content.decode()
    assert "resolved already" in client.post(resolve, follow=True).content.decode()
    assert client.get(address("statement_answer", statement, 999_999)).status_code == 404


def test_an_open_query_asks_for_a_reason_to_approve(principal: Client, priced: Scheme, statement: Statement) -> None:
    priced.propose("2026-q2")
    priced.accept("2026-q2")
    queries.ask(statement=statement, text="Which job?", by=priced.place.for_agent, at=PRICED)
    approve = address("statement_approve", statement)
    assert "Which job?" in principal.get(approve).content.decode()
    refused = principal.post(approve, {"total": "8100.00"}).content.decode()
    assert "Enter why you approve although a query is open" in refused
    answer = principal.post(approve, {"total": "8100.00", "override": "Payroll shows it."}, follow=True)
    assert "The statement is approved" in answer.content.decode()
    assert "Overridden" in answer.content.decode()


def test_the_commissioner_sets_how_many_sign(client: Client, priced: Scheme) -> None:
    url = reverse("payments:sign_off_rules", args=[priced.programme.slug])
    client.force_login(priced.place.for_agent)
    assert "Up to £50,000.00: one person" in client.get(url).content.decode()
    assert client.post(url, {"one": "10"}).status_code == 403
    client.force_login(builders.member(priced.programme, Role.COMMISSIONER))
    page = client.post(url, {"one": "1,000", "two": "500", "above": "3", "reason": "Audit"}).content.decode()
    assert "larger than that for one person" in page
    page = client.post(
        url, {"one": "1,000", "two": "20,000", "above": "3", "reason": "Audit"}, follow=True
    ).content.decode()
    assert "Above £20,000.00: 3 different people" in page
    assert "Audit" in page


@pytest.mark.parametrize("name", ["statement_propose", "statement_accept", "statement_approve", "statement_query"])
def test_readers_are_refused_and_strangers_see_nothing(
    client: Client, priced: Scheme, statement: Statement, name: str
) -> None:
    client.force_login(builders.member(priced.programme, Role.ANALYST))
    assert client.post(address(name, statement)).status_code == 403
    client.force_login(builders.user())
    assert client.post(address(name, statement)).status_code == 404


def test_the_button_prices_at_once(principal: Client, priced: Scheme) -> None:
    url = reverse("payments:price_now", args=[priced.programme.slug])
    assert principal.get(url).status_code == 405
    assert "Nothing has changed" in principal.post(url, follow=True).content.decode()
    priced.claim(priced.start("new"), MAY)
    assert "Priced: 2 entries, £1,550.00 in all." in principal.post(url, follow=True).content.decode()


def test_a_large_programme_is_priced_by_a_worker(
    principal: Client,
    priced: Scheme,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(requests, "MOST_CLAIMS_AT_ONCE", 3)
    priced.claim(priced.start("new"), MAY)
    url = reverse("payments:price_now", args=[priced.programme.slug])
    with django_capture_on_commit_callbacks(execute=True):
        answer = principal.post(url)
    assert answer.status_code == 302
    assert tasks.price.name == requests.PRICE
    assert PricingRun.objects.filter(programme=priced.programme).count() == 2
    assert AuditEntry.objects.filter(action="payments.run.request").exists()


def test_only_those_who_may_price(client: Client, priced: Scheme) -> None:
    client.force_login(builders.member(priced.programme, Role.AGENT))
    assert client.post(reverse("payments:price_now", args=[priced.programme.slug])).status_code == 403
