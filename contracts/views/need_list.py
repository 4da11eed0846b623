"""The outcomes that the contract pays for, each with the stakeholders who need it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from contracts.selectors import needs
from stages.selectors import programmes


def need_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    page = needs.page(programme, request.user)
    return render(request, "contracts/need_list.html", {"programme": programme, "page": page})
