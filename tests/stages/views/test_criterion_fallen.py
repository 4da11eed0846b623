"""A closed stage of whose gate a criterion no longer holds, as its pages show it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from stages.models import Finding, Programme
from tests import builders
from tests.stages import tables

pytestmark = pytest.mark.django_db
GONE = "Nobody sits for service users."
WORDS = "Closed, but 1 criterion no longer holds"


@pytest.fixture
def closed(programme: Programme) -> Programme:
    builders.closed_stage_3(programme)
    tables.MISSING.append(GONE)
    return programme


def page(client: Client, user: User, programme: Programme, name: str, **parts: object) -> str:
    client.force_login(user)
    return client.get(reverse(f"stages:{name}", args=[programme.slug, 3, *parts.values()])).content.decode()


def test_the_stage_says_what_no_longer_holds_and_leads_to_the_comparison(
    client: Client, closed: Programme, analyst: User
) -> None:
    shown = page(client, analyst, closed, "stage_detail")
    assert WORDS in shown
    assert GONE in shown
    assert reverse("stages:criterion_fallen", args=[closed.slug, 3, "body_seated"]) in shown
    tables.MISSING.clear()
    assert WORDS not in page(client, analyst, closed, "stage_detail")


def test_agents_read_that_it_fell_and_not_what_is_said_of_candidates(
    client: Client, closed: Programme, agent: User
) -> None:
    shown = page(client, agent, closed, "stage_detail")
    assert WORDS in shown
    assert GONE not in shown
    client.force_login(agent)
    address = reverse("stages:criterion_fallen", args=[closed.slug, 3, "body_seated"])
    assert client.get(address).status_code == 403


def test_then_and_now_stand_side_by_side_and_readers_raise_nothing(
    client: Client, closed: Programme, analyst: User
) -> None:
    shown = page(client, analyst, closed, "criterion_fallen", code="body_seated")
    assert "No longer holds" in shown
    assert GONE in shown
    assert "Raise a finding" not in shown
    address = reverse("stages:criterion_fallen", args=[closed.slug, 3, "body_seated"])
    assert client.post(address).status_code == 403
    assert not Finding.objects.exists()


def test_a_commissioner_raises_the_finding_once(client: Client, closed: Programme, commissioner: User) -> None:
    assert "Raise a finding" in page(client, commissioner, closed, "criterion_fallen", code="body_seated")
    address = reverse("stages:criterion_fallen", args=[closed.slug, 3, "body_seated"])
    after = client.post(address, follow=True).content.decode()
    finding = Finding.objects.get()
    assert str(finding) in after
    assert "The finding is raised" in after
    assert "was already raised about this" in client.post(address).content.decode()
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("code", ["weights", "nothing"])
def test_a_criterion_that_the_gate_never_asked_has_no_page(
    client: Client, closed: Programme, commissioner: User, code: str
) -> None:
    client.force_login(commissioner)
    assert client.get(reverse("stages:criterion_fallen", args=[closed.slug, 3, code])).status_code == 404


def test_a_stranger_finds_no_page(client: Client, closed: Programme, stranger: User) -> None:
    client.force_login(stranger)
    assert client.get(reverse("stages:criterion_fallen", args=[closed.slug, 3, "body_seated"])).status_code == 404
