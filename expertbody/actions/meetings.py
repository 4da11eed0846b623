"""Call, move, cancel, open and close a meeting of the Expert Body, and keep who came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, localtime

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import User
from expertbody import permissions
from expertbody.actions import meeting_news
from expertbody.domain import lengths
from expertbody.models import Attendance, Meeting, QuorumRule, Seat
from expertbody.selectors import meeting_moves, seats
from stages.actions import visits
from stages.models import Programme


class MeetingRefused(Refused):
    """The meeting cannot be called or changed as entered."""


class MeetingClosed(MeetingRefused):
    """The meeting is over. Of two people who close it at once, the second gets this."""


@transaction.atomic
def call(
    *,
    programme: Programme,
    starts_at: datetime,
    minutes: int = lengths.USUAL,
    place: str,
    chair: Seat,
    by: User,
    at: datetime,
) -> Meeting:
    """Call a meeting. Its chair must be a member on the day of the meeting."""
    permissions.require(by, "meeting.call", programme)
    visits.lock(programme)
    _refuse_details(programme, starts_at, minutes, place, chair)
    if starts_at < at:
        raise MeetingRefused("Enter a date and a time that are still to come.")
    last = programme.meetings.aggregate(last=Max("number"))["last"] or 0
    made = Meeting.objects.create(
        programme=programme, number=last + 1, starts_at=starts_at, minutes=minutes, place=place.strip(),
        chair=chair, called_by=by, called_at=at,
    )  # fmt: skip
    record("call", made, by, at, _details(made))
    return made


@transaction.atomic
def change(
    *,
    meeting: Meeting,
    starts_at: datetime,
    minutes: int | None = None,
    place: str,
    chair: Seat,
    reason: str = "",
    by: User,
    at: datetime,
) -> Meeting:
    """Move a meeting that is not over, or give it another length or chair. Its members are told, except of the chair.

    Another time needs the reason, and has to be still to come. A meeting that is open takes place now: it has no other.
    """
    permissions.require(by, "meeting.call", meeting.programme)
    held = lock(meeting)
    wanted = held.minutes if minutes is None else minutes
    _refuse_details(held.programme, starts_at, wanted, place, chair)
    if starts_at != held.starts_at:
        _refuse_move(held, starts_at, reason, at)
    before = _details(held)
    held.starts_at, held.minutes, held.place, held.chair = starts_at, wanted, place.strip(), chair
    held.save(update_fields=["starts_at", "minutes", "place", "chair"])
    record("change", held, by, at, _details(held) | ({"reason": reason.strip()} if reason.strip() else {}), before)
    meeting_news.moved(held, before=before, reason=reason.strip(), by=by, at=at)
    return held


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User, at: datetime) -> None:
    """Cancel a meeting that was not opened yet, with the reason, and tell its members. It cannot be taken back.

    What is on its agenda goes on waiting. A meeting that was opened may have decided something: it is closed instead.
    """
    require_cancels(meeting, by=by, at=at)
    held = lock(meeting)
    if held.opened_at is not None:
        raise MeetingRefused("The meeting has been opened, so it cannot be cancelled. Its chair closes it.")
    if not reason.strip():
        raise MeetingRefused("Enter why the meeting is cancelled.")
    held.cancelled_at, held.cancelled_by, held.cancelled_because = at, by, reason.strip()
    held.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    record("cancel", held, by, at, {"reason": held.cancelled_because})
    meeting_news.cancelled(held, by=by, at=at)


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: User, at: datetime) -> None:
    """Open the meeting. Only its chair does."""
    require_chairs(meeting, by=by, at=at)
    held = lock(meeting)
    if held.opened_at is not None:
        raise MeetingRefused("The meeting is open already.")
    held.opened_at = at
    held.save(update_fields=["opened_at"])
    record("open", held, by, at, {})


@transaction.atomic
def close(*, meeting: Meeting, by: User, at: datetime) -> None:
    """Close the meeting. What was not voted on goes on waiting."""
    require_chairs(meeting, by=by, at=at)
    held = lock(meeting)
    if held.opened_at is None:
        raise MeetingRefused("The meeting has not been opened yet, so it cannot be closed. Open it first.")
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["closed_at", "closed_by"])
    record("close", held, by, at, {})


@transaction.atomic
def attend(*, meeting: Meeting, came: Mapping[Seat, str], by: User, at: datetime) -> None:
    """Keep who is present and who sent apologies, by name, while the meeting is open."""
    require_chairs(meeting, by=by, at=at)
    held = lock(meeting)
    if not held.is_open:
        raise MeetingRefused("Open the meeting before you record who came.")
    allowed = {seat.pk for seat in seats.seated(held.programme, localdate(at))}
    for seat, state in came.items():
        if seat.pk not in allowed:
            raise MeetingRefused(f"The term of {seat.user} is not running, so they cannot attend as a member.")
        Attendance.objects.update_or_create(meeting=held, seat=seat, defaults={"state": Attendance.State(state)})
    record("attend", held, by, at, {seat.user.name: state for seat, state in came.items()})


@transaction.atomic
def set_quorum(
    *,
    programme: Programme,
    constituencies: int,
    needs_service_users: bool,
    needs_half_of_the_seated: bool,
    by: User,
    at: datetime,
) -> QuorumRule:
    """Set who has to be present for a vote, from now on."""
    permissions.require(by, "meeting.call", programme)
    visits.lock(programme)
    if not 1 <= constituencies <= 5:
        raise MeetingRefused("Enter a number of constituencies from 1 to 5.")
    if programme.meetings.filter(opened_at__isnull=False, closed_at__isnull=True).exists():
        raise MeetingRefused("A meeting is open. Close it before you change the quorum.")
    rule = {
        "constituencies": constituencies,
        "needs_service_users": needs_service_users,
        "needs_half_of_the_seated": needs_half_of_the_seated,
    }
    made = QuorumRule.objects.create(programme=programme, set_by=by, set_at=at, **rule)
    audit.record(
        by=by, at=at, action="expertbody.quorum.set", programme=programme.slug, subject=made, after=rule
    )  # fmt: skip
    return made


def lock(meeting: Meeting) -> Meeting:
    """Hold the meeting until the transaction ends; raises `MeetingClosed` when it was closed or cancelled."""
    held = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("programme", "chair__user", "closed_by", "cancelled_by")
        .get(pk=meeting.pk)
    )
    if held.cancelled_at is not None:
        moment = localtime(held.cancelled_at)
        raise MeetingClosed(
            f"{held.cancelled_by} cancelled this meeting on {moment:%-d %B %Y at %H:%M}. Nothing was changed; "
            "call another meeting instead."
        )
    if held.closed_at is not None:
        moment = localtime(held.closed_at)
        raise MeetingClosed(
            f"{held.closed_by} closed this meeting on {moment:%-d %B %Y at %H:%M}. Nothing was changed; "
            "what is still to be done can go on the agenda of another meeting."
        )
    return held


def require_seat(programme: Programme, *, by: User, at: datetime) -> Seat:
    """The seat of a member whose term covers the day; raises `Forbidden` for everybody else."""
    permissions.require(by, "body.decide", programme)
    seat = seats.held_by(by, programme, localdate(at))
    if seat is None:
        raise Forbidden("Only a member whose term is running may do this.")
    return seat


def require_chairs(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Raise `Forbidden` unless the person is a chair: of this meeting, or of the Expert Body."""
    seat = require_seat(meeting.programme, by=by, at=at)
    if not seat.is_chair and seat.pk != meeting.chair_id:
        raise Forbidden("Only the chair of the meeting may do this. Whoever called it can name another chair.")


