"""To what the linter says of the version that is being made, or else of the last agreed one."""

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import SignedInRequest
from contracts.selectors import linting
from stages.selectors import programmes


def remarks(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    version = linting.concerned(programme)
    if version is None:
        return redirect("contracts:contract", slug=slug)
    return redirect("contracts:version_lint", slug=slug, number=version.number)
