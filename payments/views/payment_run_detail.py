"""One payment run: what goes to whom, what failed, what it is made of, and what happened to it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments import permissions
from payments.selectors import run_pages, runs
from stages.selectors import programmes


def payment_run_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "payment.view", programme)
    shown = run_pages.page(runs.run_for(programme, number), request.user)
    return render(request, "payments/payment_run_detail.html", {"programme": programme, "shown": shown})
