"""What an agent is paid in a run, as a tagged PDF."""

from django.http import HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk import reports
from payments.selectors import remittance, runs
from stages.selectors import programmes


def remittance_pdf(request: SignedInRequest, slug: str, number: int, agent: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    run = runs.run_for(programme, number)
    payee, released = remittance.payee_for(request.user, run, agent)
    report = remittance.report(run, payee, released, now())
    return reports.response(report, filename=f"remittance-{number}-{agent}.pdf")
