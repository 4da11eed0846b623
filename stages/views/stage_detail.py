"""One stage: its task list, what its gate says, and the history of its visits."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.requests import SignedInRequest
from stages.domain import framework
from stages.selectors import alerts, panels, programmes, stage_pages


def stage_detail(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if stage not in framework.BY_NUMBER:
        raise Http404("There are seven stages")
    today = timezone.localdate()
    page = stage_pages.stage_page(programme, stage, request.user, today)
    context = {"programme": programme, "page": page, "panels": panels.of_stage(programme, stage, request.user)}
    context["alerts"] = alerts.of_programme(programme, today) if stage == 1 else []
    return render(request, "stages/stage_detail.html", context)
