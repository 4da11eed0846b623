"""Finish a plan whose claims are all decided, so that its results stand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import verification
from outcomes.selectors import verification_pages
from stages.selectors import programmes


@require_POST
def plan_finish(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.plan", programme)
    plan = verification_pages.find(programme, number)
    try:
        verification.finish(plan=plan, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The plan is finished. Its results are kept as they stand.")
    return redirect("outcomes:plan_detail", slug=programme.slug, number=plan.number)
