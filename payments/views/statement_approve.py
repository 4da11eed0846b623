"""Approve a statement for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from govuk.forms import Form
from payments import permissions
from payments.actions import statements
from payments.selectors import statement_pages
from payments.selectors import statements as selectors
from stages.selectors import programmes


def statement_approve(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.approve", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("total", "")
            statements.approve(statement=statement, by=request.user, at=now(), seen=seen)
            messages.success(request, "The statement is approved. Its lines and its total are fixed.")
            return redirect("payments:statement_detail", slug, pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    shown = statement_pages.page(statement, request.user)
    context = {"programme": programme, "form": form, "shown": shown, "today": localdate()}
    return render(request, "payments/statement_approve.html", context)
