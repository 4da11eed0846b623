"""What is likely to be paid in the months to come, to whom."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from payments import permissions
from payments.selectors import forecasts
from stages.selectors import programmes


def cash_forecast(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "forecast.view", programme)
    context = {
        "programme": programme,
        "page": forecasts.page(request.user, programme),
        "may_make": permissions.can(request.user, "statement.price", programme),
    }
    return render(request, "payments/cash_forecast.html", context)
