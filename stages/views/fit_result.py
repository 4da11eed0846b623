"""Stage 1: the advice that one member's answers lead to."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from knowledge.selectors import suitability, suitability_pages
from stages.selectors import access, fits, programmes


def fit_result(request: SignedInRequest, slug: str, assessment_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    found = suitability.in_programme(slug, assessment_id)
    writable = access.access(programme, 1, request.user, "fit.assess").writable
    may_change = writable and found.person_id == request.user.pk
    context = suitability_pages.result(found, fits.addresses(programme, assessment_id), may_change=may_change)
    return render(request, "knowledge/suitability_result.html", {"programme": programme, **context})
