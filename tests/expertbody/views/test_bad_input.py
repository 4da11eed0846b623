"""What members enter that cannot stand: the page says what to do, and keeps what was typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from expertbody.actions import advocates, agenda, meetings, seats
from expertbody.models import AgendaItem, Decision, Motion, Seat
from stages.actions import stakeholders
from stages.models import Programme
from stages.tasks import look_again
from tests import builders
from tests.expertbody import bodies


@pytest.fixture
def chair(body: list[Seat]) -> User:
    return next(seat.user for seat in body if seat.is_chair)


@pytest.fixture
def item(programme: Programme, body: list[Seat], chair: User) -> AgendaItem:
    """A finding on the agenda of a meeting that is open, to which everybody came."""
    at = now()
    made = bodies.meeting(programme, at=at)
    (found,) = agenda.add_matters(
        meeting=made, matters=[("finding", builders.finding(programme).pk)], by=builders.system(), at=at
    )
    meetings.open_meeting(meeting=made, by=chair, at=at)
    meetings.attend(meeting=made, came=dict.fromkeys(body, "present"), by=chair, at=at)
    return found


def url(name: str, item: AgendaItem, *parts: Any) -> str:
    return reverse(f"expertbody:{name}", args=[item.meeting.programme.slug, item.meeting.number, *parts])


def votes(body: list[Seat], cast: str = "for") -> dict[str, str]:
    return {f"vote_{seat.pk}": cast for seat in body} | {"resolution": "accept", "rationale": "The figures hold."}


def test_without_a_quorum_the_page_says_for_whom_to_wait_and_keeps_the_reason(
    client: Client, item: AgendaItem, body: list[Seat], chair: User
) -> None:
    present = [seat for seat in body if seat.constituency in {"academics", "principal"}]
    came = {seat: "present" if seat in present else "absent" for seat in body}
    meetings.attend(meeting=item.meeting, came=came, by=chair, at=now())
    client.force_login(chair)
    page = client.post(url("item_vote", item, item.pk), votes(present)).content.decode()
    assert "There is no quorum, so nothing can be voted on." in page
    assert "Wait for commissioner, agent, service users, or put it to another meeting." in page
    assert "The figures hold.</textarea>" in page
    assert not Motion.objects.exists()


def test_a_member_whose_term_has_ended_is_not_asked_and_does_not_vote(
    client: Client, programme: Programme, item: AgendaItem, body: list[Seat], chair: User
) -> None:
    gone = next(seat for seat in body if seat.constituency == "agent")
    seats.end(seat=gone, on=localdate() - timedelta(days=1), because="A new post", by=builders.system(), at=now())
    client.force_login(chair)
    page = client.get(url("item_vote", item, item.pk)).content.decode()
    assert f"vote_{gone.pk}" not in page
    page = client.post(url("item_vote", item, item.pk), votes(body), follow=True).content.decode()
    assert "4 for, 0 against, 0 abstained" in page
    client.force_login(gone.user)
    assert client.post(url("item_vote", item, item.pk), votes(body)).status_code == 403


def test_of_two_who_close_one_meeting_the_second_is_told_who_was_first(
    client: Client, item: AgendaItem, chair: User
) -> None:
    client.force_login(chair)
    assert "The meeting is closed." in client.post(url("meeting_close", item), follow=True).content.decode()
    page = client.post(url("meeting_close", item), follow=True).content.decode()
    assert f"{chair.name} closed this meeting on" in page
    assert "Nothing was changed; what is still to be done can go on the agenda of another meeting." in page


def test_a_matter_that_was_decided_is_not_decided_again_and_what_was_typed_is_kept(
    client: Client, programme: Programme, body: list[Seat], chair: User
) -> None:
    finding = builders.finding(programme)
    bodies.decide(programme, "finding", finding.pk, "accept", by=chair, at=now())
    client.force_login(chair)
    where = reverse("expertbody:decision_record", args=[programme.slug, "finding", finding.pk])
    posted = {
        "resolution": "dismiss",
        "votes_for": 4,
        "votes_against": 0,
        "abstentions": 0,
        "rationale": "It was late.",
    }
    page = client.post(where, posted).content.decode()
    assert f"{chair.name} recorded decision 1 on this matter" in page
    assert "It was late." in page
    assert Decision.objects.count() == 1


def test_a_stakeholder_on_whom_something_depends_stays_and_the_page_says_how_the_tie_is_undone(
    client: Client, db: None
) -> None:
    programme = builders.programme()
    given: dict[str, Any] = {"by": builders.system(), "at": builders.MOMENT}
    tenants = stakeholders.add(programme=programme, name="Tenants", **given)
    seat = builders.seat(programme)
    advocates.speak_for(seat=seat, stakeholder=tenants, **given)
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    where = reverse("stages:stakeholder_leave", args=[programme.slug, tenants.pk])
    page = client.post(where, {"because": "Entered twice"}).content.decode()
    assert "Tenants cannot be removed: something depends on them." in page
    assert "Entered twice" in page
    assert programme.stakeholders.filter(left_at=None).exists()


def test_a_closed_stage_whose_criterion_fell_waits_for_the_body_with_what_to_do(client: Client, db: None) -> None:
    programme = builders.programme()
    builders.closed_stage_3(programme)
    seat = programme.seats.get(constituency="agent")
    seats.end(seat=seat, on=localdate() - timedelta(days=1), because="A new post", by=builders.system(), at=now())
    look_again()
    client.force_login(programme.seats.get(is_chair=True).user)
    page = client.get(reverse("expertbody:decision_list", args=[programme.slug])).content.decode()
    assert "Closed stages to question" in page
    assert "Nobody sits for the constituency “Agent”" in page
    assert reverse("stages:criterion_fallen", args=[programme.slug, 3, "body_seated"]) in page
    page = client.get(reverse("stages:stage_detail", args=[programme.slug, 3])).content.decode()
    assert "raise a finding if the stage should be questioned" in page
