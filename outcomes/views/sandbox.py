"""The sandbox of a programme: where agents try their systems."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from outcomes.actions import sandboxes as actions
from outcomes.selectors import sandboxes
from stages import permissions
from stages.selectors import programmes


def sandbox(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if request.method == "POST":
        try:
            made = actions.make(programme=programme, by=request.user, at=now())
            messages.success(request, "The sandbox is ready. Everybody has the role there that they have here.")
            return redirect("dashboards:programme_detail", made.slug)
        except Forbidden:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = {
        "programme": programme,
        "found": sandboxes.of(programme),
        "may_make": permissions.can(request.user, "sandbox.make", programme) and not programme.is_sandbox,
    }
    return render(request, "outcomes/sandbox.html", context)
