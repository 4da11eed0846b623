"""One statement: where it stands, its lines and total, who pays which part, its queries, and what happened to it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from payments import permissions
from payments.selectors import statement_pages, statement_payments, statement_steps, statements
from stages.selectors import programmes


def statement_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    statement = statements.statement_for(request.user, programme, pk)
    context = {
        "programme": programme,
        "shown": statement_pages.page(statement, request.user),
        "parts": statement_payments.of(statement, request.user),
        "may_see_runs": permissions.can(request.user, "payment.view", programme),
        "steps": statement_steps.of(statement, request.user, localdate()),
    }
    return render(request, "payments/statement_detail.html", context)
