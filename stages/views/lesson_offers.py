"""Stage 1: what the library offers for this programme, with why, and what was made of it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.selectors import access, lessons, programmes


def lesson_offers(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    context = {
        "programme": programme,
        "page": lessons.offered(programme),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/lesson_offers.html", context)
