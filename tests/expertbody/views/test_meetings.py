"""A meeting through its pages, from the call to the minutes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from expertbody.models import Meeting, Motion, Seat
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies


def url(name: str, programme: Programme, *parts: Any) -> str:
    return reverse(f"expertbody:{name}", args=[programme.slug, *parts])


@pytest.fixture
def chair(body: list[Seat]) -> User:
    return next(seat.user for seat in body if seat.is_chair)


def called(client: Client, programme: Programme, chair: User) -> Meeting:
    day = (localdate() + timedelta(days=1)).isoformat()
    seat = programme.seats.get(user=chair)
    posted = {"day": day, "time": "14:00", "minutes": "90", "place": "Town Hall, room 4", "chair": seat.pk}
    page = client.post(url("meeting_call", programme), posted, follow=True).content.decode()
    assert "The meeting is called" in page
    assert "Town Hall, room 4" in page
    return programme.meetings.latest("number")


def test_a_chair_leads_a_meeting_from_its_call_to_its_minutes(
    client: Client, programme: Programme, body: list[Seat], chair: User
) -> None:
    finding = builders.finding(programme)
    client.force_login(chair)
    meeting = called(client, programme, chair)
    put = {"do": "matters", "matters": f"finding:{finding.pk}"}
    assert finding.title in client.post(url("agenda_edit", programme, 1), put, follow=True).content.decode()
    item = meeting.items.get()
    assert "There is no quorum" in client.post(url("meeting_open", programme, 1), follow=True).content.decode()
    came = {f"seat_{seat.pk}": "present" for seat in body}
    page = client.post(url("meeting_attendance", programme, 1), came, follow=True).content.decode()
    assert "There is a quorum" in page
    votes = {f"vote_{seat.pk}": "for" for seat in body} | {"resolution": "accept", "rationale": "The figures hold."}
    page = client.post(url("item_vote", programme, 1, item.pk), votes, follow=True).content.decode()
    assert "5 for, 0 against, 0 abstained" in page
    assert "Decision 1" in page
    client.post(url("meeting_close", programme, 1))
    page = client.get(url("meeting_minutes", programme, 1)).content.decode()
    assert "The figures hold." in page
    assert all(seat.user.name in page for seat in body)
    page = client.post(url("meeting_minutes", programme, 1), {"text": "It began late."}, follow=True).content.decode()
    assert "It began late." in page
    assert "Approve the minutes" not in page
    called(client, programme, chair)
    client.post(url("meeting_open", programme, 2))
    assert "Approve the minutes" in client.get(url("meeting_minutes", programme, 1)).content.decode()
    page = client.post(url("minutes_approve", programme, 1), follow=True).content.decode()
    assert "The minutes of meeting 1 are approved." in page


def test_what_is_missing_is_asked_for_by_name_and_refusals_stand_at_the_form(
    client: Client, programme: Programme, body: list[Seat], chair: User
) -> None:
    client.force_login(chair)
    assert "Enter the place or link" in client.post(url("meeting_call", programme), {}).content.decode()
    meeting = called(client, programme, chair)
    client.post(url("agenda_edit", programme, 1), {"do": "free", "title": "Letters", "asked": "Shorter?"})
    item = meeting.items.get()
    page = client.post(
        url("item_vote", programme, 1, item.pk), {"wording": "One page.", "rationale": "Easier."}
    ).content.decode()
    assert "The meeting is not open" in page
    client.post(url("meeting_open", programme, 1))
    client.post(url("meeting_attendance", programme, 1), {f"seat_{seat.pk}": "present" for seat in body})
    page = client.post(url("item_vote", programme, 1, item.pk), {}).content.decode()
    assert f"Select the vote of {body[0].user.name}" in page
    client.post(url("item_declare", programme, 1, item.pk), {"interest": "I print them."})
    page = client.get(url("item_vote", programme, 1, item.pk)).content.decode()
    assert f"{chair.name} declared an interest and is recused" in page
    assert f'name="vote_{programme.seats.get(user=chair).pk}"' not in page


def test_an_hour_that_the_clocks_pass_over_is_asked_for_again(
    client: Client, programme: Programme, body: list[Seat], chair: User
) -> None:
    """On 25 March 2096 they go forward from 1am to 2am; in October an hour comes twice, and its first is meant."""
    client.force_login(chair)
    given = {"minutes": "120", "place": "By video", "chair": programme.seats.get(user=chair).pk}
    page = client.post(url("meeting_call", programme), {**given, "day": "2096-03-25", "time": "01:30"})
    assert "the clocks go forward" in page.content.decode()
    for day, time in (("2096-03-25", "02:00"), ("2096-10-28", "01:30")):
        client.post(url("meeting_call", programme), {**given, "day": day, "time": time})
    assert [f"{meeting.starts_at:%H:%M}" for meeting in programme.meetings.order_by("number")] == ["01:00", "00:30"]


def test_a_reader_sees_the_meeting_and_no_buttons(
    client: Client, programme: Programme, stranger: User, chair: User
) -> None:
    client.force_login(chair)
    called(client, programme, chair)
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(url("meeting_detail", programme, 1)).content.decode()
    assert "Town Hall, room 4" in page
    assert "Open the meeting" not in page
    assert client.post(url("meeting_open", programme, 1)).status_code == 403
    client.force_login(stranger)
    assert client.get(url("meeting_detail", programme, 1)).status_code == 404


def test_a_member_keeps_their_own_entries_of_the_register(
    client: Client, programme: Programme, member: User, chair: User
) -> None:
    client.force_login(member)
    posted = {"what": "Employed by the council.", "from_date": "2026-01-05"}
    page = client.post(url("interest_declare", programme), posted, follow=True).content.decode()
    assert "Employed by the council." in page
    assert chair.name in page.split("Nothing entered yet by:")[1]
    found = re.search(r"\?replaces=\d+", page)
    assert found
    posted |= {"until_date": "2026-02-01"}
    page = client.post(url("interest_declare", programme) + found[0], posted, follow=True).content.decode()
    assert "Changed since" in page


def test_a_matter_decided_elsewhere_is_marked_on_the_agenda_and_not_voted_on_again(
    client: Client, programme: Programme, body: list[Seat], chair: User
) -> None:
    finding = builders.finding(programme)
    client.force_login(chair)
    meeting = called(client, programme, chair)
    client.post(url("agenda_edit", programme, 1), {"do": "matters", "matters": f"finding:{finding.pk}"})
    item = meeting.items.get()
    client.post(url("meeting_open", programme, 1))
    client.post(url("meeting_attendance", programme, 1), {f"seat_{seat.pk}": "present" for seat in body})
    bodies.decide(programme, "finding", finding.pk, "accept", by=chair, at=now())
    for page in ("meeting_detail", "agenda_edit"):
        assert "Decided elsewhere" in client.get(url(page, programme, 1)).content.decode()
    page = client.get(url("item_detail", programme, 1, item.pk)).content.decode()
    assert "This matter was decided since: decision 1 of " in page
    assert "Nothing is left to vote on" in page
    assert "Put it to the vote" not in page
    votes = {f"vote_{seat.pk}": "against" for seat in body} | {"resolution": "dismiss", "rationale": "Too early."}
    page = client.post(url("item_vote", programme, 1, item.pk), votes).content.decode()
    assert "This matter was decided since: decision 1 of " in page
    assert "Too early." in page
    assert not Motion.objects.exists()
    client.post(url("meeting_close", programme, 1))
    page = client.get(url("meeting_detail", programme, 1)).content.decode()
    assert "No vote was taken" in page
    assert "No vote yet" not in page
