"""The agreement tests: every definition, and how far it has been tried."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from contracts.selectors import agreement_tests
from stages.selectors import programmes


def agreement_test_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    page = agreement_tests.list_page(programme, request.user)
    return render(request, "contracts/agreement_test_list.html", {"programme": programme, "page": page})
