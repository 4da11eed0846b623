"""What the linter says of a version."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from contracts.selectors import linting
from contracts.views import editing


def version_lint(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = editing.version_for(request.user, slug, number)
    shown = {"programme": version.programme, "version": version, "page": linting.page(version, request.user)}
    return render(request, "contracts/version_lint.html", shown)
