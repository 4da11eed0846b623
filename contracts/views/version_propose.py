"""Put a draft to the parties and the Expert Body."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import versions
from contracts.models import ContractVersion
from contracts.selectors import agreements, gates, places, proposals
from contracts.views import editing


@editing.of_draft
def version_propose(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        try:
            versions.propose(version=version, by=request.user, at=now())
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"Version {version.number} is proposed. The parties can now agree it.")
            return redirect(version)
    shown = {
        "programme": version.programme,
        "version": version,
        "refused": refused,
        "to_do": places.to_do(proposals.problems(version)),
        "lacking": gates.lacking(version.programme, localdate()),
        "signing": agreements.signatories(version),
    }
    return render(request, "contracts/version_propose.html", shown)
