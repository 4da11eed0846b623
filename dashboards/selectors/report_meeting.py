"""The Expert Body pack: the papers of a meeting, with what its members need to know of the programme to decide."""

from datetime import datetime

from dashboards.models import Report
from dashboards.selectors import findings_dashboard, report_programme, report_record, reports
from expertbody.selectors import meeting_papers
from govuk import formats
from govuk.reports import Heading, PageBreak
from govuk.reports import Report as Document


def report(asked: Report, at: datetime) -> Document:
    """Papers first, then decisions and actions, figures, findings and lessons; small counts are hidden."""
    assert asked.meeting is not None
    viewer = reports.audience_of(asked)
    papers = meeting_papers.report(asked.meeting, at)
    return Document(
        f"Pack for meeting {asked.meeting.number}",
        caption=papers.caption,
        made=f"Made on {formats.moment(at)} from the record as it stood then.",
        blocks=(
            *papers.blocks,
            *report_record.decisions(asked.programme),
            PageBreak(),
            Heading("How the programme stands"),
            *report_programme.figures_of(findings_dashboard.known(viewer), viewer),
            *report_record.stages(asked.programme),
            *report_record.findings(viewer),
            *report_record.lessons(asked.programme),
        ),
    )
