"""Stages 2 and 3: the candidates, their ranking by weighted scores, and what is still missing."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages import permissions
from stages.selectors import access, panel, programmes
from stages.selectors import selection as selection_selector


def selection(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    selection_selector.require_stage(stage)
    permissions.require(request.user, "selection.view", programme)
    context = {
        "programme": programme,
        "page": selection_selector.page(programme, stage, request.user),
        "assessors": panel.assessors(programme, stage),
        "access": access.access(programme, stage, request.user),
        "scoring": access.access(programme, stage, request.user, "stage.score"),
        "moderating": access.access(programme, stage, request.user, "stage.moderate"),
    }
    return render(request, "stages/selection.html", context)
