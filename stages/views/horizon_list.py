"""Stage 1: what is on the horizon."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.forms.registers import HorizonFilterForm
from stages.selectors import access, programmes, registers

PAGE = 20


def horizon_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = HorizonFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    entries = registers.horizon(programme, asked["q"], asked["kind"])
    context = {
        "programme": programme,
        "filter_form": form,
        "entries": Paginator(entries, PAGE).get_page(request.GET.get("page")),
        "narrowed": any(asked.values()),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/horizon_list.html", context)
