"""The days for a person's calendar beside meetings: what is due, periods, and the last days of their rows.

A calendar is shown to many, so a day says what kind of matter it is and in which programme, never what it is about.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from contracts.models import Period
from dashboards.selectors import viewer, work, work_meetings
from dashboards.selectors.viewer import Viewer
from expertbody.domain.calendars import Days
from outcomes.selectors import periods
from outcomes.selectors.periods import Shown
from stages.models import Programme

KEPT = timedelta(days=366)
"""Periods that ended longer ago have left the calendar."""


def of(user: User, at: datetime, whole: Callable[[str], str]) -> list[Days]:
    """The days as they stand at the moment. `whole` makes an address whole."""
    looking = viewer.look(user, localdate(at))
    return [*_due(looking, at, whole), *_periods(looking, at, whole)]


def _due(looking: Viewer, at: datetime, whole: Callable[[str], str]) -> Iterator[Days]:
    """What waits for the person and has a day. Meetings are in the calendar with their hours."""
    for source in work.SOURCES:
        if source is work_meetings.meetings:
            continue
        for matter in source(looking):
            if matter.by_date is not None:
                key = f"due {looking.user.pk} {matter.key}"
                summary = f"{matter.programme}: {matter.kind}"
                yield Days(key, summary, matter.by_date, matter.by_date, whole(matter.url), at)


def _periods(looking: Viewer, at: datetime, whole: Callable[[str], str]) -> Iterator[Days]:
    for programme in Programme.objects.filter(pk__in=looking.programmes()).order_by("name", "pk"):
        found = Period.objects.filter(programme=programme, ends_on__gte=looking.today - KEPT).order_by("starts_on")
        for shown in periods.shown(looking.user, programme, found, looking.today):
            yield from _period(programme, shown, at, whole)


def _period(programme: Programme, shown: Shown, at: datetime, whole: Callable[[str], str]) -> Iterator[Days]:
    """The period itself, the last day of its window, and those of exceptions that the person may see."""
    period = shown.period
    url = whole(reverse("outcomes:period_detail", args=[programme.slug, period.code]))
    named = f"{programme.name}: period {period.code}"
    yield Days(f"period {period.pk}", named, period.starts_on, period.ends_on, url, at)
    if shown.window is not None and shown.closing is None:
        last = shown.window.closes_on
        yield Days(f"window {period.pk}", f"{named}, last day for rows", last, last, url, at)
    for late in shown.exceptions:
        summary = f"{named}, last day for late rows of {late.agent}"
        yield Days(f"late {period.pk} {late.agent_id}", summary, late.until, late.until, url, at)
