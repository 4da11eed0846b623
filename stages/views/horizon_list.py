"""Stage 1: what is on the horizon."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from stages.forms.registers import HorizonFilterForm
from stages.selectors import access, horizon, programmes

PAGE = 20


def horizon_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = HorizonFilterForm(request.GET)
    asked = form.right()
    found = horizon.entries(programme, asked.get("q", ""), asked.get("kind", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "filter_form": form,
        "entries": page,
        "items": [horizon.item(entry, localdate()) for entry in page],
        "narrowed": any(asked.values()),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/horizon_list.html", context)
