"""The button that prices a programme now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from payments.actions import requests
from stages.selectors import programmes


@require_POST
def price_now(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    done = requests.price_now(programme=programme, by=request.user, at=now())
    messages.success(request, requests.in_words(done))
    return redirect("payments:statement_list", slug)
