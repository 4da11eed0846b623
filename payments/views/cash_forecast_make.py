"""Make the cash forecast again, from what is known now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from payments.actions import requests
from stages.selectors import programmes


@require_POST
def cash_forecast_make(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    messages.success(request, requests.forecast_now(programme=programme, by=request.user, at=now()))
    return redirect("payments:cash_forecast", slug=programme.slug)
