"""The papers of a meeting as a tagged PDF."""

from django.http import HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.selectors import meeting_papers as papers
from expertbody.views.meeting_detail import of_programme
from govuk import reports
from stages.selectors import programmes


def meeting_papers(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    meeting = of_programme(programmes.programme_for(request.user, slug), number)
    return reports.response(papers.report(meeting, now()), filename=f"meeting-{number}-papers.pdf")
