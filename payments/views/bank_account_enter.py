"""Enter bank details of an organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import bank_accounts
from payments.forms.payments import BankAccountForm
from payments.selectors import bank
from stages.selectors import programmes


def bank_account_enter(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "bank.enter", programme)
    organisation = bank.organisation_for(request.user, programme, code)
    form = BankAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            bank_accounts.enter(
                programme=programme, organisation=organisation, by=request.user, at=now(), **form.cleaned_data
            )
            messages.success(request, "The details are entered. They count once a second person has confirmed them.")
            return redirect("payments:bank_account_list", slug)
        except bank_accounts.BankAccountRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
    context = {"programme": programme, "form": form, "organisation": organisation}
    return render(request, "payments/bank_account_enter.html", context)
