import dataclasses
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Role, User
from dashboards.selectors import programme_detail, viewer
from dashboards.selectors.money import Money
from stages.actions import findings
from stages.models import Programme
from tests import builders


def url(programme: Programme) -> str:
    return reverse("dashboards:programme_detail", args=[programme.slug])


def test_the_page_does_not_exist_for_strangers(client: Client, programme: Programme, stranger: User) -> None:
    assert client.get(url(programme)).status_code == 302
    client.force_login(stranger)
    assert client.get(url(programme)).status_code == 404


def test_a_reader_sees_stages_figures_and_history(client: Client, programme: Programme) -> None:
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(url(programme)).content.decode()
    assert "Jobs that last." in page
    assert "Stage 4, Strategy and operations" in page
    assert "no contract is in force" in page
    assert "No findings yet" in page


def test_a_programme_in_design_says_what_comes_next_to_those_who_lead_and_to_those_who_wait(
    client: Client, db: None
) -> None:
    programme = builders.programme()
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = client.get(url(programme)).content.decode()
    assert "Stage 1, stakeholder analysis, is open" in page
    assert "Go on with stage 1" in page
    client.force_login(builders.member(programme, Role.VERIFIER))
    page = client.get(url(programme)).content.decode()
    assert "The commissioner leads it." in page
    assert "Go on with stage 1" not in page


def test_a_reopened_stage_shows_why_and_the_loop_from_its_finding(client: Client, programme: Programme) -> None:
    finding = builders.finding(programme, stages=(4,), title="Prices favour easy cases")
    findings.accept_and_reopen(
        subject=finding, by=builders.system(), at=builders.later(days=400), rationale="It holds."
    )
    client.force_login(builders.member(programme, Role.ANALYST))
    response = client.get(url(programme))
    (loop,) = response.context["page"].loops
    assert (loop.from_stage, loop.to_stage) == (7, 4)
    page = response.content.decode()
    assert "app-loop--to-4" in page
    assert "2 visits" in page
    assert page.count("Prices favour easy cases") >= 3


def test_findings_say_where_they_stand(client: Client, programme: Programme) -> None:
    first, second = builders.finding(programme), builders.finding(programme)
    findings.dismiss(subject=first, by=builders.system(), at=builders.later(days=31), rationale="An error in the file.")
    findings.close(finding=first, note="The file was corrected.", by=builders.system(), at=builders.later(days=31))
    client.force_login(builders.member(programme, Role.ANALYST))
    rows = client.get(url(programme)).context["page"].findings
    assert [(row.finding.pk, row.words) for row in rows] == [
        (second.pk, "Waits for an answer"), (first.pk, "Closed"),
    ]  # fmt: skip


def test_an_agent_is_told_that_the_figures_are_their_own(client: Client, programme: Programme) -> None:
    client.force_login(builders.member(programme, Role.AGENT))
    assert "Your organisation’s figures" in client.get(url(programme)).content.decode()


@pytest.mark.parametrize("several", [1, 6])
def test_the_number_of_queries_does_not_grow_with_the_history(
    client: Client, programme: Programme, several: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(several):
        builders.finding(programme)
    client.force_login(builders.member(programme, Role.ANALYST))
    with django_assert_num_queries(30):
        client.get(url(programme))


def test_small_counts_are_kept_from_those_who_may_not_see_single_people(programme: Programme) -> None:
    analyst, verifier = builders.member(programme, Role.ANALYST), builders.member(programme, Role.VERIFIER)
    for person, words, money in [(analyst, "Fewer than 5", "Not shown"), (verifier, "3", "£1.25m")]:
        page = programme_detail.page(viewer.look(person, localdate()), programme)
        page = dataclasses.replace(page, participants=3, money=Money(stated=Decimal(1_250_000)))
        assert (page.participants_words, page.stated_words) == (words, money)


@pytest.mark.parametrize(
    ("role", "offered", "kept_back"),
    [
        (Role.COMMISSIONER, {"members", "claims"}, set()),
        (Role.AGENT, {"claims", "submissions"}, {"members"}),
        (Role.ANALYST, {"dashboard", "body"}, {"members", "claims", "participants"}),
    ],
)
def test_everybody_is_led_to_the_pages_that_they_may_open(
    client: Client, programme: Programme, role: Role, offered: set[str], kept_back: set[str]
) -> None:
    client.force_login(builders.member(programme, role))
    links = client.get(url(programme)).context["page"].links
    codes = {link.code for link in links}
    assert offered <= codes
    assert not kept_back & codes
    assert {client.get(link.url).status_code for link in links} == {200}
