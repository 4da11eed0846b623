"""Gather what is due into a run for each payer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from payments import permissions
from payments.actions import payment_runs
from stages.selectors import programmes


@require_POST
def payment_run_make(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "payment.make", programme)
    try:
        made = payment_runs.make(programme=programme, by=request.user, at=now())
        many = "One run is" if len(made) == 1 else f"{len(made)} runs are"
        messages.success(request, f"{many} made. Somebody who signed none of the statements releases each.")
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("payments:payment_run_list", slug)
