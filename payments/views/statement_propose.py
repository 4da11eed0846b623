"""Propose a statement to the agent: this is what we will pay."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import statements
from payments.forms.statements import ProposeForm
from payments.selectors import statement_pages
from payments.selectors import statements as selectors
from stages.selectors import programmes

DAYS = 10


def statement_propose(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.propose", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    initial = {"due_on": localdate() + timedelta(days=DAYS)}
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("total", "")
            statements.propose(statement=statement, by=request.user, at=now(), seen=seen, **form.cleaned_data)
            messages.success(request, "The statement is proposed. The agent accepts it or asks about it.")
            return redirect("payments:statement_detail", slug, pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    shown = statement_pages.page(statement, request.user)
    context = {"programme": programme, "form": form, "shown": shown, "today": localdate()}
    return render(request, "payments/statement_propose.html", context)
