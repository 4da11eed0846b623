"""Stage 1: one of the registers that are kept alike."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.forms.analysis import REGISTERS, AnalysisFilterForm
from stages.selectors import access, analysis, programmes

PAGE = 20


def analysis_list(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    register = REGISTERS[code]
    form = AnalysisFilterForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": ""}
    rows = analysis.rows(register.model, programme, asked["q"])
    context = {
        "programme": programme,
        "register": register,
        "filter_form": form,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "narrowed": any(asked.values()),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/analysis_list.html", context)
