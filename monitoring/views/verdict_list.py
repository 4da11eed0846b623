"""Whether the programme made a difference: the answers to what was registered in advance."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring.domain import verdicts
from monitoring.selectors import figures, verdict_pages
from stages.selectors import programmes


def verdict_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    questions = verdict_pages.questions(figures.audience(request.user, programme))
    context = {
        "programme": programme,
        "questions": questions,
        "answered": sum(1 for one in questions if one.latest),
        "together": verdict_pages.together(questions),
        "apart": verdicts.APART,
    }
    return render(request, "monitoring/verdict_list.html", context)
