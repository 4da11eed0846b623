"""Two simulations side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments.selectors import simulation_comparisons, simulations
from stages.selectors import programmes


def simulation_compare(request: SignedInRequest, slug: str, pk: int, other: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    earlier, later = (simulations.simulation_for(request.user, programme, one) for one in sorted((pk, other)))
    if earlier.results is None or later.results is None:
        raise Http404("Not finished")
    comparison = simulation_comparisons.compare(earlier, later)
    shown = {"programme": programme, "earlier": earlier, "later": later, "comparison": comparison}
    return render(request, "payments/simulation_compare.html", shown)
