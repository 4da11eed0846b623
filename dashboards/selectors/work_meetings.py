"""Meetings of the Expert Bodies on which a person sits: those to come, to open, and minutes that wait for approval."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from expertbody.models import Meeting, Seat
from govuk import formats

AHEAD = timedelta(days=21)


def meetings(viewer: Viewer) -> list[Matter]:
    """Meetings that are open or come within three weeks; for whoever chairs one, also one whose time has come."""
    own = Seat.objects.held_on(viewer.today).filter(user=viewer.user)
    chaired = Q(chair__in=own) | Q(programme__in=own.filter(is_chair=True).values("programme"))
    found = (
        Meeting.objects.not_over()
        .filter(programme__in=viewer.seated_in, starts_at__date__lte=viewer.today + AHEAD)
        .annotate(is_chaired=Exists(Meeting.objects.filter(chaired, pk=OuterRef("pk"))))
        .select_related("programme")
        .prefetch_related("items")
    )
    return [matter for meeting in found if (matter := _matter(meeting, viewer))]


def _matter(meeting: Meeting, viewer: Viewer) -> Matter | None:
    if meeting.is_open:
        return _shown(meeting, Urgency.TODAY, "Meeting open now", "green", "Go to the meeting")
    if getattr(meeting, "is_chaired", False) and meeting.starts_at <= now():
        return _shown(meeting, Urgency.TODAY, "Meeting to open", "orange", "Open the meeting, or move it")
    day = localdate(meeting.starts_at)
    if day < viewer.today:
        return None
    if day == viewer.today:
        return _shown(meeting, Urgency.TODAY, "Meeting today", "blue", "Read the agenda")
    return _shown(meeting, Urgency.LATER, "Meeting to come", "blue", "Read the agenda")


def _shown(meeting: Meeting, urgency: Urgency, kind: str, colour: str, do: str) -> Matter:
    items = sorted(meeting.items.all(), key=lambda item: (item.position, item.pk))
    agenda = f"On the agenda: {'; '.join(item.title for item in items)}" if items else "Nothing is on the agenda yet"
    starts = localtime(meeting.starts_at)
    return Matter(
        urgency=urgency,
        kind=kind,
        colour=colour,
        title=f"{meeting} on {formats.moment(starts)}",
        detail=f"{meeting.place}. {agenda}",
        programme=meeting.programme.name,
        url=meeting.get_absolute_url(),
        do=do,
        since=meeting.called_at,
        by_date=None if meeting.is_open else starts.date(),
        happens=True,
    )


def minutes(viewer: Viewer) -> list[Matter]:
    """Minutes that a meeting which is open now can approve, for those who sit on the body."""
    later = Meeting.objects.filter(
        programme=OuterRef("programme"),
        number__gt=OuterRef("number"),
        opened_at__isnull=False,
        closed_at__isnull=True,
    )
    found = Meeting.objects.filter(
        Exists(later), programme__in=viewer.seated_in, closed_at__isnull=False, minutes_approval=None
    )
    return [
        Matter(
            urgency=Urgency.TODAY,
            kind="Minutes to approve",
            colour="orange",
            title=f"Minutes of meeting {meeting.number}",
            detail="A later meeting is open and can approve them",
            programme=meeting.programme.name,
            url=reverse("expertbody:meeting_minutes", args=[meeting.programme.slug, meeting.number]),
            do="Read them; corrections come before the approval",
            since=meeting.closed_at,
        )
        for meeting in found.select_related("programme")
    ]
