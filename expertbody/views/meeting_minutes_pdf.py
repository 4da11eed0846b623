"""The minutes of a meeting that is over as a tagged PDF."""

from django.http import Http404, HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.selectors import minutes_report
from expertbody.views.meeting_detail import of_programme
from govuk import reports
from stages.selectors import programmes


def meeting_minutes_pdf(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    meeting = of_programme(programmes.programme_for(request.user, slug), number)
    if meeting.closed_at is None:
        raise Http404("The meeting is not over yet")
    return reports.response(minutes_report.report(meeting, now()), filename=f"meeting-{number}-minutes.pdf")
