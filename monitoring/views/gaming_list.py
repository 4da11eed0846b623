"""The questions about gaming that were asked."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.forms.gaming import FilterForm
from monitoring.selectors import gaming_questions
from stages.selectors import programmes

PAGE = 25


def gaming_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "gaming.view", programme)
    form = FilterForm(request.GET)
    wanted = form.right()
    found = gaming_questions.of(programme, request.user, text=wanted.get("q", ""), state=wanted.get("state", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = gaming_questions.subject_names(programme)
    context = {
        "programme": programme,
        "page": page,
        "rows": [(question, gaming_questions.subject_in_words(names, question.subject)) for question in page],
        "filter_form": form,
        "narrowed": any(wanted.values()),
    }
    return render(request, "monitoring/gaming_list.html", context)
