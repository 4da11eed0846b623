"""Sign a statement off; the last sign-off that it needs approves it for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import statements
from payments.forms.statements import ApproveForm
from payments.selectors import statement_pages, statement_steps
from payments.selectors import statements as selectors
from stages.selectors import programmes


def statement_approve(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "statement.approve", programme)
    statement = selectors.statement_for(request.user, programme, pk)
    asked = selectors.open_queries(statement).exists()
    form = ApproveForm(request.POST if request.method == "POST" else None, asked=asked)
    if request.method == "POST" and form.is_valid():
        try:
            seen = {"seen": request.POST.get("total", ""), **form.cleaned_data}
            signed = statements.approve(statement=statement, by=request.user, at=now(), **seen)
            messages.success(request, selectors.signed_in_words(signed))
            return redirect("payments:statement_detail", slug, pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    steps = statement_steps.of(statement, request.user, localdate())
    shown = statement_pages.page(statement, request.user)
    context = {"programme": programme, "form": form, "shown": shown, "steps": steps, "today": localdate()}
    return render(request, "payments/statement_approve.html", context)
