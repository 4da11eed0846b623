"""One intervention: where it stands on the ladder, why, the plan, and what both sides said."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from monitoring.selectors import interventions
from monitoring.views.finding_interventions import find


def intervention_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    intervention = find(request, slug, number)
    page = interventions.page(request.user, intervention, localdate())
    return render(request, "monitoring/intervention_detail.html", {"programme": intervention.programme, "page": page})
