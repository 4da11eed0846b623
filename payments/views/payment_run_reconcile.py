"""Close a run by what the bank took from the account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import payment_runs
from payments.forms.payments import ReconcileForm
from payments.selectors import run_pages, runs
from stages.selectors import programmes


def payment_run_reconcile(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "payment.answer", programme)
    run = runs.run_for(programme, number)
    form = ReconcileForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            payment_runs.reconcile(run=run, amount=form.cleaned_data["amount"], by=request.user, at=now())
            messages.success(request, "The run is reconciled: the bank took what it says that it paid.")
            return redirect("payments:payment_run_detail", slug, number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"programme": programme, "form": form, "shown": run_pages.page(run, request.user)}
    return render(request, "payments/payment_run_reconcile.html", context)
