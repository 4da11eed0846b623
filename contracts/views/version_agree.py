"""Agree a proposed version on behalf of a party."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from accounts.errors import Forbidden, Refused
from accounts.models import Organisation
from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import versions
from contracts.views import editing


def version_agree(request: SignedInRequest, slug: str, number: int, on_behalf_of: str, code: str) -> HttpResponse:
    version = editing.version_for(request.user, slug, number)
    if on_behalf_of not in permissions.PARTY_ROLES:
        raise Http404("No such party")
    party = get_object_or_404(Organisation, code=code, contract_parts__version=version)
    permissions.require_may_agree_for(request.user, version.programme, on_behalf_of, party)
    if request.method == "POST":
        read = request.POST.get("digest", "")
        try:
            versions.agree(
                version=version, on_behalf_of=on_behalf_of, organisation=party, by=request.user, at=now(), digest=read
            )
            messages.success(request, f"{party} agrees version {version.number}.")
        except Forbidden:
            raise
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect(version)
    return render(
        request, "contracts/version_agree.html", {"programme": version.programme, "version": version, "party": party}
    )
