"""The tokens by which other systems speak to this one, of the organisations and programmes of the person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages.selectors import tokens


def token_list(request: SignedInRequest) -> HttpResponse:
    context = {"rows": tokens.rows(request.user, now()), "may_make": tokens.to_hand_on(request.user).exists()}
    return render(request, "stages/token_list.html", context)
