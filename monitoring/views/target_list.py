"""The targets as they stand: status, actual against expected, and how likely each is to be missed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring.forms.target_list import FilterForm
from monitoring.selectors import figures, pages
from stages.selectors import programmes

PAGE = 25


def target_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = FilterForm(request.GET)
    wanted = form.right()
    viewer = figures.audience(request.user, programme)
    found = pages.target_list(
        viewer, text=wanted.get("q", ""), status=wanted.get("status", ""), measure=wanted.get("measure", "")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = {"programme": programme, "page": page, "filter_form": form, "narrowed": any(wanted.values())}
    return render(request, "monitoring/target_list.html", shown | {"own_only": viewer.own is not None})
