"""Outcomes that look earned and were not claimed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery.selectors import participants
from outcomes import permissions
from outcomes.forms.registers import UnclaimedSearchForm
from outcomes.selectors import unclaimed
from stages.selectors import programmes


def unclaimed_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    form = UnclaimedSearchForm(request.GET, agents=participants.agents(request.user, programme))
    given = form.right()
    page = unclaimed.page(programme, request.user, given.get("agent", ""), localdate(), given.get("page") or 1)
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "may_claim": permissions.can(request.user, "submission.send", programme),
        "newer": page.number - 1,
        "older": page.number + 1 if page.has_more else 0,
    }
    return render(request, "outcomes/unclaimed_list.html", context)
