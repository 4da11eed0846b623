"""A finished simulation as a tagged PDF."""

from django.http import Http404, HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk import reports
from payments.selectors import simulation_report, simulations
from stages.selectors import programmes


def simulation_pdf(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    simulation = simulations.simulation_for(request.user, programme, pk)
    if simulation.results is None:
        raise Http404("Not finished")
    report = simulation_report.report(simulation, request.GET.get("scenario", ""), now())
    return reports.response(report, filename=f"simulation-{simulation.pk}.pdf")
