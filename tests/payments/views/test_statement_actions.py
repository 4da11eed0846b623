"""`statement_approve`, `statement_query`, `statement_answer` and `price_now`."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEntry, Role
from payments import tasks
from payments.actions import requests
from payments.models import PricingRun, Statement
from tests import builders
from tests.payments.scheme import MAY, Scheme


def address(name: str, statement: Statement) -> str:
    return reverse(f"payments:{name}", args=[statement.programme.slug, statement.pk])


def test_the_principal_approves_by_a_page_of_its_own(principal: Client, statement: Statement) -> None:
    url = address("statement_approve", statement)
    assert "fixed for good" in principal.get(url).content.decode()
    assert "now comes to £8,100.00" in principal.post(url, {"total": "1.00"}).content.decode()
    answer = principal.post(url, {"total": "8100.00"}, follow=True)
    assert "The statement is approved" in answer.content.decode()
    statement.refresh_from_db()
    assert statement.approved_at is not None
    again = principal.post(url)
    assert again.status_code == 200
    assert "approved this statement on" in again.content.decode()


def test_queries_and_answers_go_to_and_fro(
    client: Client, principal: Client, priced: Scheme, statement: Statement
) -> None:
    query, answer = address("statement_query", statement), address("statement_answer", statement)
    assert "Enter what you want to know" in principal.post(query, {"text": " "}).content.decode()
    assert principal.post(query, {"text": "Which job?"}).status_code == 302
    client.force_login(priced.place.for_agent)
    assert "Which job?" in client.get(answer).content.decode()
    assert client.post(answer, {"text": "The one in May."}).status_code == 302
    assert "no query" in client.post(answer, {"text": "Again"}).content.decode()
    assert list(statement.events.order_by("pk").values_list("text", flat=True)) == ["Which job?", "The one in May."]


@pytest.mark.parametrize("name", ["statement_approve", "statement_query", "statement_answer"])
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
