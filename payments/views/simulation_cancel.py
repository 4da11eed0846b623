"""Call a simulation off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import simulations as actions
from payments.selectors import simulations
from stages.selectors import programmes


@require_POST
def simulation_cancel(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    simulation = simulations.simulation_for(request.user, programme, pk)
    permissions.require(request.user, "simulation.run", programme)
    try:
        actions.cancel(simulation=simulation, by=request.user, at=now())
        messages.success(request, "The simulation is cancelled.")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(simulation)
