"""A candidate to be the agent says itself what it wants and what it can bear."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from stages.actions import agency
from stages.models import Candidate, RiskStatement
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate() -> Candidate:
    programme = builders.programme_at_stage(3)
    agency.set_goals(programme=programme, names=["Results", "Trust"], by=builders.system(), at=builders.MOMENT)
    return builders.selection_records(programme, 3)


@pytest.fixture
def own(candidate: Candidate) -> User:
    return builders.member(candidate.programme, Role.AGENT, organisation=candidate.organisation)


def url(candidate: Candidate, name: str, *parts: object) -> str:
    return reverse(f"stages:{name}", args=[candidate.programme.slug, *parts])


def test_its_member_puts_the_goals_in_order_and_states_its_risk(
    client: Client, candidate: Candidate, own: User
) -> None:
    client.force_login(own)
    assert (
        "Your goals and risk"
        in client.get(reverse("stages:stage_detail", args=[candidate.programme.slug, 3])).content.decode()
    )
    page = client.get(url(candidate, "goals_own")).content.decode()
    assert "Put the goals in order" in page
    first, second = candidate.programme.goals.order_by("pk")
    posted = {f"place_{first.pk}": "2", f"place_{second.pk}": "1"}
    page = client.post(url(candidate, "goals_rank", candidate.pk), posted, follow=True).content.decode()
    assert "1. Trust" in page
    given = {"maximum_loss": "50000", "working_capital_weeks": "20", "statement": "We can wait half a year."}
    where = url(candidate, "risk_state", candidate.pk)
    page = client.post(where, given).content.decode()
    assert "Select whether you pass risk down" in page
    assert "We can wait half a year." in page
    assert "The most that you can lose" in page
    page = client.post(where, given | {"passes_risk_down": "yes"}).content.decode()
    assert "Enter to whom risk is passed down" in page
    passed = given | {"passes_risk_down": "yes", "passed_down": "A tenth, to Tideway."}
    page = client.post(where, passed, follow=True).content.decode()
    assert "A tenth, to Tideway." in page
    assert RiskStatement.objects.filter(candidate=candidate, stated_by=own).count() == 1


def test_the_commissioner_reads_it_and_enters_what_the_others_say(client: Client, candidate: Candidate) -> None:
    client.force_login(builders.member(candidate.programme, Role.COMMISSIONER))
    page = client.get(url(candidate, "goals")).content.decode()
    assert "Its own members enter it" in page
    assert url(candidate, "goals_rank", "commissioner") in page
    assert url(candidate, "goals_rank", candidate.pk) not in page
    assert client.post(url(candidate, "risk_state", candidate.pk), {}).status_code == 403


def test_an_agent_that_is_no_candidate_is_told_so(client: Client, candidate: Candidate) -> None:
    client.force_login(builders.member(candidate.programme, Role.AGENT))
    assert "not among the candidates" in client.get(url(candidate, "goals_own")).content.decode()


def test_it_waits_among_the_work_of_those_who_have_not_declared(client: Client, candidate: Candidate) -> None:
    other = candidate.programme.candidates.exclude(pk=candidate.pk).get(stage=3)
    client.force_login(builders.member(candidate.programme, Role.AGENT, organisation=other.organisation))
    assert (
        f"Say what {other.organisation} wants and can bear"
        in client.get(reverse("dashboards:your_work")).content.decode()
    )
    client.force_login(builders.member(candidate.programme, Role.AGENT, organisation=candidate.organisation))
    assert "wants and can bear" not in client.get(reverse("dashboards:your_work")).content.decode()
