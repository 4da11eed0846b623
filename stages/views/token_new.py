"""Make a token. Its text is on the answer to this form alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import tokens as tokens_action
from stages.forms.tokens import TokenForm
from stages.selectors import tokens


@never_cache
def token_new(request: SignedInRequest) -> HttpResponse:
    held = tokens.to_hand_on(request.user)
    if not held.exists():
        permissions.refuse("You hold no role that a token can have. Ask a commissioner for the role you need.")
    form = TokenForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            token, text = tokens_action.make(by=request.user, at=now(), **form.given)
            return render(request, "stages/token_shown.html", {"token": token, "text": text})
        except Forbidden:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "stages/token_new.html", {"form": form})
