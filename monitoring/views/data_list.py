"""Open data of a programme: what can be downloaded, and whether the programme is published."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.selectors import downloads, publications
from stages.selectors import programmes


def data_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "data.view", programme)
    history = publications.history(programme)
    context = {
        "programme": programme,
        "offers": downloads.OFFERS,
        "history": history,
        "is_public": bool(history) and history[0].is_public,
        "may_decide": permissions.can(request.user, "publication.decide", programme),
    }
    return render(request, "monitoring/data_list.html", context)
