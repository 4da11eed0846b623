"""Verification: what checking claims has shown, what it costs, and what waits for whom."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.selectors import verification_pages
from stages.selectors import programmes

PAGE = 10


def plan_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.view", programme)
    page = Paginator(verification_pages.plans(programme), PAGE).get_page(request.GET.get("page"))
    found = verification_pages.shown_each(list(page), request.user)
    context = {
        "programme": programme,
        "page": page,
        "plans": [(one, verification_pages.waiting(one)) for one in found],
        "may_plan": permissions.can(request.user, "verification.plan", programme),
        "is_too_early": not found and not contracts.of(programme).versions,
    }
    return render(request, "outcomes/plan_list.html", context)
