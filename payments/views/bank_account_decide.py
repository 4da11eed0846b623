"""Confirm or refuse bank details that somebody else entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import bank_accounts
from payments.forms.payments import DecideAccountForm
from payments.selectors import bank
from stages.selectors import programmes


def bank_account_decide(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "bank.decide", programme)
    account = bank.account_for(request.user, programme, pk)
    form = DecideAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decision = bank_accounts.decide(account=account, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, f"{decision.get_kind_display()}: the details of {account.organisation}.")
            return redirect("payments:bank_account_list", slug)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"programme": programme, "form": form, "account": account}
    return render(request, "payments/bank_account_decide.html", context)
