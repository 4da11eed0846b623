"""The payment file of a released run, as CSV or XML."""

from django.http import HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import payment_files
from payments.selectors import runs
from stages.selectors import programmes

TYPES = {"csv": "text/csv; charset=utf-8", "xml": "application/xml"}


def payment_file(request: SignedInRequest, slug: str, number: int, form: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "payment.view", programme)
    run = runs.run_for(programme, number)
    content = payment_files.fetch(run=run, form=form, by=request.user, at=now())
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="payments-{slug}-{number}.{form}"'
    return response
