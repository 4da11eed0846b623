"""The runs of the monitor, and the button that asks for one now."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.selectors import figures, pages
from stages.selectors import programmes

PAGE = 25


def monitor_run_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    requests = pages.requests(programme)
    context = {
        "programme": programme,
        "page": Paginator(pages.runs(programme), PAGE).get_page(request.GET.get("page")),
        "requests": requests,
        "waiting": any(one.finished_at is None for one in requests),
        "may_run": permissions.can(request.user, "monitor.run", programme),
        "sees_digests": figures.audience(request.user, programme).sees_every_row,
    }
    return render(request, "monitoring/monitor_run_list.html", context)
