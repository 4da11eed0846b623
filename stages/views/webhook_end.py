"""End an endpoint, after asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk.forms import Form
from stages.actions import webhooks as webhooks_action
from stages.forms.attempts import attempt
from stages.selectors import webhooks


def webhook_end(request: SignedInRequest, pk: int) -> HttpResponse:
    endpoint = webhooks.find(request.user, pk)
    form = Form(request.POST if request.method == "POST" else None)
    given = {"endpoint": endpoint, "by": request.user, "at": now()}
    if request.method == "POST" and attempt(form, webhooks_action.end, **given):
        messages.success(request, f"The endpoint {endpoint} is ended. Nothing is sent to it any more.")
        return redirect("webhooks:webhook_list")
    return render(request, "stages/webhook_end.html", {"endpoint": endpoint, "form": form})
