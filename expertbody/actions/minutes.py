"""The minutes of a meeting: corrected by notes, approved at a later meeting."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from expertbody.actions import meetings
from expertbody.models import Meeting, MinutesApproval, MinutesNote
from expertbody.selectors import meetings as meetings_selector


class MinutesRefused(meetings.MeetingRefused):
    """The minutes cannot be corrected or approved now."""


@transaction.atomic
def correct(*, meeting: Meeting, text: str, by: User, at: datetime) -> MinutesNote:
    """Add a correction to minutes that are not approved yet. What the record holds stays as it is."""
    meetings.require_seat(meeting.programme, by=by, at=at)
    held = _closed(meeting)
    if MinutesApproval.objects.filter(meeting=held).exists():
        raise MinutesRefused("These minutes have been approved. Put the correction on the agenda of the next meeting.")
    if not text.strip():
        raise MinutesRefused("Enter what is to be corrected.")
    made = MinutesNote.objects.create(meeting=held, text=text.strip(), written_by=by, written_at=at)
    meetings.record("correct_minutes", held, by, at, {"text": made.text})
    return made


@transaction.atomic
def approve(*, meeting: Meeting, by: User, at: datetime) -> MinutesApproval:
    """Approve the minutes at a later meeting that is open; its chair does, once."""
    held = _closed(meeting)
    later = meetings_selector.later_open(held)
    if later is None:
        meetings.require_seat(held.programme, by=by, at=at)
        raise MinutesRefused("Minutes are approved at a later meeting. Open the next meeting first.")
    meetings.require_chairs(later, by=by, at=at)
    meetings.lock(later)
    if MinutesApproval.objects.filter(meeting=held).exists():
        raise MinutesRefused("These minutes have been approved already.")
    made = MinutesApproval.objects.create(meeting=held, approved_in=later, approved_by=by, approved_at=at)
    meetings.record("approve_minutes", held, by, at, {"approved_at_meeting": later.number})
    return made


def _closed(meeting: Meeting) -> Meeting:
    held = Meeting.objects.select_for_update(of=("self",)).select_related("programme").get(pk=meeting.pk)
    if held.closed_at is None:
        raise MinutesRefused("The meeting is not over yet. Its minutes are ready when the chair has closed it.")
    return held
