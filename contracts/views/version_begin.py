"""Begin a draft of the contract."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from contracts.actions import versions
from stages.selectors import programmes


@require_POST
def version_begin(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    try:
        version = versions.begin(programme=programme, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("contracts:contract", slug=programme.slug)
    messages.success(request, f"Version {version.number} is begun as a draft.")
    return redirect(version)
