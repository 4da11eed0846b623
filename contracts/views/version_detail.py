"""One version of the contract: outcomes, prices, targets, parties, and who agrees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from contracts.selectors import overview, version_page
from contracts.views import editing


def version_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = editing.version_for(request.user, slug, number)
    page = version_page.of(version, request.user, localdate())
    shown = {"programme": version.programme, "page": page, "colour": overview.COLOURS[page.state]}
    return render(request, "contracts/version_detail.html", shown)
