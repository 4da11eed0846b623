"""Simulations of a programme's contract."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments import permissions
from payments.selectors import simulations
from stages.selectors import programmes

PAGE = 20


def simulation_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "simulation.view", programme)
    shown = {
        "programme": programme,
        "page": Paginator(simulations.listed(programme), PAGE).get_page(request.GET.get("page")),
        "version": simulations.concerned(programme),
        "may_run": permissions.can(request.user, "simulation.run", programme),
    }
    return render(request, "payments/simulation_list.html", shown)
