"""Take in the bank's response to a run."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import bank_responses
from payments.forms.payments import ResponseForm
from payments.selectors import run_pages, runs
from stages.selectors import programmes


def payment_response(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "payment.answer", programme)
    run = runs.run_for(programme, number)
    form = ResponseForm(request.POST, request.FILES) if request.method == "POST" else ResponseForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            given = {"filename": file.name, "content": file.read()}
            response = bank_responses.receive(run=run, by=request.user, at=now(), **given)
            messages.success(request, f"The response is taken. {run_pages.response_in_words(response)}.")
            return redirect("payments:payment_run_detail", slug, number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "payments/payment_response.html", {"programme": programme, "form": form, "run": run})
