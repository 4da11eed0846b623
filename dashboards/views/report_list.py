"""The reports of a programme: those that were made, those that are being made, and when the next one is."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from dashboards import permissions
from dashboards.forms.reports import FilterForm
from dashboards.selectors import reports
from monitoring.selectors import figures
from stages.selectors import programmes

PAGE = 25


def report_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = FilterForm(request.GET)
    kind = form.right().get("kind", "")
    found = reports.listed(figures.audience(request.user, programme), kind)
    may_make_pack = permissions.can(request.user, "report.make_pack", programme)
    context = {
        "programme": programme,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "filter_form": form,
        "narrowed": bool(kind),
        "plan": reports.plan(programme),
        "meetings": reports.meetings_ahead(programme) if may_make_pack else [],
        "may_plan": permissions.can(request.user, "report.plan", programme),
    }
    return render(request, "dashboards/report_list.html", context)
