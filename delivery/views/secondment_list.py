"""Staff lent by other organisations, and the outcome that each works towards."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery.forms.key_workers import SearchForm
from delivery.selectors import access, key_workers
from delivery.selectors import contract as contracts
from stages.selectors import programmes

PAGE = 25


def secondment_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = SearchForm(request.GET)
    text = form.right().get("q", "")
    found = key_workers.secondments(request.user, programme, text)
    rows = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "filter_form": form,
        "rows": rows,
        "named": key_workers.with_outcomes(rows, contracts.of(programme)),
        "narrowed": bool(text),
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/secondment_list.html", context)
