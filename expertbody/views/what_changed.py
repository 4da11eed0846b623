"""What changed because of what people said, in plain words, for those who use the service."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from expertbody.selectors import voices
from stages.selectors import programmes

PAGE = 15


def what_changed(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    page = Paginator(voices.changed(programme), PAGE).get_page(request.GET.get("page"))
    every, answered = voices.counts(programme)
    context = {
        "programme": programme,
        "page": page,
        "voices": voices.heard(page),
        "every": every,
        "answered": answered,
        "unanswered": every - answered,
    }
    return render(request, "expertbody/what_changed.html", context)
