"""Throw a draft away, after asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import versions
from contracts.models import ContractVersion
from contracts.views import editing


@editing.of_draft
def version_discard(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    programme = version.programme
    if request.method == "POST":
        try:
            versions.discard(version=version, by=request.user, at=now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(version)
        messages.success(request, f"The draft of version {version.number} is discarded.")
        return redirect("contracts:contract", slug=programme.slug)
    return render(request, "contracts/version_discard.html", {"programme": programme, "version": version})
