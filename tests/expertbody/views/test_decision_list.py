import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from expertbody.actions import decisions
from expertbody.models import Decision
from stages.models import Finding, Programme
from tests import builders
from tests.contracts import builders as contract_builders


def record(programme: Programme, by: User, **changes: str) -> Decision:
    finding = builders.finding(programme)
    return decisions.record(
        programme=programme, subject_kind="finding", subject_id=finding.pk, resolution="accept",
        rationale=changes.get("rationale", "The figures hold."), votes_for=4, votes_against=1, abstentions=0,
        by=by, at=now(),
    )  # fmt: skip


@pytest.fixture
def url(programme: Programme) -> str:
    return reverse("expertbody:decision_list", args=[programme.slug])


def test_the_page_does_not_exist_for_strangers(client: Client, stranger: User, url: str) -> None:
    assert client.get(url).status_code == 302
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_an_empty_page_says_what_will_be_here(client: Client, member: User, url: str) -> None:
    client.force_login(member)
    page = client.get(url).content.decode()
    assert "Nothing waits for the Expert Body" in page
    assert "No decisions yet" in page


def test_members_may_record_what_waits_and_readers_only_read(
    client: Client, programme: Programme, member: User, url: str
) -> None:
    finding = builders.finding(programme)
    link = reverse("expertbody:decision_record", args=[programme.slug, "finding", finding.pk])
    client.force_login(member)
    assert link in client.get(url).content.decode()
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(url).content.decode()
    assert finding.title in page
    assert link not in page


def test_each_decision_says_what_it_was_about_in_as_many_queries(
    client: Client, programme: Programme, member: User, url: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = record(programme, member)
    client.force_login(member)
    with CaptureQueriesContext(connection) as few:
        page = client.get(url).content.decode()
    finding = Finding.objects.get(pk=first.subject_id)
    assert f"{finding}<br>" in page
    for _ in range(5):
        record(programme, member)
    with django_assert_max_num_queries(len(few)):
        assert client.get(url).content.decode().count("Finding ") >= 6


@pytest.mark.django_db
def test_a_decided_version_of_the_contract_has_its_title(client: Client) -> None:
    place = contract_builders.setting()
    version = contract_builders.propose(place)
    body = builders.member(place.programme, Role.EXPERT_BODY)
    builders.seat(place.programme, "service_users", user=body)
    decisions.record(
        programme=place.programme, subject_kind="contract_version", subject_id=version.pk, resolution="agree",
        rationale="It is fair.", votes_for=1, votes_against=0, abstentions=0, by=body, at=now(),
    )  # fmt: skip
    client.force_login(body)
    page = client.get(reverse("expertbody:decision_list", args=[place.programme.slug])).content.decode()
    assert f"{version}<br>" in page


def test_decisions_are_searched_and_paged(client: Client, programme: Programme, member: User, url: str) -> None:
    record(programme, member, rationale="The weather was bad.")
    for _ in range(20):
        record(programme, member)
    client.force_login(member)
    first = client.get(url)
    assert len(first.context["decisions"]) == 20
    assert "Next" in first.content.decode()
    found = client.get(url, {"q": "weather"})
    assert [shown.decision.number for shown in found.context["decisions"]] == [1]
    assert "No decision matches" in client.get(url, {"kind": "gate"}).content.decode()
    assert [shown.decision.number for shown in client.get(url, {"q": "21"}).context["decisions"]] == [21]
