"""The periods: from when to when their rows are taken, and which are closed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import periods
from stages.selectors import programmes

PAGE = 25


def period_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "period.view", programme)
    page = Paginator(periods.every(programme), PAGE).get_page(request.GET.get("page"))
    rows = periods.shown(request.user, programme, page, localdate())
    may_manage = permissions.can(request.user, "period.manage", programme)
    context = {
        "programme": programme, "page": page, "rows": rows, "may_manage": may_manage,
        "without_window": may_manage and any(row.state == periods.RUNNING for row in rows),
        "may_see_rows": permissions.can(request.user, "rows.view", programme),
    }  # fmt: skip
    return render(request, "outcomes/period_list.html", context)
