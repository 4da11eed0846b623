"""Stage 1: who tried something like this before."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.forms.comparators import ComparatorSearchForm
from monitoring.selectors import comparator_beside, comparators
from stages.selectors import access, programmes

PAGE = 25


def comparator_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "comparator.view", programme)
    form = ComparatorSearchForm(request.GET)
    asked = form.right()
    page = Paginator(comparators.search(programme, **asked), PAGE).get_page(request.GET.get("page"))
    shown = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "rows": comparators.rows(page),
        "narrowed": bool(asked.get("q")) or asked.get("state") == comparators.REMOVED,
        "beside": comparator_beside.lines(programme),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "monitoring/comparator_list.html", shown)
