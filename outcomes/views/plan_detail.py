"""A verification plan: its results first, then what waits, then how it was drawn."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import verification_pages
from stages.selectors import programmes


def plan_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.view", programme)
    plan = verification_pages.find(programme, number)
    shown = verification_pages.shown(plan, request.user)
    context = {
        "programme": programme,
        "plan": plan,
        "shown": shown,
        "waiting": verification_pages.waiting(shown),
        "drawings": plan.drawings.select_related("drawn_by").order_by("number"),
        "end": verification_pages.end_of(plan),
        "scope": verification_pages.scope(plan),
        "may_plan": permissions.can(request.user, "verification.plan", programme),
        "may_check": permissions.can(request.user, "verification.check", programme),
        "may_take_list": permissions.can(request.user, "verification.population", programme),
    }
    return render(request, "outcomes/plan_detail.html", context)
