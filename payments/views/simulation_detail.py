"""A simulation: how far it has come, then what it found."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from payments import permissions
from payments.selectors import simulation_pages, simulations
from stages.selectors import programmes


def simulation_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    simulation = simulations.simulation_for(request.user, programme, pk)
    finished = simulation.results is not None
    shown = {
        "programme": programme,
        "simulation": simulation,
        "page": simulation_pages.page(simulation, request.GET.get("scenario", "")) if finished else None,
        "stale": simulations.stale(simulation),
        "overdue": simulations.overdue(simulation, now()),
        "others": simulations.others(simulation) if finished else (),
        "may_run": permissions.can(request.user, "simulation.run", programme),
    }
    return render(request, "payments/simulation_detail.html", shown)
