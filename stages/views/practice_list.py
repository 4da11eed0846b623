"""Stage 1: examples of good and bad practice elsewhere."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.forms.registers import PracticeFilterForm
from stages.selectors import access, programmes, registers

PAGE = 20


def practice_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = PracticeFilterForm(request.GET)
    asked = form.right()
    entries = registers.practice(programme, asked.get("q", ""), asked.get("kind", ""))
    context = {
        "programme": programme,
        "filter_form": form,
        "entries": Paginator(entries, PAGE).get_page(request.GET.get("page")),
        "narrowed": any(asked.values()),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/practice_list.html", context)
