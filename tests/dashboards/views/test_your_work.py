from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Role, User
from expertbody.actions import seats
from stages.actions import findings, gates, memberships, stakeholders
from stages.models import Membership, Programme
from tests import builders
from tests.dashboards.conftest import running
from tests.expertbody import bodies

pytestmark = pytest.mark.django_db
URL = reverse("dashboards:your_work")


def chair(programme: Programme) -> User:
    return programme.seats.select_related("user").get(is_chair=True).user


def kinds(client: Client) -> list[str]:
    return [matter.kind for matter in client.get(URL).context["work"].matters]


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(URL).status_code == 302


def test_somebody_without_programmes_is_told_how_to_begin(client: Client) -> None:
    client.force_login(builders.user())
    assert "You have no programmes yet" in client.get(URL).content.decode()


def test_when_nothing_waits_the_page_says_what_will_be_here(client: Client) -> None:
    client.force_login(builders.member(running(), Role.ANALYST))
    assert "Nothing waits for you" in client.get(URL).content.decode()


def test_in_a_new_programme_those_who_design_it_are_led_to_the_stage_that_is_open(client: Client) -> None:
    programme = builders.programme("Homes that last")
    commissioner = builders.member(programme, Role.COMMISSIONER)
    client.force_login(commissioner)
    page = client.get(URL).content.decode()
    assert "Stage 1, stakeholder analysis, of Homes that last is open" in page
    assert f'href="{reverse("stages:stage_detail", args=[programme.slug, 1])}"' in page
    client.force_login(builders.member(programme, Role.VERIFIER))
    assert "is open" not in client.get(URL).content.decode()


def test_findings_wait_for_the_body_and_the_commissioner_but_not_for_readers(client: Client) -> None:
    programme = running()
    builders.finding(programme)
    for person, waits in [
        (chair(programme), ["Red finding"]),
        (builders.member(programme, Role.COMMISSIONER), ["Red finding"]),
        (builders.member(programme, Role.VERIFIER), []),
    ]:
        client.force_login(person)
        assert kinds(client) == waits


def test_overdue_actions_come_first_and_are_counted(client: Client) -> None:
    programme = running()
    owner = builders.member(programme, Role.COMMISSIONER)
    finding = builders.finding(programme, severity="critical", at=now() - timedelta(days=20))
    findings.add_action(
        finding=finding, what="Call the agent", owner=owner, due_on=localdate() - timedelta(days=3),
        by=builders.system(), at=now() - timedelta(days=15),
    )  # fmt: skip
    client.force_login(owner)
    response = client.get(URL)
    assert [matter.kind for matter in response.context["work"].matters] == ["Action overdue", "Critical finding"]
    page = response.content.decode()
    assert "<strong>1 of them overdue</strong>" in page
    assert "Was due" in page


def test_an_action_leads_from_doing_to_checking_to_closing(client: Client) -> None:
    programme = running()
    member = chair(programme)
    finding = builders.finding(programme, at=now())
    findings.accept(subject=finding, by=builders.system(), at=now(), rationale="It holds.")
    action = findings.add_action(
        finding=finding, what="Pay more", owner=member, due_on=localdate() + timedelta(days=5), by=member, at=now()
    )
    client.force_login(member)
    assert kinds(client) == ["Action to do"]
    findings.mark_done(action=action, note="Done.", by=member, at=now())
    assert kinds(client) == ["Effect to check"]
    findings.check_effect(action=action, effect="worked", note="It rose.", by=member, at=now())
    assert kinds(client) == ["Finding to close"]
    findings.close(finding=finding, note="Prices matter.", by=member, at=now())
    assert kinds(client) == []


def test_a_gate_waits_for_those_who_may_decide_it(client: Client) -> None:
    programme = running()
    gates.ask(visit=builders.open_visit(programme, 6), note="Please.", by=builders.system(), at=now())
    client.force_login(chair(programme))
    assert kinds(client) == ["Gate to decide"]
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    assert kinds(client) == []


def test_empty_seats_wait_for_the_commissioner(client: Client) -> None:
    programme = builders.programme_at_stage(3, at=now())
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    assert kinds(client) == ["Seats to fill"]


