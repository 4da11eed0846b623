"""A chair calls a meeting, builds its agenda, leads the members to a vote and closes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from accounts.models import User
from tests import builders
from tests.expertbody import bodies
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_chair_leads_a_meeting_to_a_decision(as_person: Callable[[User], Person]) -> None:
    programme = builders.programme_at_stage(5, at=now() - timedelta(days=40))
    seats = builders.body(programme, from_date=(now() - timedelta(days=30)).date())
    finding = builders.finding(programme)
    leader = next(seat for seat in seats if seat.is_chair)
    chair = as_person(leader.user)
    chair.go(f"/programmes/{programme.slug}/expert-body/", "Expert Body")
    chair.follow("Meetings", "Meetings")
    chair.follow("Call a meeting", "Call a meeting")
    chair.press("Call the meeting")
    chair.refused("Enter the place or link")
    chair.fill_date("day", localdate() + timedelta(days=1))
    chair.fill(time="14:00", place="Town Hall, room 4")
    chair.press("Call the meeting")
    chair.told("The meeting is called")
    chair.follow("Meeting 1", "Meeting 1")
    chair.follow("Build the agenda", "Build the agenda")
    chair.choose("matters", f"finding:{finding.pk}")
    chair.press("Put on the agenda")
    chair.at("Build the agenda")
    chair.follow("Back to the meeting", "Meeting 1")
    chair.press("Open the meeting")
    chair.told("The meeting is open")
    chair.sees("There is no quorum")
    chair.look_on_a_phone()
    chair.follow("Record who came", "Who came?")
    for seat in seats:
        chair.choose(f"seat_{seat.pk}", "present")
    chair.press("Save")
    chair.sees("There is a quorum")
    chair.follow(finding.title, finding.title)
    chair.follow("Put it to the vote", "Put it to the vote")
    chair.choose("resolution", "accept")
    chair.fill(rationale="The figures hold.")
    for seat in seats:
        chair.choose(f"vote_{seat.pk}", "for" if seat != seats[2] else "against")
    chair.look_on_a_phone()
    chair.press("Record the vote")
    chair.told("The vote is recorded")
    chair.sees("4 for, 1 against, 0 abstained")
    chair.go(f"/programmes/{programme.slug}/expert-body/meetings/1/", "Meeting 1")
    chair.press("Close the meeting")
    chair.told("The meeting is closed")
    chair.follow("Read the minutes", "Minutes")
    chair.sees("The figures hold.")
    chair.look_on_a_phone()


def test_a_chair_moves_a_meeting_and_then_cancels_it(as_person: Callable[[User], Person]) -> None:
    programme = builders.programme_at_stage(5, at=now() - timedelta(days=40))
    seats = builders.body(programme, from_date=(now() - timedelta(days=30)).date())
    leader = next(seat for seat in seats if seat.is_chair)
    bodies.meeting(programme, at=now() + timedelta(days=1))
    chair = as_person(leader.user)
    chair.go(f"/programmes/{programme.slug}/expert-body/meetings/1/", "Meeting 1")
    chair.follow("Change the meeting", "Change the meeting")
    chair.fill_date("day", localdate() + timedelta(days=9))
    chair.press("Save")
    chair.refused("Enter why the meeting is moved")
    chair.fill(reason="The room is taken.")
    chair.press("Save")
    chair.told("The meeting is changed")
    chair.sees("The room is taken.")
    chair.follow("Cancel the meeting", "Cancel the meeting")
    chair.press("Cancel the meeting")
    chair.refused("Enter why the meeting is cancelled")
    chair.fill(reason="Two members are ill.")
    chair.look_on_a_phone()
    chair.press("Cancel the meeting")
    chair.told("The meeting is cancelled, and its members are told.")
    chair.sees("Two members are ill.")
    chair.look_on_a_phone()
    chair.go(f"/programmes/{programme.slug}/expert-body/meetings/", "Meetings")
    chair.sees("It would have been held on")
    chair.look_on_a_phone()
    member = as_person(next(seat for seat in seats if seat != leader).user)
    member.go("/inbox/", "Inbox")
    member.sees("is cancelled: Two members are ill.")
