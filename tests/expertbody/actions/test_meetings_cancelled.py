"""Meetings that do not take place as they were called: moved or cancelled, with the reason, and the members told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from dashboards.selectors import reports
from expertbody.actions import agenda, meetings
from expertbody.models import Meeting, Seat
from expertbody.selectors import decidable, meeting_moves
from expertbody.selectors import meetings as selectors
from notifications.domain import channels
from notifications.models import Notice
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies

DAY = bodies.DAY
LATER = DAY + timedelta(hours=1)


@pytest.fixture
def programme(db: None) -> Programme:
    made = builders.programme_at_stage(5)
    builders.body(made)
    return made


def seat(programme: Programme, constituency: str) -> Seat:
    return programme.seats.select_related("user").get(constituency=constituency)


def chair(programme: Programme) -> User:
    return seat(programme, "academics").user


def told(programme: Programme) -> list[Notice]:
    return list(Notice.objects.filter(kind=channels.MEETING, programme=programme.name).order_by("pk"))


def test_a_meeting_is_cancelled_with_the_reason_audited_and_its_members_told(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    meetings.cancel(meeting=meeting, reason=" Two members are ill. ", by=chair(programme), at=LATER)
    held = Meeting.objects.get(pk=meeting.pk)
    assert held.state == ("Cancelled", "red")
    assert (held.cancelled_by, held.cancelled_because) == (chair(programme), "Two members are ill.")
    row = AuditEntry.objects.get(action="expertbody.meeting.cancel")
    assert row.after == {"number": 1, "reason": "Two members are ill."}
    heard = told(programme)
    assert {one.user_id for one in heard} == {one.user_id for one in programme.seats.all()} - {chair(programme).pk}
    assert {one.mailing for one in heard} == {Notice.Mailing.AT_ONCE}
    assert heard[0].title.endswith("is cancelled: Two members are ill.")
    assert "ill" not in heard[0].brief, "a mail names nobody, and a reason may"


def test_what_was_on_its_agenda_goes_on_waiting_and_it_is_no_longer_to_come(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    finding = builders.finding(programme)
    matter = ("finding", finding.pk)
    agenda.add_matters(meeting=meeting, matters=[matter], by=builders.system(), at=DAY)
    assert reports.meetings_ahead(programme, DAY.date()) == [meeting]
    meetings.cancel(meeting=meeting, reason="Ill.", by=chair(programme), at=LATER)
    assert selectors.coming(programme) == reports.meetings_ahead(programme, DAY.date()) == []
    assert list(selectors.past(programme)) == [meeting]
    assert matter in [(one.kind, one.subject_id) for one in decidable.waiting(programme)]
    other = bodies.meeting(programme)
    (item,) = agenda.add_matters(meeting=other, matters=[matter], by=builders.system(), at=LATER)
    assert (other.number, item.subject_id) == (2, finding.pk)


@pytest.mark.parametrize("role", ["agent", "principal", "service_users"])
def test_members_who_neither_chair_nor_called_it_do_not_cancel_it(programme: Programme, role: str) -> None:
    meeting = bodies.meeting(programme)
    with pytest.raises(Forbidden, match="Only its chair"):
        meetings.cancel(meeting=meeting, reason="So.", by=seat(programme, role).user, at=LATER)
    assert not told(programme)


def test_its_chair_whoever_called_it_and_the_commissioner_do(programme: Programme) -> None:
    own = seat(programme, "principal")
    caller = seat(programme, "service_users").user
    for by, meeting in (
        (own.user, bodies.meeting(programme, chair=own)),
        (caller, bodies.meeting(programme, by=caller)),
        (builders.member(programme, Role.COMMISSIONER), bodies.meeting(programme)),
    ):
        meetings.cancel(meeting=meeting, reason="So.", by=by, at=LATER)
    assert Meeting.objects.filter(cancelled_at__isnull=False).count() == 3


def test_it_needs_a_reason_and_is_cancelled_once(programme: Programme) -> None:
    meeting, by = bodies.meeting(programme), chair(programme)
    with pytest.raises(meetings.MeetingRefused, match="Enter why"):
        meetings.cancel(meeting=meeting, reason=" ", by=by, at=LATER)
    meetings.cancel(meeting=meeting, reason="So.", by=by, at=LATER)
    gone = "cancelled this meeting on"
    with pytest.raises(meetings.MeetingClosed, match=gone):
        meetings.cancel(meeting=meeting, reason="So.", by=by, at=LATER)
    with pytest.raises(meetings.MeetingClosed, match=gone):
        meetings.open_meeting(meeting=meeting, by=by, at=LATER)
    with pytest.raises(meetings.MeetingClosed, match=gone):
        agenda.add_free(meeting=meeting, title="More", asked="", by=by, at=LATER)
    with pytest.raises(meetings.MeetingClosed, match=gone):
        meetings.change(
            meeting=meeting, starts_at=meeting.starts_at, place="Here", chair=meeting.chair, by=by, at=LATER
        )


def test_a_meeting_that_was_opened_or_has_decided_is_not_cancelled(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    meetings.open_meeting(meeting=meeting, by=chair(programme), at=LATER)
    with pytest.raises(meetings.MeetingRefused, match="has been opened, so it cannot be cancelled"):
        meetings.cancel(meeting=meeting, reason="So.", by=chair(programme), at=LATER)
    meetings.close(meeting=meeting, by=chair(programme), at=LATER)
    with pytest.raises(meetings.MeetingClosed, match="closed this meeting"):
        meetings.cancel(meeting=meeting, reason="So.", by=chair(programme), at=LATER)


def test_the_database_keeps_to_it(programme: Programme) -> None:
    opened, gone = bodies.meeting(programme), bodies.meeting(programme)
    meetings.open_meeting(meeting=opened, by=chair(programme), at=LATER)
    told_of: dict[str, Any] = {"cancelled_at": LATER, "cancelled_by": chair(programme)}
    for meeting, reason in ((opened, "So."), (gone, "")):
        with pytest.raises(DatabaseError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(cancelled_because=reason, **told_of)
    meetings.cancel(meeting=gone, reason="So.", by=chair(programme), at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=gone.pk).update(cancelled_at=None, cancelled_by=None, cancelled_because="")


def test_another_time_needs_the_reason_and_the_members_are_told_of_both(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    given: dict[str, Any] = {
        "meeting": meeting,
        "place": meeting.place,
        "chair": meeting.chair,
        "by": chair(programme),
        "at": LATER,
    }
    moved = meeting.starts_at + timedelta(days=2)
    with pytest.raises(meetings.MeetingRefused, match="Enter why the meeting is moved"):
        meetings.change(starts_at=moved, **given)
    with pytest.raises(meetings.MeetingRefused, match="still to come"):
        meetings.change(starts_at=DAY, reason="So.", **given)
    meetings.change(starts_at=moved, reason="The room is taken.", **given)
    (move,) = meeting_moves.moves(Meeting.objects.get(pk=meeting.pk))
    assert (move.before, move.by, move.reason) == (meeting.starts_at, chair(programme), "The room is taken.")
    (first, *_rest) = told(programme)
    assert "is moved from" in first.title
    assert first.title.endswith(": The room is taken.")
    assert "taken" not in first.brief


def test_of_another_place_members_are_told_and_of_another_chair_nobody_is(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    given: dict[str, Any] = {"meeting": meeting, "starts_at": meeting.starts_at, "by": chair(programme), "at": LATER}
    meetings.change(place=meeting.place, chair=seat(programme, "principal"), **given)
    assert not told(programme)
    meetings.change(place="Library", chair=meeting.chair, **given)
    assert "takes place at Library" in told(programme)[0].title
    assert meeting_moves.moves(meeting) == []


def test_a_meeting_that_is_open_is_not_moved_to_another_time(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    meetings.open_meeting(meeting=meeting, by=chair(programme), at=LATER)
    with pytest.raises(meetings.MeetingRefused, match="has no other time"):
        meetings.change(
            meeting=meeting, starts_at=meeting.starts_at + timedelta(days=1), place="Here", chair=meeting.chair,
            reason="So.", by=chair(programme), at=LATER,
        )  # fmt: skip


def test_a_meeting_of_another_length_is_told_without_a_reason(programme: Programme) -> None:
    meeting = bodies.meeting(programme)
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=2)
    meetings.change(
        meeting=meeting, starts_at=meeting.starts_at, minutes=90, place=meeting.place, chair=meeting.chair,
        by=builders.system(), at=LATER,
    )  # fmt: skip
    held = Meeting.objects.get(pk=meeting.pk)
    assert held.ends_at - held.starts_at == timedelta(minutes=90)
    heard = told(programme)
    assert len(heard) == programme.seats.count()
    assert heard[0].title.endswith("and lasts 1 hour 30 minutes")
    row = AuditEntry.objects.get(action="expertbody.meeting.change")
    assert ((row.before or {})["minutes"], row.after["minutes"]) == (120, 90)


@pytest.mark.parametrize("minutes", [0, 14, 721])
def test_a_meeting_lasts_a_quarter_of_an_hour_to_twelve_hours(programme: Programme, minutes: int) -> None:
    with pytest.raises(meetings.MeetingRefused, match="Enter a length"):
        bodies.meeting(programme, minutes=minutes)
    meeting = bodies.meeting(programme)
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(minutes=minutes)
