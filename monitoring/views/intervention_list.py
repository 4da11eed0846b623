"""What is being done about agents that fall short."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.selectors import interventions
from stages.selectors import programmes

PAGE = 25


def intervention_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    found = interventions.lines(interventions.of_programme(request.user, programme))
    shown = {
        "programme": programme,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_step": permissions.can(request.user, "intervention.step", programme),
    }
    return render(request, "monitoring/intervention_list.html", shown)
