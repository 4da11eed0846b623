"""The delivery plan: milestones without money, and the mix of starts against what was planned."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery.selectors import access, counted, plan_chart, plans
from stages.selectors import programmes

PAGE = 50


def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    agents = counted.agents_of(request.user, programme)
    least = counted.threshold(request.user, programme)
    starts = plans.starts(programme, localdate(), agents, least)
    rows = plans.milestones(request.user, programme, localdate())
    context = {
        "programme": programme,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "starts": starts,
        "chart": plan_chart.chart(starts, least),
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/plan.html", context)
