import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from payments.actions import queries
from payments.models import Statement
from tests import builders
from tests.payments.approving import approve_all
from tests.payments.scheme import MAY, PRICED, Scheme


@pytest.fixture
def url(priced: Scheme, statement: Statement) -> str:
    return reverse("payments:statement_detail", args=[priced.programme.slug, statement.pk])


def test_the_page_does_not_exist_for_strangers_and_other_agents(
    client: Client, stranger: User, priced: Scheme, url: str
) -> None:
    for person in (stranger, builders.member(priced.programme, Role.AGENT)):
        client.force_login(person)
        assert client.get(url).status_code == 404


def test_lines_show_count_price_gross_deadweight_cap_and_net_and_the_payers(principal: Client, url: str) -> None:
    page = principal.get(url).content.decode()
    for words in ("Job outcome fee", "Outcome job, Aged 18 to 24", "£7,200.00", "£300.00", "£6,900.00", "£8,100.00"):
        assert words in page
    assert "Treasury" in page
    assert "£5,400.00" in page
    assert "Council" in page
    assert "£2,700.00" in page
    assert "/lines/" in page


def test_what_one_may_do_depends_on_role_and_state(
    client: Client, principal: Client, priced: Scheme, statement: Statement, url: str
) -> None:
    page = principal.get(url).content.decode()
    assert "Propose this statement" in page
    assert "Approve this statement" not in page
    priced.propose("2026-q2")
    page = principal.get(url).content.decode()
    assert "to accept it or to ask" in page
    client.force_login(priced.place.for_agent)
    assert "Accept this statement" in client.get(url).content.decode()
    queries.ask(statement=statement, text="Why <b>so</b> much?", by=priced.place.for_agent, at=PRICED)
    page = client.get(url).content.decode()
    assert "Accept this statement" not in page
    assert "Why &lt;b&gt;so&lt;/b&gt; much?" in page
    assert "waits for an answer" in page
    client.force_login(builders.member(priced.programme, Role.ANALYST))
    page = client.get(url).content.decode()
    assert "Ask about this statement" not in page


def test_sign_offs_needed_and_given_are_shown(principal: Client, priced: Scheme, url: str) -> None:
    priced.approve("2026-q2")
    page = principal.get(url).content.decode()
    assert "1 of 1" in page
    assert re.search(r"Approved</strong>\s+by \w+", page), "whose approval it is, and not twice that it is approved"


def test_people_who_may_not_see_rows_get_small_lines_only_together(client: Client, others: Scheme, url: str) -> None:
    """The line of one joins the line of six, as otherwise the total would tell it."""
    approve_all(others.programme, PRICED)
    client.force_login(builders.member(others.programme, Role.EXPERT_BODY))
    page = client.get(url).content.decode()
    assert "Other lines together" in page
    assert "£8,100.00" in page
    assert "£6,900.00" not in page
    assert "/lines/" not in page


def test_a_statement_after_one_with_a_price_that_is_paid_for_one_alone_shows_them_nothing(
    client: Client, priced: Scheme, url: str
) -> None:
    """From £2,700 for seven starts, six of them at £400, it would follow that one started at £300."""
    approve_all(priced.programme, PRICED)
    client.force_login(builders.member(priced.programme, Role.EXPERT_BODY))
    for period in ("2026-q1", "2026-q2"):
        address = reverse("payments:statement_detail", args=[priced.programme.slug, priced.statement(period).pk])
        page = client.get(address).content.decode()
        assert "so few results" in page
        assert "£2,700.00" not in page
        assert "£8,100.00" not in page


def test_a_statement_of_few_results_shows_them_nothing(client: Client, scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    approve_all(scheme.programme, PRICED)
    client.force_login(builders.member(scheme.programme, Role.ANALYST))
    url = reverse("payments:statement_detail", args=[scheme.programme.slug, scheme.statement("2026-q2").pk])
    page = client.get(url).content.decode()
    assert "so few results" in page
    assert "£1,150.00" not in page
    assert "£383.33" not in page


def test_an_approved_statement_says_who_approved_it(principal: Client, priced: Scheme, url: str) -> None:
    priced.approve("2026-q2")
    page = principal.get(url).content.decode()
    assert priced.place.for_principal.name in page
    assert "Approve this statement" not in page
