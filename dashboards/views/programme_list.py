"""The person's programmes, with search, filters and pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from dashboards.forms.programme_list import FilterForm
from dashboards.selectors import programme_list as programmes
from dashboards.selectors import viewer
from stages import permissions


def programme_list(request: SignedInRequest) -> HttpResponse:
    looking = viewer.look(request.user, localdate())
    form = FilterForm(request.GET, agents=programmes.agents(looking))
    given = form.right()
    wanted = programmes.Wanted(given.get("q", ""), given.get("stage"), given.get("agent", ""), given.get("status", ""))
    context = {
        "filter_form": form,
        "listed": programmes.listed(looking, wanted, request.GET.get("page")),
        "narrowed": wanted.anything,
        "compared": given.get("view") == "table",
        "may_start": permissions.may_start_programmes(request.user),
    }
    return render(request, "dashboards/programme_list.html", context)
