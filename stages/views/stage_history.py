"""What happened to one stage, as a timeline."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.domain import framework
from stages.selectors import programmes
from stages.selectors import stage_history as selector

PAGE = 25


def stage_history(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if stage not in framework.BY_NUMBER:
        raise Http404("There are seven stages")
    events = Paginator(selector.of(programme, request.user, stage=stage), PAGE).get_page(request.GET.get("page"))
    shown = {"programme": programme, "stage": framework.BY_NUMBER[stage], "events": events}
    return render(request, "stages/stage_history.html", shown)
