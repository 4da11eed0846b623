"""End a token at once, after asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk.forms import Form
from stages.actions import tokens as tokens_action
from stages.forms.attempts import attempt
from stages.selectors import tokens


def token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    token = tokens.find(request.user, pk)
    form = Form(request.POST or None)
    given = {"token": token, "by": request.user, "at": now()}
    if request.method == "POST" and attempt(form, tokens_action.revoke, **given):
        messages.success(request, f"The token {token} is revoked. It opens nothing any more.")
        return redirect("tokens:token_list")
    return render(request, "stages/token_revoke.html", {"token": token, "form": form})
