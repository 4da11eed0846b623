"""The endpoints of webhooks of the organisations that the person acts for."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.selectors import webhooks

PAGE = 20


def webhook_list(request: SignedInRequest) -> HttpResponse:
    found = Paginator(webhooks.visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"endpoints": found, "may_make": bool(webhooks.choices(request.user))}
    return render(request, "stages/webhook_list.html", context)
