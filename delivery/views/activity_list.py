"""The activity log, searched; and contact for each participant by segment."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.forms.activity import ActivitySearchForm
from delivery.selectors import access, activity, keyset
from stages.selectors import programmes


def activity_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "activity.view", programme)
    form = ActivitySearchForm(request.GET)
    given = form.right()
    cursor = keyset.parse(request.GET.get("from", ""))
    context = {
        "programme": programme,
        "filter_form": form,
        "page": activity.search(request.user, programme, activity.Wanted(**given), cursor),
        "narrowed": any(given.values()),
        "access": access.access(programme, request.user),
    }
    return render(request, "delivery/activity_list.html", context)
