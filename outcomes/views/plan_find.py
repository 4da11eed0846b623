"""Raise a finding from a plan whose errors are over the tolerance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import plan_findings
from outcomes.selectors import verification_pages
from stages.selectors import programmes


@require_POST
def plan_find(request: SignedInRequest, slug: str, number: int, agent: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.plan", programme)
    plan = verification_pages.find(programme, number)
    try:
        finding, created = plan_findings.raise_for(plan=plan, agent=agent, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("outcomes:plan_detail", slug=programme.slug, number=plan.number)
    messages.success(request, "The finding is raised." if created else "This finding was raised before.")
    return redirect(finding)
