"""Give an endpoint a new secret, which is on the answer to this form alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from govuk.forms import Form
from stages.actions import webhooks as webhooks_action
from stages.selectors import webhooks


@never_cache
def webhook_secret(request: SignedInRequest, pk: int) -> HttpResponse:
    endpoint = webhooks.find(request.user, pk)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            secret = webhooks_action.change_secret(endpoint=endpoint, by=request.user, at=now())
            context = {"endpoint": endpoint, "secret": secret, "is_changed": True}
            return render(request, "stages/webhook_shown.html", context)
        except Forbidden:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "stages/webhook_secret.html", {"endpoint": endpoint, "form": form})
