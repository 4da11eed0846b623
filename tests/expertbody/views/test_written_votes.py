"""A written vote through its pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from dashboards.selectors import viewer, work_body
from expertbody.models import Seat, WrittenVote
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies


def url(name: str, programme: Programme, *parts: Any) -> str:
    return reverse(f"expertbody:{name}", args=[programme.slug, *parts])


@pytest.fixture
def chair(body: list[Seat]) -> User:
    return next(seat.user for seat in body if seat.is_chair)


@pytest.fixture
def vote(programme: Programme, chair: User) -> WrittenVote:
    return bodies.written_vote(programme, builders.finding(programme), at=now())


def test_a_chair_opens_one_and_what_is_missing_is_asked_for(client: Client, programme: Programme, chair: User) -> None:
    finding = builders.finding(programme)
    client.force_login(chair)
    address = url("written_vote_open", programme, "finding", finding.pk)
    assert address in client.get(url("written_vote_list", programme)).content.decode()
    assert "Select what the vote asks" in client.post(address, {"reason": ""}).content.decode()
    posted = {"resolution": "accept", "reason": "The figures hold.", "last_day": localdate().isoformat()}
    assert "at least one day" in client.post(address, posted).content.decode()
    posted["last_day"] = (localdate() + timedelta(days=1)).isoformat()
    page = client.post(address, posted, follow=True).content.decode()
    assert "The written vote is open" in page
    assert f"1. {finding}" in page


def test_votes_are_shown_by_name_only_after_it_closed(
    client: Client, programme: Programme, body: list[Seat], vote: WrittenVote
) -> None:
    address = url("written_vote_detail", programme, 1)
    for seat in body:
        client.force_login(seat.user)
        assert "Select how you vote" in client.post(address, {"vote": ""}).content.decode()
        page = client.post(address, {"vote": "for", "reason": "It holds."}, follow=True).content.decode()
        assert ("How the members voted" in page) == (seat == body[-1])
    assert "Decision 1" in page
    assert all(f"{seat.user.name}, {seat.get_constituency_display().lower()}: for" in page for seat in body)
    assert "Carried" in client.get(url("written_vote_list", programme) + "?q=figures").content.decode()
    assert "No written vote matches" in client.get(url("written_vote_list", programme) + "?q=zebra").content.decode()


def test_one_that_is_not_over_is_not_closed_and_one_that_was_overtaken_is(
    client: Client, programme: Programme, member: User, vote: WrittenVote
) -> None:
    client.force_login(member)
    address = url("written_vote_close", programme, 1)
    assert "Members may still vote" in client.post(address, follow=True).content.decode()
    bodies.decide(programme, "finding", vote.subject_id, "accept", at=now())
    assert "decided meanwhile" in client.get(url("written_vote_detail", programme, 1)).content.decode()
    assert "Overtaken" in client.post(address, follow=True).content.decode()


def test_a_reader_sees_it_and_no_form_and_a_stranger_nothing(
    client: Client, programme: Programme, stranger: User, vote: WrittenVote
) -> None:
    address = url("written_vote_detail", programme, 1)
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(address).content.decode()
    assert "The figures hold." in page
    assert "How do you vote?" not in page
    assert client.post(address, {"vote": "for"}).status_code == 403
    assert client.post(url("written_vote_close", programme, 1)).status_code == 403
    assert "Put something to a written vote" not in client.get(url("written_vote_list", programme)).content.decode()
    assert client.get(url("written_vote_detail", programme, 2)).status_code == 404
    client.force_login(stranger)
    assert client.get(address).status_code == 404


def test_it_waits_for_the_members_who_have_not_voted(client: Client, member: User, vote: WrittenVote) -> None:
    def waits(user: User) -> list[str]:
        return [matter.url for matter in work_body.written_votes(viewer.look(user, localdate()))]

    assert waits(member) == [vote.get_absolute_url()]
    assert waits(builders.member(vote.programme, Role.COMMISSIONER)) == []
    client.force_login(member)
    client.post(vote.get_absolute_url(), {"vote": "abstained"})
    assert waits(member) == []
