"""A query as a thread: what was asked and answered; answer it, or ask further."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import queries
from payments.forms.statements import AnswerForm
from payments.selectors import queries as query_selectors
from payments.selectors import statements as selectors
from stages.selectors import programmes


def statement_answer(request: SignedInRequest, slug: str, pk: int, query: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.query", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    thread = query_selectors.query_for(statement, query)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            queries.answer(query=thread.query, text=form.cleaned_data["text"], by=request.user, at=now())
            messages.success(request, "What you wrote is sent.")
            return redirect("payments:statement_detail", slug, pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    may_answer = query_selectors.may_answer(request.user, thread)
    context = {"programme": programme, "form": form, "statement": statement, "thread": thread, "may_answer": may_answer}
    return render(request, "payments/statement_answer.html", context)
