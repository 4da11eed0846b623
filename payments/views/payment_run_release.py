"""Release a run to the bank."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from govuk.forms import Form
from payments import permissions
from payments.actions import payment_runs
from payments.selectors import run_pages, runs
from stages.selectors import programmes


def payment_run_release(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "payment.release", programme)
    run = runs.run_for(programme, number)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            payment_runs.release(run=run, by=request.user, at=now())
            messages.success(request, "The run is released. Fetch its file and send it to the bank.")
            return redirect("payments:payment_run_detail", slug, number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"programme": programme, "form": form, "shown": run_pages.page(run, request.user)}
    return render(request, "payments/payment_run_release.html", context)
