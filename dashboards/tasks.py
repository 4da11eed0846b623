"""What the worker does for reports, and for what waits for people. Tasks are safe to run twice and at once."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from dashboards.actions import reminding, reports_making
from dashboards.selectors import reports

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
def remind() -> int:
    """Every night: remind people of what is due, and tell others of what has waited for long."""
    return reminding.remind(at=timezone.now())
