"""Reports as tests want them."""

from datetime import datetime

from accounts.models import User
from dashboards.actions import reports, reports_making
from dashboards.models import Report
from expertbody.models import Meeting
from stages.models import Programme


def made(programme: Programme, by: User, *, at: datetime, meeting: Meeting | None = None) -> Report:
    """A report that was asked for and made."""
    asked = reports.ask(programme=programme, meeting=meeting, by=by, at=at)[0]
    report = reports_making.make(report_id=asked.pk, at=at)
    assert report is not None
    return report
