"""One registered comparison: what was settled in advance, the verdicts, and what they rest on."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from monitoring.domain import verdicts
from monitoring.selectors import figures, verdict_change, verdict_pages, verdict_panel
from stages.selectors import programmes


def verdict_detail(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    questions = verdict_pages.questions(figures.audience(request.user, programme))
    question = next((one for one in questions if one.asked.comparison.code == code), None)
    if question is None:
        raise Http404("No such comparison")
    context = {
        "programme": programme,
        "question": question,
        "chart": verdict_pages.chart(question),
        "change": verdict_change.of(question.latest),
        "panel": verdict_panel.of(question.latest),
        "awaited": verdict_panel.awaited(programme, question.asked, localdate()),
        "number": len(questions),
        "apart": verdicts.APART,
    }
    return render(request, "monitoring/verdict_detail.html", context)
