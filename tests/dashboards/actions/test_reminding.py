"""People are reminded of what is due; what is ignored is told to somebody who can see to it."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from dashboards.actions import reminding
from expertbody.actions import body_actions
from govuk import formats
from notifications.domain import channels
from notifications.models import Notice
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


@pytest.fixture
def owner(programme: Programme) -> User:
    return builders.member(programme, Role.COMMISSIONER, user=builders.user("Jane Unmistakable"))


def due(programme: Programme, owner: User, at: datetime, days: int) -> None:
    """A corrective action that the owner has to do by so many days from then."""
    finding = builders.finding(programme, at=at - timedelta(days=40))
    builders.action(finding, owner=owner, due_on=localdate(at) + timedelta(days=days), at=at - timedelta(days=39))


def told(user: User, kind: str = channels.REMINDER) -> list[str]:
    return list(Notice.objects.filter(user=user, kind=kind).order_by("pk").values_list("title", flat=True))


def test_somebody_is_reminded_before_the_day_on_it_and_after_it_once_each(programme: Programme, owner: User) -> None:
    at = now()
    due(programme, owner, at, 3)
    for _twice in range(2):
        reminding.remind(at=at)
    (said,) = told(owner)
    assert "due" in said
    reminding.remind(at=at + timedelta(days=1))
    assert len(told(owner)) == 1
    reminding.remind(at=at + timedelta(days=3))
    assert "due today" in told(owner)[1]
    reminding.remind(at=at + timedelta(days=4))
    reminding.remind(at=at + timedelta(days=12))
    assert len(told(owner)) == 3
    assert "was due" in told(owner)[2]
    brief = Notice.objects.filter(user=owner).latest("pk").brief
    assert "Families First" in brief
    assert "price" not in brief


def test_nothing_is_said_long_before_the_day(programme: Programme, owner: User) -> None:
    due(programme, owner, now(), 20)
    reminding.remind(at=now())
    assert told(owner) == []


def test_what_a_commissioner_ignores_for_a_week_is_told_to_the_chair(programme: Programme, owner: User) -> None:
    seats = builders.body(programme, from_date=localdate() - timedelta(days=60))
    chair = next(seat.user for seat in seats if seat.is_chair)
    at = now()
    due(programme, owner, at, -6)
    reminding.remind(at=at)
    assert told(chair, channels.ESCALATION) == []
    for days in (1, 2):
        reminding.remind(at=at + timedelta(days=days))
    (said,) = told(chair, channels.ESCALATION)
    assert said.endswith("still waits for somebody else")
    assert "Unmistakable" not in said
    assert told(owner, channels.ESCALATION) == []


def test_what_the_chair_ignores_and_where_nobody_chairs_is_told_to_the_commissioners(
    programme: Programme, owner: User
) -> None:
    at = now()
    other = builders.member(programme, Role.COMMISSIONER)
    due(programme, owner, at, -8)
    reminding.remind(at=at)
    assert (len(told(other, channels.ESCALATION)), told(owner, channels.ESCALATION)) == (1, [])
    seats = builders.body(programme, from_date=localdate() - timedelta(days=60))
    chair = next(seat.user for seat in seats if seat.is_chair)
    due(programme, chair, at, -9)
    reminding.remind(at=at)
    assert len(told(owner, channels.ESCALATION)) == 1
    assert len(told(chair, channels.ESCALATION)) == 1


def test_what_somebody_else_ignores_is_told_to_the_commissioners(programme: Programme, owner: User) -> None:
    verifier = builders.member(programme, Role.VERIFIER)
    at = now()
    due(programme, verifier, at, -8)
    reminding.remind(at=at)
    assert len(told(verifier)) == 1
    assert len(told(owner, channels.ESCALATION)) == 1


def test_a_meeting_is_not_due_but_takes_place(programme: Programme) -> None:
    (member, *_others) = (seat.user for seat in builders.body(programme, from_date=localdate() - timedelta(days=60)))
    meeting = bodies.meeting(programme, at=now(), starts_at=now() + timedelta(days=4))
    for days in (3, 1, 0):
        reminding.remind(at=meeting.starts_at - timedelta(days=days))
    day = formats.uk_date(meeting.starts_at)
    assert [one.partition(": ")[0] for one in told(member)] == [f"Meeting to come on {day}", "Meeting today"]
    assert list(Notice.objects.filter(user=member).order_by("pk").values_list("brief", flat=True)) == [
        f"Meeting to come on {day}, Families First", "Meeting today, Families First",
    ]  # fmt: skip


def test_the_end_of_a_term_is_told_as_such(programme: Programme, owner: User) -> None:
    ends_on = localdate() + timedelta(days=2)
    builders.seat(programme, from_date=localdate() - timedelta(days=60), until_date=ends_on)
    reminding.remind(at=now())
    assert [one.partition(": ")[0] for one in told(owner)] == [f"Term ends on {formats.uk_date(ends_on)}"]


def test_who_owns_an_action_of_the_expert_body_is_reminded_of_it_until_it_is_done() -> None:
    programme = builders.programme_at_stage(5, name="Families First")
    builders.body(programme)
    action = bodies.body_action(bodies.decided(programme), what="Ask Jane Unmistakable")
    day = bodies.DAY + (action.due_on - bodies.DAY.date())
    for days in (-8, -3, -3, 0, 2, 3):
        reminding.remind(at=day + timedelta(days=days))
    said = Notice.objects.filter(user=action.owner, kind=channels.REMINDER).order_by("pk")
    assert [one.title.partition(", ")[2].split(" ")[0] for one in said] == ["due", "due", "was"]
    assert all("Unmistakable" in one.title and "Unmistakable" not in one.brief for one in said)
    body_actions.mark_done(action=action, note="Asked.", by=action.owner, at=day)
    assert reminding.remind(at=day + timedelta(days=9)) == 0
