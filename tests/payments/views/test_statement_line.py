import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from payments.models import Statement
from payments.selectors import statement_pages, statements
from tests import builders
from tests.payments.scheme import MAY, Scheme


@pytest.fixture
def url(priced: Scheme, statement: Statement) -> str:
    """The line of the six young participants."""
    line = next(line for line in statements.lines_of(statement) if line.count == 6)
    code = statement_pages.code_of(line)
    return reverse("payments:statement_line", args=[priced.programme.slug, statement.pk, code])


def test_a_line_opens_down_to_its_claims(principal: Client, url: str) -> None:
    page = principal.get(url).content.decode()
    assert "Pays £1,200, once for each participant, for “Outcome job”." in page
    assert page.count("12 May 2026") == 6
    assert "6 × £1,200.00 = £7,200.00, less deadweight £0.00, less cap £300.00" in page
    assert "Q1" not in page


def test_entries_are_found_by_reference(principal: Client, url: str) -> None:
    assert len(principal.get(url, {"reference": "p3"}).context["page"].object_list) == 1
    assert "No entry of this line" in principal.get(url, {"reference": "X"}).content.decode()


def test_entries_come_in_pages(principal: Client, priced: Scheme, url: str) -> None:
    for number in range(60):
        priced.claim(priced.start(f"R{number}"), MAY)
    priced.price()
    first = principal.get(url)
    assert (len(first.context["page"].object_list), first.context["page"].paginator.count) == (50, 66)
    assert len(principal.get(url, {"page": 2}).context["page"].object_list) == 16


def test_the_number_of_queries_is_the_same_for_any_number_of_entries(
    principal: Client, priced: Scheme, url: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            principal.get(url)
        return len(captured)

    queries()
    before = queries()
    for number in range(20):
        priced.claim(priced.start(f"R{number}"), MAY)
    priced.price()
    assert queries() == before


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EXPERT_BODY])
def test_people_who_may_not_see_rows_are_refused(client: Client, priced: Scheme, url: str, role: Role) -> None:
    client.force_login(builders.member(priced.programme, role))
    assert client.get(url).status_code == 403


def test_an_unknown_line_and_another_agents_statement_do_not_exist(
    client: Client, principal: Client, priced: Scheme, url: str
) -> None:
    assert principal.get(url[:-13] + "0123456789ab/").status_code == 404
    client.force_login(builders.member(priced.programme, Role.AGENT))
    assert client.get(url).status_code == 404
