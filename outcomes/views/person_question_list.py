"""Questions about people who seem to be on the programme, or claimed for, more than once."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.forms.participants import PersonQuestionSearchForm
from outcomes.selectors import person_questions
from stages.selectors import programmes

PAGE = 25


def person_question_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    form = PersonQuestionSearchForm(request.GET)
    wanted = form.right()
    found = person_questions.of(programme, request.user, **wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = contracts.of(programme).outcome_names
    context = {
        "programme": programme,
        "filter_form": form,
        "narrowed": any(wanted.values()),
        "page": page,
        "rows": [(one, names.get(one.outcome, one.outcome), getattr(one, "answer", None)) for one in page],
    }
    return render(request, "outcomes/person_question_list.html", context)
