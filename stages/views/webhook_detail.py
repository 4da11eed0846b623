"""One endpoint: what it is told, how it stands, and the log of what was sent to it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from notifications.models import Endpoint
from notifications.selectors import endpoints
from stages.actions import webhooks as webhooks_action
from stages.forms.webhooks import DeliveryFilterForm
from stages.selectors import webhooks

PAGE = 25


def webhook_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    endpoint = webhooks.find(request.user, pk)
    if request.method == "POST":
        _carry_out(request, endpoint)
        return redirect("webhooks:webhook_detail", pk)
    form = DeliveryFilterForm(request.GET)
    asked = form.right()
    found = Paginator(endpoints.log(endpoint, **asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "endpoint": endpoint,
        "programmes": webhooks.names_of(endpoint),
        "kinds": endpoints.labels(endpoint.kinds),
        "filter_form": form,
        "deliveries": found,
        "labels": {one.event.kind: endpoints.label(one.event.kind) for one in found},
        "narrowed": any(asked.values()),
    }
    return render(request, "stages/webhook_detail.html", context)


def _carry_out(request: SignedInRequest, endpoint: Endpoint) -> None:
    """What the buttons of the page do."""
    given: dict[str, Any] = {"endpoint": endpoint, "by": request.user, "at": now()}
    try:
        if request.POST.get("do") == "test":
            webhooks_action.test(**given)
            messages.success(request, "A test is on its way. The log shows within seconds what came back.")
        elif request.POST.get("do") == "replay":
            count = webhooks_action.replay(**given)
            when = ", once it is resumed" if endpoint.paused_at else ""
            messages.success(request, f"{count:,} webhook{'s are' if count > 1 else ' is'} sent again{when}.")
        elif request.POST.get("do") == "resume":
            webhooks_action.resume(**given)
            messages.success(request, "The endpoint is told again what happens, first what has waited.")
    except Forbidden:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
