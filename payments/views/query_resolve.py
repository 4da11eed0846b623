"""Say that one's own query on a statement is resolved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import queries
from payments.selectors import queries as query_selectors
from payments.selectors import statements as selectors
from stages.selectors import programmes


@require_POST
def query_resolve(request: SignedInRequest, slug: str, pk: int, query: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.query", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    thread = query_selectors.query_for(statement, query)
    try:
        queries.resolve(query=thread.query, by=request.user, at=now())
        messages.success(request, "The query is resolved.")
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("payments:statement_detail", slug, pk)
