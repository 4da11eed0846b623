"""What happened to the seven stages of a programme, as a timeline."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages.selectors import programmes, stage_history
from stages.views.stage_history import PAGE


def programme_history(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    events = Paginator(stage_history.of(programme, request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "stages/programme_history.html", {"programme": programme, "events": events})
