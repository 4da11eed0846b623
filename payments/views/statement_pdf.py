"""A statement as a tagged PDF."""

from django.http import HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk import reports
from payments.selectors import statement_report, statements
from stages.selectors import programmes


def statement_pdf(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    statement = statements.statement_for(request.user, programme, pk)
    report = statement_report.report(statement, request.user, now())
    return reports.response(report, filename=f"statement-{statement.period.code}-{statement.agent.code}.pdf")
