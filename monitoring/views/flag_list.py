"""What the monitor flagged, period by period."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.forms.flag_list import FilterForm
from monitoring.selectors import figures, pages
from stages.selectors import programmes

PAGE = 25


def flag_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = FilterForm(request.GET)
    wanted = form.right()
    viewer = figures.audience(request.user, programme)
    found = pages.flags(
        viewer, text=wanted.get("q", ""), kind=wanted.get("kind", ""), severity=wanted.get("severity", "")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"programme": programme, "page": page, "filter_form": form, "narrowed": any(wanted.values())}
    context |= {"rows": pages.flag_rows(list(page), viewer), "viewer": viewer}
    context |= {"may_step": permissions.can(request.user, "intervention.step", programme)}
    return render(request, "monitoring/flag_list.html", context)
