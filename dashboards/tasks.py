"""What the worker does for reports, and for what waits for people. Tasks are safe to run twice and at once."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from dashboards.actions import reminding, reports_making
from dashboards.selectors import counted, reports
from delivery.selectors import activity
from stages.selectors import programmes

log = logging.getLogger(__name__)


@shared_task
def make_report(*, report_id: int) -> None:
    """Make a report that was asked for."""
    try:
        reports_making.make(report_id=report_id, at=timezone.now())
    except Exception:
        reports_making.give_up(report_id=report_id, at=timezone.now())
        raise


@shared_task
def make_due_reports() -> None:
    """Ask for what the plans call for, then make whatever was left over by a worker that stopped."""
    now = timezone.now()
    reports_making.ask_for_due(by=users.system_user(reports_making.SYSTEM), at=now)
    for report_id in reports.waiting():
        try:
            reports_making.make(report_id=report_id, at=timezone.now())
        except Exception:
            log.exception("Report %s could not be made.", report_id)
            reports_making.give_up(report_id=report_id, at=timezone.now())


@shared_task
def count_ends_of_periods() -> None:
    """Every night: count what has been taken in by the periods that have ended, for those who may not see rows.

    The numbers stand until the next period ends; so no page has to count them first.
    """
    today = timezone.localdate()
    for programme in programmes.real():
        try:
            counted.told(programme, today)
            activity.told_by_segment(programme, today, programme.suppression_threshold)
        except Exception:
            log.exception("The ends of the periods of programme %s could not be counted.", programme.slug)


@shared_task
def remind() -> int:
    """Every night: remind people of what is due, and tell others of what has waited for long."""
    return reminding.remind(at=timezone.now())
