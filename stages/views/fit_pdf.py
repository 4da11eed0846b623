"""Stage 1: the advice as a tagged PDF."""

from django.http import HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk import reports
from knowledge.selectors import suitability, suitability_report
from stages.selectors import programmes


def fit_pdf(request: SignedInRequest, slug: str, assessment_id: int) -> HttpResponse:
    programmes.programme_for(request.user, slug)
    found = suitability.in_programme(slug, assessment_id)
    return reports.response(suitability_report.report(found, now()), filename=f"{slug}-fit.pdf")
