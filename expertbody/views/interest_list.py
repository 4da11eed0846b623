"""The standing register of interests."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.selectors import meetings as meetings_selector
from expertbody.selectors import seats
from stages.selectors import programmes

PAGE = 50


def interest_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    found = meetings_selector.register(programme)
    context = {
        "programme": programme,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "without": meetings_selector.without_entry(programme, found, localdate()),
        "may_declare": seats.held_by(request.user, programme, localdate()) is not None,
    }
    return render(request, "expertbody/interest_list.html", context)
