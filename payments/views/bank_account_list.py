"""Where the organisations of a programme are paid, or pay from: masked, with what waits for a second person."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments import permissions
from payments.selectors import bank
from stages.selectors import programmes


def bank_account_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "bank.view", programme)
    held = bank.held(programme, request.user)
    return render(request, "payments/bank_account_list.html", {"programme": programme, "held": held})
