import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Role, User
from stages.models import Programme
from tests import builders
from tests.dashboards.conftest import running

pytestmark = pytest.mark.django_db
URL = reverse("dashboards:programme_list")


def names(client: Client, **wanted: str | int) -> list[str]:
    return [row.programme.name for row in client.get(URL, wanted).context["listed"].rows]


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(URL).status_code == 302


def test_a_person_sees_their_own_programmes_only(client: Client, programme: Programme, stranger: User) -> None:
    client.force_login(stranger)
    assert "No programmes yet" in client.get(URL).content.decode()
    client.force_login(builders.member(programme, Role.ANALYST))
    assert names(client) == ["Work for all"]


def test_each_programme_shows_its_stages_track_and_money(client: Client, programme: Programme) -> None:
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(URL).content.decode()
    assert "Not judged yet" in page
    assert "£0 stated, £0 approved" in page
    assert "Stakeholder analysis" in page


def test_the_list_is_narrowed_by_words_stage_agent_and_status(client: Client, programme: Programme) -> None:
    person = builders.member(programme, Role.ANALYST)
    early = builders.programme(name="Homes first", sector="Housing")
    builders.member(early, Role.ANALYST, user=person)
    agent = builders.organisation("Way Forward", code="way-forward")
    builders.member(programme, Role.AGENT, organisation=agent)
    client.force_login(person)
    assert names(client) == ["Homes first", "Work for all"]
    assert names(client, q="housing") == ["Homes first"]
    assert names(client, stage=5) == ["Work for all"]
    assert names(client, stage=1) == ["Homes first"]
    assert names(client, agent="way-forward") == ["Work for all"]
    assert names(client, status="red") == []
    assert "No programme matches" in client.get(URL, {"status": "red"}).content.decode()
    assert len(names(client, status="not_judged")) == 2


def test_programmes_are_compared_in_a_table(client: Client, programme: Programme) -> None:
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(URL, {"view": "table"}).content.decode()
    assert "Programmes compared" in page
    assert reverse("dashboards:findings_dashboard", args=[programme.slug]) in page
    assert "No programme matches" in client.get(URL, {"view": "table", "q": "nothing"}).content.decode()


def test_only_those_who_may_are_offered_to_start_a_programme(client: Client, programme: Programme) -> None:
    client.force_login(builders.member(programme, Role.AGENT))
    assert "Start a programme" not in client.get(URL).content.decode()


def test_long_lists_are_paged(client: Client) -> None:
    person = builders.user()
    for number in range(21):
        builders.member(builders.programme(name=f"Programme {number:02}"), Role.ANALYST, user=person)
    client.force_login(person)
    assert len(names(client)) == 20
    assert names(client, page=2) == ["Programme 20"]


@pytest.mark.parametrize("programmes", [1, 5])
@pytest.mark.parametrize(("status", "view"), [("", ""), ("not_judged", ""), ("", "table")])
def test_the_number_of_queries_does_not_grow_with_the_programmes(
    client: Client, programmes: int, status: str, view: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = builders.user()
    for _ in range(programmes):
        builders.member(running(), Role.ANALYST, user=person)
    client.force_login(person)
    with django_assert_num_queries(22 if status else 20):
        client.get(URL, {"status": status, "view": view})
