"""Stages 2 and 3: the candidates, their ranking by weighted scores, and what is still missing."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages import permissions
from stages.selectors import access, programmes
from stages.selectors import selection as selection_selector


def selection(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    page = selection_selector.page(programme, stage)
    permissions.require(request.user, "selection.view", programme)
    context = {
        "programme": programme,
        "page": page,
        "access": access.access(programme, stage, request.user),
        "scoring": access.access(programme, stage, request.user, "stage.score"),
    }
    return render(request, "stages/selection.html", context)
