"""The contract of a programme: its versions, and who has agreed what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from contracts.selectors import overview
from stages.selectors import programmes


def contract(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    page = overview.of(programme, request.user, localdate())
    return render(request, "contracts/contract.html", {"programme": programme, "page": page})
