from datetime import timedelta

from django.utils.timezone import localdate, now

from accounts.models import Role, User
from dashboards.selectors import viewer, work, work_meetings
from expertbody.actions import agenda, meetings, minutes
from expertbody.models import Meeting, Seat
from stages.models import Programme
from tests import builders
from tests.dashboards.conftest import running
from tests.expertbody import bodies


def look(user: User) -> viewer.Viewer:
    return viewer.look(user, localdate())


def seat(programme: Programme, constituency: str) -> Seat:
    return programme.seats.select_related("user", "programme").get(constituency=constituency)


def kinds(user: User) -> list[str]:
    return [matter.kind for matter in work_meetings.meetings(look(user)) + work_meetings.minutes(look(user))]


def called(programme: Programme, *, days: int, hours: int = 0) -> Meeting:
    """A meeting so far from now, called two hours before it or earlier."""
    at = now() + timedelta(days=days, hours=hours)
    return bodies.meeting(programme, at=min(at, now()) - timedelta(hours=2), starts_at=at)


def test_meetings_within_three_weeks_wait_for_the_members_with_their_agenda(programme: Programme) -> None:
    member = seat(programme, "agent").user
    for days in (22, 21):
        called(programme, days=days)
    near = called(programme, days=3)
    for title in ("Letters", "Waiting times"):
        agenda.add_free(meeting=near, title=title, asked="", by=builders.system(), at=now())
    found = {matter.url: matter for matter in work_meetings.meetings(look(member))}
    assert [matter.kind for matter in found.values()] == ["Meeting to come"] * 2
    shown = found[near.get_absolute_url()]
    assert shown.detail == "Town Hall, room 4. On the agenda: Letters; Waiting times"
    assert shown.by_date == localdate() + timedelta(days=3)
    assert any("Nothing is on the agenda yet" in matter.detail for matter in found.values())
    assert kinds(builders.member(programme, Role.COMMISSIONER)) == []


def test_the_meeting_of_today_comes_before_other_work(programme: Programme) -> None:
    meeting = called(programme, days=0)
    builders.finding(programme)
    member = seat(programme, "agent").user
    first = work.waiting_for(look(member)).matters[0]
    assert (first.kind, first.url) == ("Meeting today", meeting.get_absolute_url())


def test_a_meeting_whose_time_has_come_waits_for_its_chair_and_for_the_chair_of_the_body(programme: Programme) -> None:
    meeting = called(programme, days=-1)
    own = seat(programme, "principal")
    meetings.change(
        meeting=meeting, starts_at=meeting.starts_at, place="Here", chair=own, by=builders.system(), at=now()
    )
    assert kinds(own.user) == kinds(seat(programme, "academics").user) == ["Meeting to open"]
    (matter,) = work_meetings.meetings(look(own.user))
    assert matter.is_overdue(localdate())
    assert kinds(seat(programme, "agent").user) == []


def test_minutes_wait_while_a_later_meeting_is_open_until_they_are_approved(programme: Programme) -> None:
    chair, member = seat(programme, "academics").user, seat(programme, "agent").user
    first = called(programme, days=-1)
    meetings.open_meeting(meeting=first, by=chair, at=now())
    assert kinds(member) == ["Meeting open now"]
    meetings.close(meeting=first, by=chair, at=now())
    assert kinds(member) == []
    second = called(programme, days=0)
    meetings.open_meeting(meeting=second, by=chair, at=now())
    assert kinds(member) == kinds(chair) == ["Meeting open now", "Minutes to approve"]
    assert kinds(seat(running(), "agent").user) == []
    minutes.approve(meeting=first, by=chair, at=now())
    assert kinds(member) == ["Meeting open now"]


def test_meetings_are_nothing_to_those_whose_term_is_over(programme: Programme) -> None:
    called(programme, days=2)
    held = seat(programme, "agent")
    held.until_date = localdate() - timedelta(days=1)
    held.save(update_fields=["until_date"])
    assert kinds(held.user) == []
