import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from tests import builders
from tests.payments.approving import approve_all
from tests.payments.scheme import MAY, PRICED, Scheme


@pytest.fixture
def url(priced: Scheme) -> str:
    return reverse("payments:statement_list", args=[priced.programme.slug])


def test_the_page_does_not_exist_for_strangers(client: Client, stranger: User, url: str) -> None:
    assert client.get(url).status_code == 302
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_statements_are_listed_with_state_and_total_the_latest_first(
    principal: Client, priced: Scheme, url: str
) -> None:
    priced.approve("2026-q1")
    page = principal.get(url).content.decode()
    assert page.index("2026-q2") < page.index("2026-q1")
    assert "£8,100.00" in page
    assert "£2,700.00" in page
    assert "Approved" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("period=2026-q1", 1), ("state=open", 1), ("state=approved", 1), ("state=queried", 0), ("", 2)],
)
def test_statements_are_narrowed(principal: Client, priced: Scheme, url: str, asked: str, found: int) -> None:
    priced.approve("2026-q1")
    assert len(principal.get(f"{url}?{asked}").context["rows"]) == found


def test_nothing_is_said_of_totals_left_out_where_all_are_shown(principal: Client, priced: Scheme, url: str) -> None:
    page = principal.get(url)
    assert page.context["rows"]
    assert "A total is shown once" not in page.content.decode()


def test_agents_see_only_their_own(client: Client, priced: Scheme, url: str) -> None:
    client.force_login(priced.place.for_agent)
    assert len(client.get(url).context["rows"]) == 2
    client.force_login(builders.member(priced.programme, Role.AGENT))
    page = client.get(url)
    assert len(page.context["rows"]) == 0
    assert "No statements yet" in page.content.decode()


def test_pricing_now_is_offered_to_those_who_may(client: Client, principal: Client, priced: Scheme, url: str) -> None:
    assert "Price now" in principal.get(url).content.decode()
    client.force_login(builders.member(priced.programme, Role.ANALYST))
    assert "Price now" not in client.get(url).content.decode()


def test_a_total_of_few_results_is_not_shown_to_people_who_may_not_see_rows(client: Client, scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    approve_all(scheme.programme, PRICED)
    client.force_login(builders.member(scheme.programme, Role.EXPERT_BODY))
    page = client.get(reverse("payments:statement_list", args=[scheme.programme.slug])).content.decode()
    assert "Not shown" in page
    assert "A total is shown once all statements of its period" in page
    assert "£1,150.00" not in page


def test_the_number_of_queries_is_the_same_for_any_number_of_statements(
    principal: Client, priced: Scheme, url: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            principal.get(url)
        return len(captured)

    queries()
    before = queries()
    for number in range(4):
        agent = builders.organisation(f"Agent {number}")
        priced.start(f"A{number}", agent=agent)
    priced.price()
    assert queries() == before
