"""Put a new token in the place of one, which opens for a week more."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from govuk.forms import Form
from stages.actions import tokens as tokens_action
from stages.selectors import tokens


@never_cache
def token_rotate(request: SignedInRequest, pk: int) -> HttpResponse:
    token = tokens.find(request.user, pk)
    tokens.require_all_of(request.user, token)
    form = Form(request.POST or None)
    if request.method == "POST":
        try:
            made, text = tokens_action.rotate(token=token, by=request.user, at=now())
            return render(request, "stages/token_shown.html", {"token": made, "text": text})
        except Forbidden:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"token": token, "form": form, "old_until": tokens.ends_once_rotated(token, now())}
    return render(request, "stages/token_rotate.html", context)
