"""Pause an endpoint, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages.actions import webhooks as webhooks_action
from stages.forms.attempts import attempt
from stages.forms.webhooks import PauseEndpointForm
from stages.selectors import webhooks


def webhook_pause(request: SignedInRequest, pk: int) -> HttpResponse:
    endpoint = webhooks.find(request.user, pk)
    form = PauseEndpointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"endpoint": endpoint, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, webhooks_action.pause, **given):
            messages.success(request, "The endpoint is paused. What happens meanwhile waits for it.")
            return redirect("webhooks:webhook_detail", pk)
    return render(request, "stages/webhook_pause.html", {"endpoint": endpoint, "form": form})
