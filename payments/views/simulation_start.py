"""Start a simulation of a contract version."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.selectors import terms
from contracts.views import editing
from payments import permissions
from payments.actions import simulations
from payments.domain.simulation import questions
from payments.forms.simulations import USUAL, SimulationForm


def simulation_start(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = editing.version_for(request.user, slug, number)
    permissions.require(request.user, "simulation.run", version.programme)
    form = SimulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(simulations.start(version=version, by=request.user, at=now(), **form.what_was_asked()))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    found = terms.draft(version)[0]
    shown = {
        "programme": version.programme,
        "version": version,
        "form": form,
        "missing": questions.missing(found, USUAL),
        "left_out": questions.left_out(found),
    }
    return render(request, "payments/simulation_start.html", shown)
