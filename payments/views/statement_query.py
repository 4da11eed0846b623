"""Ask about a statement or a line of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import queries
from payments.forms.statements import QueryForm
from payments.selectors import queries as query_selectors
from payments.selectors import statements as selectors
from stages.selectors import programmes


def statement_query(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.query", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    lines = query_selectors.line_choices(statement, request.user)
    initial = {"line": request.GET.get("line", "")}
    form = QueryForm(request.POST if request.method == "POST" else None, lines=lines, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            queries.ask(statement=statement, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, "The query is sent. The statement waits until you say that it is resolved.")
            return redirect("payments:statement_detail", slug, pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "payments/statement_query.html", {"programme": programme, "form": form, "statement": statement}
    )
