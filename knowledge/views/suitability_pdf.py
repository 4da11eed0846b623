"""The result as a tagged PDF."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from accounts.errors import Refused
from govuk import reports
from knowledge.actions import limits
from knowledge.selectors import suitability, suitability_report
from knowledge.views.visitors import address, visitor


@login_not_required
@never_cache
def suitability_pdf(request: HttpRequest, key: str) -> HttpResponse:
    found = suitability.by_key(key, visitor(request))
    try:
        limits.take("pdf", address=address(request), at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("knowledge:suitability_result", key=key)
    return reports.response(suitability_report.report(found, now()), filename="should-this-be-pbr.pdf")
