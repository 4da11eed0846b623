"""Set up an endpoint. Its secret is on the answer to this form alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import webhooks as webhooks_action
from stages.forms.webhooks import EndpointForm
from stages.selectors import webhooks


@never_cache
def webhook_new(request: SignedInRequest) -> HttpResponse:
    choices = webhooks.choices(request.user)
    if not choices:
        permissions.refuse("Commissioners, principals and agents set up webhooks for their organisation. Ask one.")
    form = EndpointForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = webhooks_action.make(by=request.user, at=now(), **form.given)
            return render(request, "stages/webhook_shown.html", {"endpoint": endpoint, "secret": secret})
        except Forbidden as forbidden:
            form.add_error("programmes", str(forbidden))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "stages/webhook_new.html", {"form": form})
