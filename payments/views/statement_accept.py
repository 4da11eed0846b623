"""The agent accepts the proposed statement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import statements
from payments.selectors import statements as selectors
from stages.selectors import programmes


@require_POST
def statement_accept(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.accept", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    try:
        statements.accept(statement=statement, by=request.user, at=now())
        messages.success(request, "You have accepted the statement. The principal can now sign it off.")
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("payments:statement_detail", slug, pk)
