"""Asking for a report, and planning which are made by themselves. A worker makes them (see `reports_making`)."""

from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from dashboards import permissions
from dashboards.models import Report, ReportPlan
from dashboards.selectors import reports as selectors
from expertbody.models import Meeting
from monitoring.selectors import figures
from stages.models import Programme

MAKE = "dashboards.tasks.make_report"
LOST_AFTER = timedelta(minutes=15)
Kind = Report.Kind


@transaction.atomic
def ask(*, programme: Programme, by: User, at: datetime, meeting: Meeting | None = None) -> list[Report]:
    """Ask for a report with the figures that the person may see; with a meeting, for the pack of that meeting.

    A pack is the same for everybody who is at the meeting, so small counts are hidden in it.
    """
    permissions.require(by, "report.make_pack" if meeting else "report.make", programme)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    viewer = figures.audience(by, programme)
    if Report.objects.unfinished().filter(
        programme=programme, meeting=meeting, asked_by=by, asked_at__gt=at - LOST_AFTER
    ):
        raise Refused("This report is being made already. It will appear in the list below.")
    readers = [selectors.Reader(Report.Audience.PROTECTED)] if meeting else selectors.readers(viewer)
    kind = Kind.MEETING if meeting else Kind.PROGRAMME
    return [
        queue(
            programme=programme, kind=kind, audience=one.audience, agent=one.agent, meeting=meeting, asked_by=by,
            asked_at=at,
        )
        for one in readers
    ]  # fmt: skip


def queue(**fields: Any) -> Report:
    """Keep what is asked for, and tell a worker. Called by what has asked for permission already."""
    report = Report.objects.create(**fields)
    audit.record(
        by=report.asked_by, at=report.asked_at, action="dashboards.report.ask", programme=report.programme.slug,
        subject=report, after={"kind": report.kind, "audience": report.audience, "due": report.due},
    )  # fmt: skip
    signature = current_app.signature(MAKE, kwargs={"report_id": report.pk})
    transaction.on_commit(signature.apply_async, robust=True)
    return report


@transaction.atomic
def plan(*, programme: Programme, every: str, pack_days: int | None, by: User, at: datetime) -> ReportPlan:
    """Say which reports are made by themselves. The same plan again changes nothing."""
    permissions.require(by, "report.plan", programme)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    held = selectors.plan(programme)
    if held is not None and (held.every, held.pack_days) == (every, pack_days):
        return held
    made = ReportPlan.objects.create(programme=programme, every=every, pack_days=pack_days, set_by=by, set_at=at)
    audit.record(
        by=by, at=at, action="dashboards.report.plan", programme=programme.slug, subject=made,
        after={"every": every, "pack_days": pack_days},
    )  # fmt: skip
    return made
