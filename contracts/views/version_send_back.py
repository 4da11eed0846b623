"""Send a proposed version back to drafting, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import versions
from contracts.forms.versions import ReasonForm
from contracts.views import editing


def version_send_back(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = editing.version_for(request.user, slug, number)
    permissions.require(request.user, "contract.send_back", version.programme)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            versions.send_back(subject=version, by=request.user, at=now(), rationale=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Version {version.number} is a draft again.")
            return redirect(version)
    shown = {"programme": version.programme, "version": version, "form": form}
    return render(request, "contracts/version_send_back.html", shown)
