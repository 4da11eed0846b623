"""Every page of the contract for strangers, readers and writers."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from contracts.models import ContractVersion
from tests import builders as general
from tests.contracts import builders

pytestmark = pytest.mark.django_db

READING = ["contract", "version_detail", "version_compare", "version_lint"]
DRAFTING = [
    ("version_header", []),
    ("version_assumptions", []),
    ("version_monitoring", []),
    ("version_propose", []),
    ("version_discard", []),
    ("periods_generate", []),
    ("rule_add", ["attachment_fee"]),
    ("rule_add", ["outcome_fee"]),
    ("rule_add", ["sustainment_fee"]),
    ("rule_add", ["service_fee"]),
    ("rule_add", ["volume_bands"]),
    ("rule_add", ["accelerator"]),
    ("rule_add", ["bonus"]),
    ("rule_add", ["floor"]),
    ("rule_edit", ["start"]),
    ("rule_edit", ["job-fee"]),
    *[("clause_add", [section]) for section in ("principals", "agents", "periods", "segments", "outcomes", "caps")],
    ("clause_add", ["targets"]),
    ("clause_edit", ["principals", "treasury"]),
    ("clause_edit", ["agents", "northway"]),
    ("clause_edit", ["periods", "2026-q1"]),
    ("clause_edit", ["segments", "young"]),
    ("clause_edit", ["outcomes", "job"]),
    ("clause_edit", ["caps", "whole"]),
    ("clause_edit", ["targets", "job-rate"]),
    ("clause_remove", ["caps", "whole"]),
    ("clause_remove", ["agents", "northway"]),
]


def address(name: str, version: ContractVersion, *more: str) -> str:
    if name == "contract":
        return reverse("contracts:contract", args=[version.programme.slug])
    rest = ["1"] if name == "version_compare" else more
    return reverse(f"contracts:{name}", args=[version.programme.slug, version.number, *rest])


@pytest.fixture
def stranger() -> User:
    return general.user()


def test_members_read_and_strangers_see_nothing(client: Client, place: builders.Setting, stranger: User) -> None:
    version = builders.draft(place)
    analyst = general.member(place.programme, Role.ANALYST)
    for name in READING:
        url = address(name, version)
        client.logout()
        assert client.get(url).status_code == 302
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        client.force_login(analyst)
        page = client.get(url)
        assert page.status_code == 200
        assert "/header/" not in page.content.decode()
        client.force_login(place.commissioner)
        assert client.get(url).status_code == 200


def test_only_those_who_draft_see_the_pages_for_it(client: Client, place: builders.Setting, stranger: User) -> None:
    version = builders.draft(place)
    analyst = general.member(place.programme, Role.ANALYST)
    urls = [address(name, version, *more) for name, more in DRAFTING]
    assert {client.get(url).status_code for url in urls} == {302}
    for person, status in ((stranger, 404), (analyst, 403), (place.for_agent, 403), (place.member, 200)):
        client.force_login(person)
        answers = {url: client.get(url).status_code for url in urls}
        assert set(answers.values()) == {status}, answers


def test_a_proposed_version_leads_back_to_its_page_with_the_reason(client: Client, place: builders.Setting) -> None:
    version = builders.propose(place)
    client.force_login(place.commissioner)
    for name, more in DRAFTING:
        page = client.get(address(name, version, *more), follow=True)
        assert page.redirect_chain == [(version.get_absolute_url(), 302)]
        assert "Send it back to drafting first" in page.content.decode()


def test_what_does_not_exist_is_not_found(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.commissioner)
    for path in ("rules/", "nonsense/", "caps/nothing/", "rules/add/lottery/", "nonsense/x/remove/", "rules/nothing/"):
        assert client.get(f"{version.get_absolute_url()}{path}").status_code == 404, path


def test_before_stage_4_the_page_says_that_it_has_not_begun_and_not_that_it_is_closed(client: Client) -> None:
    programme = general.programme()
    client.force_login(general.member(programme, Role.COMMISSIONER))
    page = client.get(reverse("contracts:contract", args=[programme.slug])).content.decode()
    assert "has not begun. A contract can be drafted once the stages before it are closed." in page
    assert "Stage 4 is closed" not in page
