"""One webhook: what it says, and every attempt to deliver it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk.forms import Form
from notifications.selectors import endpoints
from stages.actions import webhooks as webhooks_action
from stages.forms.attempts import attempt
from stages.selectors import webhooks


def webhook_delivery(request: SignedInRequest, pk: int, delivery: int) -> HttpResponse:
    endpoint = webhooks.find(request.user, pk)
    found = endpoints.delivery(endpoint, delivery)
    form = Form(request.POST if request.method == "POST" else None)
    given = {"endpoint": endpoint, "delivery": found, "by": request.user, "at": now()}
    if request.method == "POST" and attempt(form, webhooks_action.replay, **given):
        messages.success(request, "The webhook is sent again, with the same id.")
        return redirect("webhooks:webhook_delivery", pk, delivery)
    context = {
        "endpoint": endpoint, "delivery": found, "form": form, "label": endpoints.label(found.event.kind),
        "body": endpoints.written(found), "tries": endpoints.tries(found),
    }  # fmt: skip
    return render(request, "stages/webhook_delivery.html", context)
