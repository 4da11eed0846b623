"""The statement on paper says what its page says, and can be read by everybody."""

import dataclasses
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from govuk import reports
from payments.actions import queries
from payments.models import Statement
from payments.selectors import statement_pages, statement_report
from tests import builders
from tests.payments.approving import approve_all
from tests.payments.scheme import PRICED, Scheme

MONEY = re.compile(r"−?£[\d,]+\.\d\d")


@pytest.fixture
def url(priced: Scheme, statement: Statement) -> str:
    return reverse("payments:statement_pdf", args=[priced.programme.slug, statement.pk])


def words(statement: Statement, viewer: User) -> str:
    """Everything that the report says."""
    return repr(dataclasses.asdict(statement_report.report(statement, viewer, PRICED)))


def on_the_page(client: Client, statement: Statement) -> set[str]:
    url = reverse("payments:statement_detail", args=[statement.programme.slug, statement.pk])
    return set(MONEY.findall(client.get(url).content.decode()))


def test_it_is_a_tagged_pdf_for_everybody(principal: Client, url: str) -> None:
    """The typesetter refuses to make what does not conform to PDF/UA-1 and PDF/A-2a."""
    answer = principal.get(url)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert 'filename="statement-2026-q2-northway.pdf"' in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")
    assert b"/MarkInfo" in answer.content


def test_it_says_the_same_figures_as_the_page(principal: Client, priced: Scheme, statement: Statement) -> None:
    found = words(statement, priced.place.for_principal)
    shown = on_the_page(principal, statement)
    assert {"£8,100.00", "£6,900.00", "£5,400.00", "£2,700.00"} <= shown
    assert shown <= set(MONEY.findall(found))


def test_each_kind_of_line_is_explained_in_words_with_figures(priced: Scheme, statement: Statement) -> None:
    found = words(statement, priced.place.for_principal)
    assert "Pays £1,200, once for each participant, for “Outcome job”." in found
    assert "Outcome job, Aged 18 to 24: 6 × £1,200.00 = £7,200.00, less £300.00 beyond the cap each: £6,900.00" in found
    assert "At most £1,550 for each participant" in found
    assert "Treasury 66.67% and Council 33.33%" in found
    assert "pennies left over go to the largest remainders" in found


def test_a_price_with_further_decimals_is_marked_as_rounded(priced: Scheme, statement: Statement) -> None:
    page = statement_pages.page(statement, priced.place.for_principal)
    assert page.rounded == ""
    one = page.lines[0]
    finer = dataclasses.replace(one, line=dataclasses.replace(one.line, unit_amount=Decimal("1200.1234")))
    assert "shown to the penny" in dataclasses.replace(page, lines=[finer]).rounded


def test_what_happened_stands_on_it(principal: Client, priced: Scheme, statement: Statement, url: str) -> None:
    queries.ask(statement=statement, text="Why #so *much*?", by=priced.place.for_principal, at=PRICED)
    found = words(statement, priced.place.for_principal)
    assert "Why #so *much*?" in found
    assert "Queried" in found
    assert principal.get(url).status_code == 200


def test_small_numbers_are_as_hidden_on_paper_as_on_the_page(
    client: Client, others: Scheme, statement: Statement
) -> None:
    member = builders.member(others.programme, Role.EXPERT_BODY)
    client.force_login(member)
    waiting = words(statement, member)
    assert "told once all its statements" in waiting
    assert not MONEY.findall(waiting)
    approve_all(others.programme, PRICED)
    statement.refresh_from_db()
    found = words(statement, member)
    assert "Other lines together" in found
    assert "£6,900.00" not in found
    assert on_the_page(client, statement) <= set(MONEY.findall(found))
    alone = others.statement("2026-q1")
    others.programme.suppression_threshold = 50
    others.programme.save(update_fields=["suppression_threshold"])
    alone.refresh_from_db()
    found = words(Statement.objects.get(pk=alone.pk), member)
    assert "none of its figures is shown" in found
    assert not MONEY.findall(found)
    assert reports.pdf(statement_report.report(Statement.objects.get(pk=alone.pk), member, PRICED))


def test_for_strangers_and_other_agents_there_is_none(client: Client, stranger: User, priced: Scheme, url: str) -> None:
    for person in (stranger, builders.member(priced.programme, Role.AGENT)):
        client.force_login(person)
        assert client.get(url).status_code == 404


def test_the_page_leads_to_it(principal: Client, statement: Statement, url: str) -> None:
    page = reverse("payments:statement_detail", args=[statement.programme.slug, statement.pk])
    assert url in principal.get(page).content.decode()
