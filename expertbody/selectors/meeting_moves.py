"""Meetings of the Expert Body that do not take place as they were called: who may cancel one, and how it was moved."""

import dataclasses
from datetime import date, datetime

from accounts.models import AuditEntry, Role, User
from expertbody import permissions
from expertbody.models import Meeting
from expertbody.selectors import meetings
from stages import permissions as stage_permissions


def may_cancel(user: User, meeting: Meeting, as_of: date) -> bool:
    """Whether the person may cancel the meeting: its chair, whoever called it, and the commissioner."""
    if meetings.may_chair(user, meeting, as_of):
        return True
    leads = permissions.can(user, "meeting.call", meeting.programme)
    return leads and (
        meeting.called_by_id == user.pk or Role.COMMISSIONER in stage_permissions.roles(user, meeting.programme)
    )


@dataclasses.dataclass(frozen=True)
class Move:
    """That a meeting was moved to another time, by whom and why."""

    before: datetime
    by: User
    at: datetime
    reason: str


def moves(meeting: Meeting) -> list[Move]:
    """Each time that the meeting was moved, the latest first."""
    rows = AuditEntry.objects.filter(
        action="expertbody.meeting.change", subject_kind=Meeting._meta.label, subject_id=str(meeting.pk)
    ).select_related("by")
    return [
        Move(datetime.fromisoformat(row.before["starts_at"]), row.by, row.at, row.after.get("reason", ""))
        for row in rows.order_by("-at", "-pk")
        if row.before and row.before["starts_at"] != row.after["starts_at"]
    ]
