"""Making the reports that were asked for, each once, and asking for those that the plans call for."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.models import User
from dashboards import permissions
from dashboards.actions import reports as asking
from dashboards.models import Report, ReportPlan
from dashboards.selectors import report_meeting, report_programme
from dashboards.selectors import reports as selectors
from govuk import reports

SYSTEM = "reports"
FAULT = "It could not be made because of a fault. Ask for it again."


@transaction.atomic
def make(*, report_id: int, at: datetime) -> Report | None:
    """Make a report and keep its file with its digest. None: it is made already, or being made by somebody else."""
    report = (
        Report.objects.unfinished()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("programme", "agent", "meeting", "asked_by")
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        return None
    build = report_meeting.report if report.meeting else report_programme.report
    file = reports.pdf(build(report, at))
    report.content, report.size, report.digest = file, len(file), hashlib.sha256(file).hexdigest()
    report.finished_at = at
    report.save(update_fields=["content", "size", "digest", "finished_at"])
    audit.record(
        by=report.asked_by, at=at, action="dashboards.report.make", programme=report.programme.slug, subject=report,
        after={"digest": report.digest, "size": report.size},
    )  # fmt: skip
    return report


def give_up(*, report_id: int, at: datetime) -> None:
    """Say that a report could not be made. What the plan asked for is asked for again at its next turn."""
    Report.objects.unfinished().filter(pk=report_id).update(finished_at=at, failure=FAULT)


def ask_for_due(*, by: User, at: datetime) -> list[Report]:
    """Ask for what the plans of all programmes call for and is not there yet. Doing it again asks for nothing."""
    return [report for held in selectors.plans() for report in _ask_for(held, by, at)]


def _ask_for(held: ReportPlan, by: User, at: datetime) -> list[Report]:
    permissions.require(by, "report.make", held.programme)
    found = []
    for one in selectors.due(held, localdate(at)):
        try:
            with transaction.atomic():
                found.append(
                    asking.queue(
                        programme=held.programme, kind=one.kind, audience=one.audience, meeting=one.meeting,
                        due=one.due, asked_by=by, asked_at=at,
                    )
                )  # fmt: skip
        except IntegrityError:
            continue  # another worker asked for it at this moment
    return found
