"""One principle of design: what it says, where it comes from, why, and what looks after it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from knowledge.selectors import library


def principle_detail(request: HttpRequest, code: str) -> HttpResponse:
    principle = library.principle(code)
    context = {"principle": principle, "beside": library.beside(principle)}
    return render(request, "knowledge/principle_detail.html", context)
