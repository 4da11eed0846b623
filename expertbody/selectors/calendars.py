"""Meetings, due dates and periods for a person's calendar."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from accounts.models import AuditEntry, User
from expertbody.domain import calendars as rules
from expertbody.domain.invitations import hashed
from expertbody.models import CalendarFeed, Meeting, Seat
from stages.models import Membership, Programme


def has_dates(user: User) -> bool:
    """Whether there can be dates for the person: whoever sits on an Expert Body holds a role in its programme too."""
    return Membership.objects.filter(user=user).exists()


def _seated(user: User, as_of: date) -> QuerySet[Programme]:
    """The programmes that the person may read and on whose Expert Body they sit on the day."""
    seats = Seat.objects.held_on(as_of).filter(user=user)
    return Programme.objects.visible_to(user).filter(pk__in=seats.values("programme"))


def running(user: User) -> CalendarFeed | None:
    """The person's address, if there is one."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


def by_token(token: str) -> CalendarFeed:
    """The address with that token; it does not exist when it was stopped or its person may not sign in any more."""
    found = CalendarFeed.objects.filter(token_hash=hashed(token), revoked_at=None, user__is_active=True)
    feed = found.select_related("user").first()
    if feed is None:
        raise Http404("No such calendar")
    return feed


def of_person(user: User, at: datetime, whole: Callable[[str], str]) -> bytes:
    """All meetings of the programmes on whose Expert Body the person sits, and the days that concern the person.

    What has days beside meetings is known by the apps above: settings.CALENDAR_DAYS. `whole` makes an address whole.
    """
    found = Meeting.objects.filter(programme__in=_seated(user, localdate(at))).select_related("programme")
    days: Callable[[User, datetime, Callable[[str], str]], list[rules.Days]] = import_string(settings.CALENDAR_DAYS)
    return rules.calendar("PbR Manager", _entries(found.order_by("starts_at", "pk"), whole), days(user, at, whole))


def of_meeting(meeting: Meeting, whole: Callable[[str], str]) -> bytes:
    """One meeting as a calendar."""
    return rules.calendar(f"Expert Body, {meeting.programme.name}", _entries([meeting], whole))


def _entries(found: Iterable[Meeting], whole: Callable[[str], str]) -> list[rules.Entry]:
    held = list(found)
    changed: dict[str, list[AuditEntry]] = {}
    for row in AuditEntry.objects.filter(
        action="expertbody.meeting.change",
        subject_kind=Meeting._meta.label,
        subject_id__in=[str(one.pk) for one in held],
    ).order_by("at", "pk"):
        changed.setdefault(row.subject_id, []).append(row)
    return [_entry(one, changed.get(str(one.pk), []), whole) for one in held]


def _entry(meeting: Meeting, changes: list[AuditEntry], whole: Callable[[str], str]) -> rules.Entry:
    return rules.Entry(
        key=f"meeting {meeting.pk} called {meeting.called_at.isoformat()}",
        programme=meeting.programme.name,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        url=whole(meeting.get_absolute_url()),
        changed_at=meeting.cancelled_at or (changes[-1].at if changes else meeting.called_at),
        changes=len(changes) + (meeting.cancelled_at is not None),
        is_cancelled=meeting.cancelled_at is not None,
    )
