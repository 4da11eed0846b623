"""Answer the query on a statement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import statements
from payments.forms.statements import AnswerForm
from payments.selectors import statements as selectors
from stages.selectors import programmes


def statement_answer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.answer", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            statements.answer(statement=statement, text=form.cleaned_data["text"], by=request.user, at=now())
            messages.success(request, "The answer is sent.")
            return redirect("payments:statement_detail", slug, pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    last = statement.events.order_by("pk").last()
    context = {"programme": programme, "form": form, "statement": statement, "last": last}
    return render(request, "payments/statement_answer.html", context)
