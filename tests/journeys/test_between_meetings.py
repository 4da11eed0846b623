"""Between two meetings a member reads the papers and takes the calendar, and the chair puts a finding to a vote."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import User
from expertbody.models import Meeting, Seat
from stages.models import Finding, Programme
from tests import builders
from tests.expertbody import bodies
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, at=now() - timedelta(days=40))


@pytest.fixture
def seats(programme: Programme) -> list[Seat]:
    return builders.body(programme, from_date=localdate() - timedelta(days=30))


@pytest.fixture
def finding(programme: Programme) -> Finding:
    return builders.finding(programme, at=now() - timedelta(days=3))


@pytest.fixture
def meeting(programme: Programme, seats: list[Seat]) -> Meeting:
    return bodies.meeting(programme, at=now() - timedelta(days=1), starts_at=now() + timedelta(days=9))


def of(seats: list[Seat], constituency: str) -> User:
    return next(seat.user for seat in seats if seat.constituency == constituency)


def test_a_member_reads_the_papers_and_takes_the_calendar(
    as_person: Callable[[User], Person], seats: list[Seat], meeting: Meeting
) -> None:
    member = as_person(of(seats, "service_users"))
    member.go(meeting.get_absolute_url(), "Meeting 1")
    member.look_on_a_phone()
    with member.page.expect_download() as papers:
        member.page.get_by_role("link", name="Download the papers").click()
    assert papers.value.suggested_filename == "meeting-1-papers.pdf"
    member.go(reverse("expertbody:meeting_list", args=[meeting.programme.slug]), "Meetings")
    member.follow("Dates in your calendar", "Dates in your calendar")
    member.press("Make an address")
    member.sees("It is shown only once".lower())
    member.look_on_a_phone()
    address = member.page.get_by_role("main").locator(".app-break").inner_text()
    feed = member.page.request.get(address)
    assert feed.headers["content-type"].startswith("text/calendar")
    assert "Town Hall\\, room 4" in feed.text()
    member.go(reverse("calendar:calendar_feed"), "Dates in your calendar")
    member.press("Stop the address")
    member.sees("You have no address yet")
    assert member.page.request.get(address).status == 404


def test_a_finding_is_accepted_by_written_vote(
    as_person: Callable[[User], Person], seats: list[Seat], finding: Finding
) -> None:
    chair = as_person(of(seats, "academics"))
    chair.go(reverse("expertbody:written_vote_list", args=[finding.programme.slug]), "Written votes")
    chair.follow("Open a written vote", "Open a written vote")
    chair.look_on_a_phone()
    chair.press("Open the vote")
    chair.refused("Enter the reason why the Expert Body should do this")
    chair.choose("resolution", "accept")
    chair.fill(reason="People should not wait for our next meeting.")
    chair.fill_date("last_day", localdate() + timedelta(days=5))
    chair.press("Open the vote")
    chair.told("The written vote is open")
    chair.look_on_a_phone()
    chair.follow(finding.title, finding.title)
    chair.sees("Still to vote")
    where = chair.page.url.removeprefix(chair.address)
    chair.choose("vote", "for")
    chair.press("Vote")
    chair.told("Your vote is recorded.")
    chair.sees("It closes when every member has voted")

    for seat in seats:
        if seat.constituency == "academics":
            continue
        member = as_person(seat.user)
        member.go(where, finding.title)
        if seat.constituency == "agent":
            member.look_on_a_phone()
            member.choose("vote", "recused")
            member.press("Vote")
            member.refused("Enter what your interest in the matter is.")
            member.fill(reason="The contract pays my employer.")
        else:
            member.choose("vote", "for" if seat.constituency != "principal" else "against")
        member.press("Vote")
        member.told("Your vote is recorded.")
    member.sees("How the members voted")
    member.sees("The contract pays my employer.")
    member.follow("Decision 1", "Accept the finding")
    member.sees("3 for, 1 against, 0 abstained")
    member.look_on_a_phone()
