"""Staff lent by other organisations, and the outcome that each works towards."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery.forms.key_workers import SearchForm
from delivery.selectors import access, key_workers
from stages.selectors import programmes

PAGE = 25


def secondment_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    rows = key_workers.secondments(request.user, programme, text)
    context = {
        "programme": programme,
        "filter_form": form,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "narrowed": bool(text),
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/secondment_list.html", context)