def require_cancels(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Raise `Forbidden` unless the person may cancel the meeting."""
    if not by.is_system and not meeting_moves.may_cancel(by, meeting, localdate(at)):
        raise Forbidden("Only its chair, whoever called the meeting and the commissioner may cancel it.")


def _refuse_move(meeting: Meeting, starts_at: datetime, reason: str, at: datetime) -> None:
    if meeting.opened_at is not None:
        raise MeetingRefused("The meeting is open, so it has no other time.")
    if starts_at < at:
        raise MeetingRefused("Enter a date and a time that are still to come.")
    if not reason.strip():
        raise MeetingRefused("Enter why the meeting is moved: its members are told.")


def _refuse_details(programme: Programme, starts_at: datetime, minutes: int, place: str, chair: Seat) -> None:
    if not lengths.SHORTEST <= minutes <= lengths.LONGEST:
        raise MeetingRefused("Enter a length from a quarter of an hour to twelve hours.")
    if not place.strip():
        raise MeetingRefused("Enter the place or the link of the meeting.")
    if not programme.seats.held_on(localdate(starts_at)).filter(pk=chair.pk).exists():
        raise MeetingRefused(f"The term of {chair.user} does not cover the day of the meeting. Choose another chair.")


def _details(meeting: Meeting) -> dict[str, Any]:
    return {
        "starts_at": meeting.starts_at.isoformat(), "minutes": meeting.minutes, "place": meeting.place,
        "chair": meeting.chair.user.name,
    }  # fmt: skip


def record(
    what: str, meeting: Meeting, by: User, at: datetime, after: dict[str, Any], before: dict[str, Any] | None = None
) -> None:
    """The audit row of an act on a meeting."""
    audit.record(
        by=by, at=at, action=f"expertbody.meeting.{what}", programme=meeting.programme.slug, subject=meeting,
        before=before, after={"number": meeting.number} | after,
    )  # fmt: skip
