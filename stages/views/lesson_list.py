"""Stage 7: the lessons of this programme that are kept for the next."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.selectors import access, learned, lessons, programmes

PAGE = 20


def lesson_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    context = {
        "programme": programme,
        "kept": Paginator(lessons.kept(programme), PAGE).get_page(request.GET.get("page")),
        "untold": learned.without_lesson(programme),
        "access": access.access(programme, 7, request.user),
    }
    return render(request, "stages/lesson_list.html", context)
