"""One period: its window, its closing, the exceptions, and everything that changed after it was closed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import period_changes, periods
from stages.selectors import programmes

PAGE = 25


def period_detail(request: SignedInRequest, slug: str, period: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "period.view", programme)
    found = periods.find(programme, period)
    shown = periods.shown(request.user, programme, [found], localdate())[0]
    may_see_rows = permissions.can(request.user, "rows.view", programme)
    page = None
    if shown.closing and may_see_rows:
        changes = period_changes.changes(request.user, found, shown.closing)
        page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme, "shown": shown, "page": page, "may_see_rows": may_see_rows,
        "changes": [period_changes.as_change(row) for row in page or []],
        "may_manage": permissions.can(request.user, "period.manage", programme),
    }  # fmt: skip
    return render(request, "outcomes/period_detail.html", context)
