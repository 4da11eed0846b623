"""Stage 1: one of the registers that are kept alike."""

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
    text = form.right().get("q", "")
    rows = analysis.rows(register.model, programme, text)
    context = {
        "programme": programme,
        "register": register,
        "filter_form": form,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "narrowed": bool(text),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/analysis_list.html", context)
