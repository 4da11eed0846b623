"""Telling the members of the Expert Body that a meeting is moved or cancelled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate, localtime

from accounts.models import User
from expertbody.models import Meeting
from expertbody.selectors import seats
from govuk import formats
from notifications.actions import notices
from notifications.actions.notices import News
from notifications.domain import channels


def moved(meeting: Meeting, *, before: Mapping[str, Any], reason: str, by: User, at: datetime) -> None:
    """Tell of another time, length or place; of another chair alone, nobody is told."""
    was = datetime.fromisoformat(before["starts_at"])
    is_other_time, is_other_place = was != meeting.starts_at, before["place"] != meeting.place
    is_other_length = before["minutes"] != meeting.minutes
    if not (is_other_time or is_other_place or is_other_length):
        return
    starts, told = formats.moment(localtime(meeting.starts_at)), str(meeting)
    told += f" is moved from {formats.moment(localtime(was))} to {starts}" if is_other_time else f" on {starts}"
    told += f" and takes place at {meeting.place}" if is_other_place else ""
    told += f" and lasts {meeting.lasts}" if is_other_length else ""
    _tell(meeting, f"moved {at.isoformat()}", told, reason, by, at)


def cancelled(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Tell that it does not take place."""
    told = f"{meeting} on {formats.moment(localtime(meeting.starts_at))} is cancelled"
    _tell(meeting, "cancelled", told, meeting.cancelled_because, by, at)


def _tell(meeting: Meeting, what: str, told: str, reason: str, by: User, at: datetime) -> None:
    """Everybody who sits on the body now or on the day of the meeting, but whoever did it.

    The reason stands in the inbox and on the page: a mail names nobody, and a reason may.
    """
    programme = meeting.programme
    members = [*seats.seated(programme, localdate(at)), *seats.seated(programme, localdate(meeting.starts_at))]
    people = sorted({seat.user_id for seat in members} - {by.pk})
    title = f"{told}: {reason}" if reason else told
    notices.tell(
        [
            News(
                person, channels.MEETING, f"meeting {meeting.pk} {what}", title, f"{told}, {programme.name}",
                programme.name, meeting.get_absolute_url(),
            )
            for person in people
        ],
        at=at,
    )  # fmt: skip
