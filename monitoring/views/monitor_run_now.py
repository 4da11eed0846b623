"""Ask for the monitor to run now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from monitoring.actions import requests
from stages.selectors import programmes


@require_POST
def monitor_run_now(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    now = timezone.now()
    try:
        requests.ask(programme=programme, as_of=timezone.localdate(now), by=request.user, at=now)
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The monitor was asked to run. Its result will appear below.")
    return redirect("monitoring:monitor_run_list", slug)
