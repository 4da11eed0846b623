"""One statement: its lines, its total, who pays which part, and what happened to it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments.selectors import statement_pages, statements
from stages.selectors import programmes


def statement_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    statement = statements.statement_for(request.user, programme, pk)
    context = {"programme": programme, "shown": statement_pages.page(statement, request.user)}
    return render(request, "payments/statement_detail.html", context)
