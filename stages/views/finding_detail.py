"""One finding: its frozen evidence, the stages it questions, and all that followed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from stages.selectors import findings, panels, programmes


def finding_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    finding = findings.finding_of(programme, number)
    page = findings.page(finding, request.user, localdate())
    context = {
        "programme": programme,
        "page": page,
        "beside": panels.of_evidence(page.finding, request.user),
        "panels": panels.of_finding(page.finding, request.user),
    }
    return render(request, "stages/finding_detail.html", context)
