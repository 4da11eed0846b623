"""What the monitor flagged, each matter once."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.forms.flag_list import FilterForm
from monitoring.selectors import figures, matters
from stages.selectors import programmes

PAGE = 25


def flag_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = FilterForm(request.GET)
    wanted = form.right()
    viewer = figures.audience(request.user, programme)
    found = matters.listed(
        viewer, text=wanted.get("q", ""), kind=wanted.get("kind", ""), severity=wanted.get("severity", "")
    )
    page = Paginator(found.matters, PAGE).get_page(request.GET.get("page"))
    rows = found.rows(list(page))
    context = {"programme": programme, "page": page, "filter_form": form, "narrowed": any(wanted.values())}
    context |= {"rows": rows, "viewer": viewer, "latest": found.latest}
    context |= {"standing": [one for one in rows if one.matter.stands]}
    context |= {"gone": [one for one in rows if not one.matter.stands]}
    context |= {"may_step": permissions.can(request.user, "intervention.step", programme)}
    return render(request, "monitoring/flag_list.html", context)
