"""The files that somebody asked for in a programme: being made, ready, failed with the reason, removed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.selectors import exports, programmes

PAGE = 20


def export_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    page = Paginator(exports.own(request.user, programme), PAGE).get_page(request.GET.get("page"))
    rows = exports.rows(page)
    context = {
        "programme": programme,
        "page": page,
        "rows": rows,
        "is_at_work": any(not row.export.is_finished for row in rows),
    }
    return render(request, "stages/export_list.html", context)
