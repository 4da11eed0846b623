"""The tokens by which other systems speak to this one, of the organisations and programmes of the person."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages.selectors import tokens

PAGE = 20


def token_list(request: SignedInRequest) -> HttpResponse:
    at = now()
    page = Paginator(tokens.listed(request.user, at), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": tokens.rows(request.user, page, at),
        "may_make": tokens.to_hand_on(request.user).exists(),
    }
    return render(request, "stages/token_list.html", context)