def test_members_whose_term_is_over_are_asked_nothing(client: Client) -> None:
    programme = running()
    builders.finding(programme)
    seat = programme.seats.select_related("user", "programme").get(is_chair=True)
    seats.end(seat=seat, on=localdate() - timedelta(days=1), because="Left.", by=builders.system(), at=now())
    client.force_login(seat.user)
    assert kinds(client) == []


def test_what_others_did_is_told_in_words_and_only_once(client: Client) -> None:
    programme = running()
    person = builders.member(programme, Role.ANALYST)
    builders.finding(programme, title="Fewer jobs than promised", at=now())
    client.force_login(person)
    assert "Raised finding 1: Fewer jobs than promised" in client.get(URL).content.decode()
    assert "What changed" in client.get(URL).content.decode()


def test_a_later_stay_is_told_of_what_came_since(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = running()
    client.force_login(builders.member(programme, Role.ANALYST))
    builders.finding(programme, title="The first matter", at=now())
    client.get(URL)
    later = now() + timedelta(hours=2)
    monkeypatch.setattr("dashboards.views.your_work.now", lambda: later)
    assert "Nothing has changed since" in client.get(URL).content.decode()
    builders.finding(programme, title="The second matter", at=now() + timedelta(minutes=40))
    page = client.get(URL).content.decode()
    assert "The second matter" in page
    assert "The first matter" not in page


def test_nothing_of_other_peoples_programmes_is_told(client: Client) -> None:
    builders.finding(running(), title="A secret matter", at=now())
    client.force_login(builders.member(running(), Role.COMMISSIONER))
    assert "A secret matter" not in client.get(URL).content.decode()


@pytest.mark.parametrize("programmes", [1, 4])
def test_the_number_of_queries_does_not_grow_with_the_programmes(
    client: Client, programmes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = builders.user()
    for _ in range(programmes):
        programme = running()
        builders.seat(programme, "agent", user=person, from_date=localdate())
        builders.member(programme, Role.COMMISSIONER, user=person)
        builders.finding(programme, at=now())
        gates.ask(visit=builders.open_visit(programme, 6), note="", by=builders.system(), at=now())
        bodies.meeting_item(programme, chair=programme.seats.get(user=person), at=now())
    client.force_login(person)
    with django_assert_num_queries(45):
        client.get(URL)


def test_a_silent_register_waits_for_the_commissioner_and_a_review_for_its_owner(client: Client) -> None:
    programme = builders.programme(at=now() - timedelta(days=120))
    owner, commissioner = (builders.member(programme, role) for role in (Role.ANALYST, Role.COMMISSIONER))
    given: dict[str, Any] = {"by": builders.system(), "at": now() - timedelta(days=110)}
    tenants = stakeholders.add(
        programme=programme, name="Tenants", engagement="Meet", engagement_owner=owner,
        next_review_on=localdate() - timedelta(days=3), **given,
    )  # fmt: skip
    stakeholders.score(stakeholder=tenants, power=0, legitimacy=3, urgency=3, evidence="Survey", **given)
    client.force_login(commissioner)
    page = client.get(URL)
    assert [matter.kind for matter in page.context["work"].matters] == ["No contact"]
    assert f"/stakeholders/{tenants.pk}/" in page.content.decode()
    client.force_login(owner)
    assert kinds(client) == ["Engagement to review"]


def test_an_action_of_somebody_who_has_left_waits_for_the_commissioner(client: Client) -> None:
    programme = running()
    commissioner, owner = builders.member(programme, Role.COMMISSIONER), builders.member(programme, Role.ANALYST)
    findings.add_action(
        finding=builders.finding(programme), what="Call the agent", owner=owner, due_on=localdate(),
        by=builders.system(), at=now(),
    )  # fmt: skip
    client.force_login(commissioner)
    assert "Action to do" not in kinds(client)
    held = Membership.objects.get(programme=programme, user=owner)
    memberships.revoke(membership=held, by=commissioner, at=now())
    page = client.get(URL)
    assert "Action to do" in kinds(client)
    assert f"{owner} has no role in the programme any more" in page.content.decode()
    client.force_login(builders.member(programme, Role.ANALYST))
    assert "Action to do" not in kinds(client)
