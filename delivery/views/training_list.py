"""Training and mentoring of the workforce, partners' staff included, and how much of it is covered."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery.forms.key_workers import SearchForm
from delivery.selectors import access, counted, plans
from stages.selectors import programmes

PAGE = 25


def training_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = SearchForm(request.GET)
    text = form.right().get("q", "")
    rows = plans.trainings(request.user, programme, text)
    context = {
        "programme": programme,
        "filter_form": form,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "narrowed": bool(text),
        "coverage": plans.coverage(programme, localdate(), counted.agents_of(request.user, programme)),
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/training_list.html", context)
